/*
 * The callout permits, and leaves the absorb flag where only a block may have it.
 */
#include "faulty_answer.h"

ANSWER()
{
	UNUSED_ARGUMENTS();
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
	out->actionType = FWP_ACTION_PERMIT;
#ifndef CLEAN
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
#endif
}

FAULTY_ANSWERS(FWPM_LAYER_OUTBOUND_TRANSPORT_V4, FWP_ACTION_CALLOUT_UNKNOWN)
