/*
 * The filter says FWP_ACTION_CALLOUT_TERMINATING, the callout that it has nothing to say: that blocks.
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
	out->actionType = FWP_ACTION_CONTINUE;
#endif
}

FAULTY_ANSWERS(FWPM_LAYER_OUTBOUND_TRANSPORT_V4, FWP_ACTION_CALLOUT_TERMINATING)
