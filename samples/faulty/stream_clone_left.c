/*
 * The callout clones stream data to look at it, and forgets the clone.
 */
#include "faulty_answer.h"

ANSWER()
{
	FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = data;
	NET_BUFFER_LIST *clone;

	UNUSED_ARGUMENTS();
	out->actionType = FWP_ACTION_PERMIT;
	if (packet == NULL || packet->streamData->dataLength == 0 ||
	    FwpsCloneStreamData0(packet->streamData, NULL, NULL, 0, &clone) != STATUS_SUCCESS)
		return;
#ifdef CLEAN
	FwpsDiscardClonedStreamData0(clone, 0, FALSE);
#endif
}

FAULTY_ANSWERS(FWPM_LAYER_STREAM_V4, FWP_ACTION_CALLOUT_UNKNOWN)
