/*
 * Connections are refused at FLOW_ESTABLISHED, where they have been authorised long ago.
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

FAULTY_ANSWERS(FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4, FWP_ACTION_CALLOUT_UNKNOWN)
