/*
 * The filter asks for a hard decision; the callout permits softly, so a lighter sublayer may block.
 */
#define FAULTY_FILTER_FLAGS FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT
#include "faulty_answer.h"

ANSWER()
{
	UNUSED_ARGUMENTS();
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
	out->actionType = FWP_ACTION_PERMIT;
#ifdef CLEAN
	if (filter->flags & FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT)
		out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
#endif
}

FAULTY_ANSWERS(FWPM_LAYER_OUTBOUND_TRANSPORT_V4, FWP_ACTION_CALLOUT_UNKNOWN)
