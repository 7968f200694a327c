/*
 * A flow gets a context of a callout that has no flowDeleteFn to hear of the flow's end.
 */
#include "faulty_holder.h"

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	faulty_classify(values, meta, data, filter, context, out);
	holder_take_in(meta, values->layerId);
}

#ifdef CLEAN
HOLDER(classify, holder_flow_delete)
#else
HOLDER(classify, NULL)
#endif
