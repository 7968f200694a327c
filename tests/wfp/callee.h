/*
 * A callout of a test's: what it was told and asked, and what it does when it is asked.
 */
#ifndef TESTS_WFP_CALLEE_H
#define TESTS_WFP_CALLEE_H

#include "engine.h"

#define OUT_TRANSPORT 16
#define STREAM 20
#define DATAGRAM_DATA 24

static const GUID callee_out_transport = { 0x09e61aea, 0xd214, 0x46e2,
	{ 0x9b, 0x21, 0xb2, 0x6b, 0x0b, 0x2f, 0x28, 0xc8 } };
static const GUID callee_stream = { 0x3b89653c, 0xc170, 0x49e4,
	{ 0xb1, 0xcd, 0xe0, 0xee, 0xee, 0xe1, 0x9a, 0x3e } };

static struct {
	unsigned calls;
	unsigned notes[FWPS_CALLOUT_NOTIFY_TYPE_MAX];
	unsigned deletes;
	uint64_t flow_context;
	uint64_t filter_context;
	uint64_t deleted; /* the context that flowDeleteFn got last, its layer and callout */
	UINT16 deleted_layer;
	UINT32 deleted_callout;
	KIRQL deleted_at;
	FWPS_FILTER0 *noted; /* what notifyFn got last */
	GUID noted_key;
	NTSTATUS add_status;
	NTSTATUS delete_status;
	NTSTATUS status; /* of what the callout called */
	FWP_ACTION_TYPE found;
	void (*act)(FWPS_CLASSIFY_OUT0 *out);
	void (*deleting)(void);
} seen;

static void NTAPI
classify_fn(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    PVOID data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	(void)meta, (void)data;
	CHECK(fixed->valueCount > 0);
	seen.calls++;
	seen.flow_context = context;
	seen.filter_context = filter->context;
	seen.found = out->actionType;
	if (seen.act != NULL)
		seen.act(out);
}

static NTSTATUS NTAPI
notify_fn(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	seen.notes[type]++;
	seen.noted = filter;
	CHECK((key == NULL) == (type == FWPS_CALLOUT_NOTIFY_DELETE_FILTER));
	if (key != NULL)
		seen.noted_key = *key;
	if (type == FWPS_CALLOUT_NOTIFY_DELETE_FILTER)
		return seen.delete_status;
	if (type == FWPS_CALLOUT_NOTIFY_ADD_FILTER)
		filter->context = 0x77;
	return type == FWPS_CALLOUT_NOTIFY_ADD_FILTER ? seen.add_status : STATUS_SUCCESS;
}

static void NTAPI
flow_delete_fn(UINT16 layer, UINT32 callout, UINT64 context)
{
	CHECK(context != 0);
	seen.deletes++;
	seen.deleted = context;
	seen.deleted_layer = layer;
	seen.deleted_callout = callout;
	seen.deleted_at = irql_now();
	if (seen.deleting != NULL)
		seen.deleting();
}

static inline UINT32
registered(unsigned key, UINT32 flags)
{
	FWPS_CALLOUT0 callout = {
		.calloutKey = engine_key(key),
		.flags = flags,
		.classifyFn = classify_fn,
		.notifyFn = notify_fn,
		.flowDeleteFn = flow_delete_fn,
	};
	UINT32 id = 0;

	memset(&seen, 0, sizeof(seen));
	CHECK_EQ(FwpsCalloutRegister0(engine_device, &callout, &id), STATUS_SUCCESS);
	return id;
}

static inline void
blocks(FWPS_CLASSIFY_OUT0 *out)
{
	out->actionType = FWP_ACTION_BLOCK;
}

/* A callout, key 1, with its filter, key 2, at OUTBOUND_IPPACKET. */
static inline HANDLE
with_filter(FWP_ACTION_TYPE action)
{
	HANDLE engine = engine_open(true);

	CHECK_EQ(engine_callout(engine, 1, &engine_out_ippacket), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 0, action, 1)), STATUS_SUCCESS);
	return engine;
}

#endif
