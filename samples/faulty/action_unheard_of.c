/*
 * The callout answers TRUE, as if it had been asked a question of yes or no.
 */
#include "faulty_answer.h"

ANSWER()
{
	UNUSED_ARGUMENTS();
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
#ifdef CLEAN
	out->actionType = FWP_ACTION_PERMIT;
#else
	out->actionType = TRUE;
#endif
}

FAULTY_ANSWERS(FWPM_LAYER_OUTBOUND_TRANSPORT_V4, FWP_ACTION_CALLOUT_UNKNOWN)
