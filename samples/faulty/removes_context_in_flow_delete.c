/*
 * flowDeleteFn removes the context that it is told is gone.
 */
#include "faulty_holder.h"

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	faulty_classify(values, meta, data, filter, context, out);
	holder_take_in(meta, values->layerId);
}

static VOID NTAPI
flow_delete(UINT16 layer, UINT32 callout, UINT64 context)
{
#ifndef CLEAN
	(VOID)FwpsFlowRemoveContext0((UINT64)holder, layer, callout);
#endif
	holder_flow_delete(layer, callout, context);
}

HOLDER(classify, flow_delete)
