/*
 * A context is associated for a layer at which the callout is not.
 */
#include "faulty_holder.h"

#ifdef CLEAN
#define LAYER FWPS_LAYER_ALE_FLOW_ESTABLISHED_V4
#else
#define LAYER FWPS_LAYER_STREAM_V4
#endif

static VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	faulty_classify(values, meta, data, filter, context, out);
	holder_take_in(meta, LAYER);
}

HOLDER(classify, holder_flow_delete)
