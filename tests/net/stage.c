#include "stage.h"

#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "host/arena.h"
#include "kernel/gate.h"
#include "kernel/processor.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ledger/journal.h"
#include "ndis/exports.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "security/token.h"
#include "wfp/callout.h"
#include "wfp/classify.h"
#include "wfp/exports.h"
#include "wfp/filter.h"
#include "wfp/layer.h"

#include "test.h"

#include <stdio.h>
#include <string.h>

struct seen seen;
void (*asked)(const struct asking *asking);
void (*classified)(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out);
HANDLE injection_handle;
struct address here, there, here6, there6;

static size_t read_so_far;
static void *device;

void
fresh(void)
{
	static bool once;

	if (!once) {
		CHECK(arena_start());
		journal_start();
		life_leaves(sched_abandon);
		gate_start();
		sched_start();
		timers_start();
		processors_start();
	}
	once = true;
	clock_start();
	journal_clear();
	finding_clear();
	choice_start(0, REFUSE_NONE);
	pool_start();
	object_start();
	process_start();
	security_start();
	device = object_make(OBJECT_DEVICE, sizeof(DEVICE_OBJECT), NULL);
	ndis_start();
	wfp_start();
	net_start();
	path_outlet(NULL, NULL);
	classified = NULL;
	asked = NULL;
	injection_handle = NULL;
	read_so_far = 0;
	memset(&seen, 0, sizeof(seen));
	CHECK(address_parse(&here, "10.0.0.2:40000"));
	CHECK(address_parse(&there, "192.0.2.7:443"));
	CHECK(address_parse(&here6, "[fe80::215:5dff:fe00:102]:40000"));
	CHECK(address_parse(&there6, "[2001:db8::7]:443"));
}

static bool
never(void *context)
{
	(void)context;
	return false;
}

static void
call(void *body)
{
	((void (*)(void))body)();
}

void
on_network(void (*body)(void))
{
	thread_start(THREAD_NETWORK, call, (void *)body);
	sched_run(never, NULL);
}

const char *
layers(void)
{
	static char text[4096];
	size_t kept, length = 0;
	const struct event *events = journal_events(&kept);

	text[0] = '\0';
	for (; read_so_far < kept; read_so_far++) {
		const struct event *event = &events[read_so_far];
		char name[64];

		if (event->kind != EVENT_CLASSIFY)
			continue;
		strcpy(name, layer_by_id((uint16_t)event->a)->name);
		char *family = strstr(name, "_V4") ? strstr(name, "_V4") : strstr(name, "_V6");
		memmove(family, family + 3, strlen(family + 3) + 1);
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s",
		    length > 0 ? " " : "", strncmp(name, "ALE_", 4) == 0 ? name + 4 : name);
	}
	return text;
}

static void NTAPI
classify_fn(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *metadata,
    void *data, const FWPS_FILTER0 *filter, UINT64 flow, FWPS_CLASSIFY_OUT0 *out)
{
	NET_BUFFER_LIST *list = data;

	(void)filter, (void)flow;
	seen.calls++;
	seen.irql = irql_now();
	seen.metadata = *metadata;
	for (unsigned i = 0; i < values->valueCount; i++)
		seen.values[i] = values->incomingValue[i].value;
	out->actionType = FWP_ACTION_PERMIT;
	if (list == NULL || !layer_by_id(values->layerId)->packets)
		return;
	seen.data_offset = list->FirstNetBuffer->DataOffset;
	seen.data_length = list->FirstNetBuffer->DataLength;
	if (injection_handle != NULL)
		seen.injected = FwpsQueryPacketInjectionState0(injection_handle, list, NULL);
	if (classified != NULL)
		classified(list, out);
}

static NTSTATUS NTAPI
notify_fn(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter)
{
	(void)type, (void)key, (void)filter;
	return STATUS_SUCCESS;
}

static void NTAPI
classify_fn_1(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *metadata,
    void *data, const void *context, const FWPS_FILTER0 *filter, UINT64 flow,
    FWPS_CLASSIFY_OUT0 *out)
{
	struct asking asking = { values, metadata, data, (void *)(uintptr_t)context, filter, flow,
		out };

	seen.calls++;
	seen.irql = irql_now();
	seen.metadata = *metadata;
	for (unsigned i = 0; i < values->valueCount; i++)
		seen.values[i] = values->incomingValue[i].value;
	out->actionType = FWP_ACTION_PERMIT;
	if (asked != NULL)
		asked(&asking);
}

static void NTAPI
flow_delete_fn(UINT16 layer, UINT32 callout, UINT64 context)
{
	(void)layer, (void)callout, (void)context;
}

static uint16_t watched;
static uint32_t watcher;
static FWP_ACTION_TYPE watched_action;
static uint32_t serial;

static void
publish(uint16_t layer, uint32_t id, FWP_ACTION_TYPE action)
{
	struct filter_draft draft = {
		.key = { .Data1 = 0x9000 + serial }, .layer = layer, .action = action, .weight = 1
	};
	struct filter *filter;

	draft.callout = callout_by_id(id);
	CHECK_EQ(filter_make(&draft, &filter), STATUS_SUCCESS);
	filter_add(filter);
	filter_publish();
}

static void
do_watch_all(void)
{
	FWPS_CALLOUT1 callout = { .calloutKey = { .Data1 = 0x100 + ++serial },
		.classifyFn = classify_fn_1,
		.notifyFn = notify_fn,
		.flowDeleteFn = flow_delete_fn };

	CHECK_EQ(FwpsCalloutRegister1(device, &callout, &watcher), STATUS_SUCCESS);
	publish(watched, watcher, watched_action);
}

uint32_t
watch_all(uint16_t layer, FWP_ACTION_TYPE action)
{
	watched = layer;
	watched_action = action;
	on_network(do_watch_all);
	return watcher;
}

static void
do_watch(void)
{
	FWPS_CALLOUT0 callout = { .calloutKey = { .Data1 = 0x100 + ++serial },
		.classifyFn = classify_fn,
		.notifyFn = notify_fn };
	UINT32 id;

	CHECK_EQ(FwpsCalloutRegister0(device, &callout, &id), STATUS_SUCCESS);
	publish(watched, id, FWP_ACTION_CALLOUT_TERMINATING);
}

void
watch(uint16_t layer)
{
	watched = layer;
	on_network(do_watch);
}
