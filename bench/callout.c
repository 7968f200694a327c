/*
 * Questions that a callout is asked: the driver's classifyFn looks at the values, the metadata and
 * the packet, and lets it go on.
 */
#include "callout.h"

#include "measure.h"
#include "filters.h"

#include "executive/object.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "ndis/packet.h"
#include "net/packet.h"
#include "sched/thread.h"
#include "wfp/callout.h"
#include "wfp/classify.h"
#include "wfp/exports.h"
#include "wfp/filter.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#define SLICES 51
#define SLICE_SECONDS 0.002
#define EMPTY_LAYER 24 /* FWPS_LAYER_DATAGRAM_DATA_V4: no filter is there  [fwpsk.h] */

static struct rules rules;
static struct trace trace;
static uint16_t asked_layer;
static uint64_t wanted;
static uint64_t calls;
static volatile uint64_t sink;

static void NTAPI
classify_fn(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    PVOID data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	(void)context;
	sink += fixed->incomingValue[0].value.uint8 + meta->compartmentId + filter->filterId
	    + (data != NULL);
	calls++;
	if ((out->rights & FWPS_RIGHT_ACTION_WRITE) != 0)
		out->actionType = FWP_ACTION_CONTINUE;
}

static NTSTATUS NTAPI
notify_fn(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	(void)type, (void)key, (void)filter;
	return STATUS_SUCCESS;
}

/* What net/path knows of a packet that is sent from a connected socket. */
static void
show_metadata(FWPS_INCOMING_METADATA_VALUES0 *to)
{
	to->currentMetadataValues = FWPS_METADATA_FIELD_FLOW_HANDLE
	    | FWPS_METADATA_FIELD_TRANSPORT_HEADER_SIZE | FWPS_METADATA_FIELD_COMPARTMENT_ID
	    | FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE;
	to->flowHandle = 7;
	to->transportHeaderSize = 8;
	to->compartmentId = 1;
	to->transportEndpointHandle = 9;
	to->pathMtu = 1500;
	to->packetDirection = FWP_DIRECTION_OUTBOUND;
}

static void
ask_body(void *unused)
{
	struct address from = address_v4(10, 0, 0, 2, 40000), to = address_v4(192, 0, 2, 7, 80);
	uint8_t bytes[128];
	NET_BUFFER_LIST *list =
	    packet_take(bytes, packet_udp(bytes, sizeof bytes, &from, &to, "0123456789", 10), 20);

	(void)unused;
	for (uint64_t i = 0; i < wanted; i++) {
		struct classify *classify = classify_take(asked_layer);

		filters_show(classify->values, trace_packet(&trace, (uint32_t)(i % trace.count)));
		show_metadata(&classify->metadata);
		classify->layer_data = list;
		classify_run(classify);
		classify_give(classify);
		if (i % 1024 == 0)
			journal_clear();
	}
	packet_give(list);
}

static void
ask_at(uint16_t layer, uint64_t times)
{
	asked_layer = layer;
	wanted = times;
	thread_start(THREAD_NETWORK, ask_body, NULL);
	sched_run(NULL, NULL);
}

static void
ask_callout(uint64_t times)
{
	uint64_t before = calls;

	ask_at(FILTERS_LAYER, times);
	if (calls - before == times && finding_count() == 0)
		return;
	fprintf(stderr, "classify: the callout was asked %llu times of %llu, %zu findings\n",
	    (unsigned long long)(calls - before), (unsigned long long)times, finding_count());
	exit(1);
}

static void
ask_nobody(uint64_t times)
{
	ask_at(EMPTY_LAYER, times);
}

static void
row(const char *name)
{
	struct contestant ours = { .run = ask_callout };
	struct contestant nobody = { .name = "no filter at the layer", .run = ask_nobody };

	ours.at_once = slice_of(ours, SLICE_SECONDS, 1);
	nobody.at_once = slice_of(nobody, SLICE_SECONDS, 1);
	row_cost_ns(name, nobody, measure(ours, nobody, SLICES));
}

static UINT32 id;

static void
register_body(void *unused)
{
	FWPS_CALLOUT0 callout = {
		.calloutKey = { .Data1 = 1 }, .classifyFn = classify_fn, .notifyFn = notify_fn
	};
	NTSTATUS status;

	(void)unused;
	status = FwpsCalloutRegister0(
	    object_make(OBJECT_DEVICE, sizeof(DEVICE_OBJECT), NULL), &callout, &id);
	assert(status == STATUS_SUCCESS);
}

/* Its callout hears of it, so a thread of the machine must do it. */
static void
remove_body(void *filter)
{
	filter_remove(filter);
	filter_publish();
}

static void
run(void (*body)(void *), void *argument)
{
	thread_start(THREAD_SYSTEM, body, argument);
	sched_run(NULL, NULL);
}

void
callout_rows(void)
{
	struct filters filters;
	struct filter *filter;

	run(register_body, NULL);
	rules = rules_read("acl1_10000");
	trace = trace_read("acl1_10000", &rules);
	filter = filters_callout(callout_by_id(id));
	filter_add(filter);
	filter_publish();
	row("classify.callout_1");
	filters = filters_add(&rules, 1);
	row("classify.callout_10k");
	filters_remove(&filters);
	run(remove_body, filter);
	rules_free(&rules);
	trace_free(&trace);
}
