/*
 * The callout of an inspection filter may look; this one blocks large packets, and nothing comes of it.
 */
#include "faulty_answer.h"

ANSWER()
{
	UNUSED_ARGUMENTS();
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
#ifdef CLEAN
	out->actionType = FWP_ACTION_CONTINUE;
#else
	out->actionType = FWP_ACTION_BLOCK;
#endif
}

FAULTY_ANSWERS(FWPM_LAYER_OUTBOUND_TRANSPORT_V4, FWP_ACTION_CALLOUT_INSPECTION)
