/*
 * The callout leaves notes of its own in members of classifyOut that are the engine's.
 */
#include "faulty_answer.h"

ANSWER()
{
	UNUSED_ARGUMENTS();
	if (!(out->rights & FWPS_RIGHT_ACTION_WRITE))
		return;
#ifndef CLEAN
	out->outContext = 1;
	out->filterId = 0x1234;
#endif
	out->actionType = FWP_ACTION_PERMIT;
}

FAULTY_ANSWERS(FWPM_LAYER_OUTBOUND_TRANSPORT_V4, FWP_ACTION_CALLOUT_UNKNOWN)
