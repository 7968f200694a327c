/*
 * What it costs to ask a callout that does next to nothing.
 *
 *	classify.callout_bare	a packet's visit to OUTBOUND_TRANSPORT_V4, where one filter without
 *				conditions names the callout: fixed values and metadata filled in, the
 *				callout asked, everything checked that it could have got wrong; peer: a
 *				visit to DATAGRAM_DATA_V4, where there is no filter
 *	driver.call		the door into the driver alone; peer: the same function called directly
 */
#include "bfe/exports.h"
#include "executive/object.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "machine/boot.h"
#include "measure.h"
#include "net/ale.h"
#include "net/path.h"
#include "net/walk.h"
#include "sched/thread.h"
#include "wfp/exports.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#define AUTHN_DEFAULT 0xFFFFFFFFu
#define VISITS_A_JOURNAL 4096

static const GUID key = { .Data1 = 0xBE9C4 };
static const GUID outbound_transport_v4 = { 0x09e61aea, 0xd214, 0x46e2,
	{ 0x9b, 0x21, 0xb2, 0x6b, 0x0b, 0x2f, 0x28, 0xc8 } };

static uint64_t wanted;
static uint64_t asked;

static void NTAPI
classify_fn(const FWPS_INCOMING_VALUES0 *fixed, const FWPS_INCOMING_METADATA_VALUES0 *metadata,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	(void)metadata, (void)data, (void)filter, (void)context;
	asked += fixed->layerId == 16;
	if ((out->rights & FWPS_RIGHT_ACTION_WRITE) != 0)
		out->actionType = FWP_ACTION_PERMIT;
}

static NTSTATUS NTAPI
notify_fn(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *filter_key, FWPS_FILTER0 *filter)
{
	(void)type, (void)filter_key, (void)filter;
	return STATUS_SUCCESS;
}

static void
succeed(NTSTATUS status, const char *what)
{
	if (status == STATUS_SUCCESS)
		return;
	fprintf(stderr, "bench_ask: %s: 0x%08x\n", what, (unsigned)status);
	exit(1);
}

static void
add_policy(void *unused)
{
	static WCHAR name[] = { 'b', 0 };
	FWPS_CALLOUT0 callout = {
		.calloutKey = key, .classifyFn = classify_fn, .notifyFn = notify_fn
	};
	FWPM_CALLOUT0 managed = { .calloutKey = key,
		.displayData.name = name,
		.applicableLayer = outbound_transport_v4 };
	FWPM_FILTER0 filter = { .displayData.name = name,
		.layerKey = outbound_transport_v4,
		.action = { .type = FWP_ACTION_CALLOUT_TERMINATING, .calloutKey = key } };
	void *device = object_make(OBJECT_DEVICE, sizeof(DEVICE_OBJECT), NULL);
	HANDLE engine = NULL;

	(void)unused;
	succeed(FwpsCalloutRegister0(device, &callout, NULL), "register");
	succeed(FwpmEngineOpen0(NULL, AUTHN_DEFAULT, NULL, NULL, &engine), "open");
	succeed(FwpmCalloutAdd0(engine, &managed, NULL, NULL), "callout");
	succeed(FwpmFilterAdd0(engine, &filter, NULL, NULL), "filter");
}

/* A datagram of an authorised flow. */
static struct scene *
scene_of_a_flow(void)
{
	struct address from = address_v4(10, 0, 0, 2, 40000), to = address_v4(192, 0, 2, 7, 80);
	static uint8_t packet[128];
	size_t length = packet_udp(packet, sizeof packet, &from, &to, "0123456789", 10);
	struct scene *scene;

	path_send(packet, length, (struct packet_origin){ 0 });
	scene = walk_begin(packet, length, true, (struct packet_origin){ 0 });
	ale_join(scene, connection_find(PROTOCOL_UDP, &from, &to));
	assert(scene->connection != NULL && scene->connection->flow != NULL);
	return scene;
}

static void
visit(enum stage stage)
{
	struct scene *scene = scene_of_a_flow();

	for (uint64_t i = 0; i < wanted; i++) {
		if (i % VISITS_A_JOURNAL == 0)
			journal_clear();
		if (scene_visit(scene, stage, NULL) != ANSWER_PERMIT)
			succeed(STATUS_UNSUCCESSFUL, "visit");
	}
	walk_end(scene, VERDICT_PERMITTED);
}

static void
visit_callout(void *unused)
{
	(void)unused;
	visit(STAGE_OUT_TRANSPORT);
}

static void
visit_nobody(void *unused)
{
	(void)unused;
	visit(STAGE_DATAGRAM_DATA);
}

static uint64_t NTAPI
add(uint64_t a, uint64_t b)
{
	asked += a;
	return a + b;
}

static uint64_t(NTAPI *volatile directly)(uint64_t, uint64_t) = add;

static void
enter_driver(void *unused)
{
	(void)unused;
	for (uint64_t i = 0; i < wanted; i++) {
		if (i % VISITS_A_JOURNAL == 0)
			journal_clear();
		DRIVER_CALL(ENTRY_OTHER, directly, i, 1);
	}
}

static void
on_thread(void (*body)(void *), uint64_t times)
{
	wanted = times;
	thread_start(THREAD_NETWORK, body, NULL);
	sched_run(NULL, NULL);
	if (finding_count() > 0)
		succeed(STATUS_UNSUCCESSFUL, finding_get(0)->text);
}

static void
callout_run(uint64_t times)
{
	on_thread(visit_callout, times);
}

static void
nobody_run(uint64_t times)
{
	on_thread(visit_nobody, times);
}

static void
enter_run(uint64_t times)
{
	on_thread(enter_driver, times);
}

static void
direct_run(uint64_t times)
{
	for (uint64_t i = 0; i < times; i++)
		directly(i, 1);
}

int
main(void)
{
	struct contestant nobody = { "no filter at the layer", nobody_run, 100000 };
	struct contestant direct = { "direct call", direct_run, 1000000 };
	struct machine_options options = { 0 };
	const char *why;

	measure_own_time();
	if (!machine_start(&options, &why))
		host_die("%s", why);
	on_thread(add_policy, 0);
	row_cost_ns("classify.callout_bare", nobody,
	    measure((struct contestant){ "", callout_run, 100000 }, nobody, 21));
	assert(asked > 0);
	row_cost_ns("driver.call", direct,
	    measure((struct contestant){ "", enter_run, 1000000 }, direct, 21));
	return 0;
}
