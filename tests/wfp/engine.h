/*
 * A filter engine under test: the floors below it, started once and put back to their
 * beginning for every test, a device to register callouts for, and a thread to run on.
 */
#ifndef TESTS_WFP_ENGINE_H
#define TESTS_WFP_ENGINE_H

#include "bfe/exports.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "executive/variable.h"
#include "host/arena.h"
#include "kernel/gate.h"
#include "kernel/processor.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "ndis/exports.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "wfp/callout.h"
#include "wfp/classify.h"
#include "wfp/exports.h"
#include "wfp/flow.h"
#include "wfp/inject.h"

#include "../test.h"

#include <stdlib.h>
#include <string.h>

#define AUTHN_DEFAULT 0xFFFFFFFFu

static DEVICE_OBJECT *engine_device;
static const WCHAR engine_name[] = { 't', 'e', 's', 't', 0 };

static inline void
engine_first_start(void)
{
	CHECK(arena_start());
	journal_start();
	life_leaves(sched_abandon);
	gate_start();
	sched_start();
	clock_start();
	timers_start();
	processors_start();
	choice_start(0, REFUSE_NONE);
	pool_start();
	variable_start();
	object_start();
	process_start();
	ndis_start();
	wfp_start();
	bfe_start();
	engine_device = object_make(OBJECT_DEVICE, sizeof(DEVICE_OBJECT), NULL);
}

/* The machine as it was after its first start. */
static inline void
engine_start(void)
{
	static void *statics, *objects;
	static size_t object_bytes_saved;
	struct extent state = arena_static_extent();
	struct extent system;

	if (statics == NULL) {
		engine_first_start();
		system = arena_system_extent();
		object_bytes_saved = system.bytes;
		statics = malloc(state.bytes);
		objects = malloc(system.bytes);
		memcpy(statics, state.base, state.bytes);
		memcpy(objects, system.base, system.bytes);
	}
	system = arena_system_extent();
	memcpy(state.base, statics, state.bytes);
	memcpy(system.base, objects, object_bytes_saved);
	journal_clear();
	finding_clear();
}

static inline void
engine_run(void (*body)(void *), void *argument)
{
	thread_start(THREAD_SYSTEM, body, argument);
	sched_run(NULL, NULL);
}

static inline size_t
engine_findings(enum rule rule)
{
	size_t count = 0;

	for (size_t at = 0; at < finding_count(); at++)
		count += finding_get(at)->rule == rule;
	return count;
}

/* A test whose body runs on a thread of a fresh machine. */
#define ENGINE_TEST(name) \
	static void name##_body(void *unused); \
	TEST(name) \
	{ \
		(void)state; \
		engine_start(); \
		engine_run(name##_body, NULL); \
	} \
	static void name##_body(void *unused __attribute__((unused)))

static inline HANDLE
engine_open(bool dynamic)
{
	FWPM_SESSION0 session = { .flags = dynamic ? FWPM_SESSION_FLAG_DYNAMIC : 0 };
	HANDLE engine = NULL;

	CHECK_EQ(FwpmEngineOpen0(NULL, AUTHN_DEFAULT, NULL, &session, &engine), STATUS_SUCCESS);
	return engine;
}

static inline GUID
engine_key(unsigned number)
{
	return (GUID){ .Data1 = 0xDDDD0000u + number, .Data2 = 1 };
}

static inline NTSTATUS
engine_sublayer(HANDLE engine, unsigned key, UINT16 weight)
{
	FWPM_SUBLAYER0 sublayer = {
		.subLayerKey = engine_key(key),
		.displayData.name = (WCHAR *)engine_name,
		.weight = weight,
	};

	return FwpmSubLayerAdd0(engine, &sublayer, NULL);
}

static const GUID engine_out_ippacket = { 0x1e5c9fae, 0x8a84, 0x4135,
	{ 0xa3, 0x31, 0x95, 0x0b, 0x54, 0x22, 0x9e, 0xcd } };
#define OUT_IPPACKET 4
static const GUID engine_flow_established = { 0xaf80470a, 0x5596, 0x4c13,
	{ 0x99, 0x92, 0x53, 0x9e, 0x6f, 0xe5, 0x79, 0x67 } };
#define FLOW_ESTABLISHED 52

static inline NTSTATUS
engine_callout(HANDLE engine, unsigned key, const GUID *layer)
{
	FWPM_CALLOUT0 callout = {
		.calloutKey = engine_key(key),
		.displayData.name = (WCHAR *)engine_name,
		.applicableLayer = *layer,
	};

	return FwpmCalloutAdd0(engine, &callout, NULL, NULL);
}

static inline FWPM_FILTER0
engine_filter(unsigned key, unsigned sublayer, FWP_ACTION_TYPE action, unsigned callout)
{
	return (FWPM_FILTER0){
		.filterKey = engine_key(key),
		.displayData.name = (WCHAR *)engine_name,
		.layerKey = engine_out_ippacket,
		.subLayerKey = sublayer == 0 ? (GUID){ 0 } : engine_key(sublayer),
		.action = { .type = action, .calloutKey = engine_key(callout) },
	};
}

static inline NTSTATUS
engine_add(HANDLE engine, FWPM_FILTER0 filter)
{
	return FwpmFilterAdd0(engine, &filter, NULL, NULL);
}

static inline FWP_ACTION_TYPE
engine_ask(uint16_t layer)
{
	struct classify *classify = classify_take(layer);
	FWP_ACTION_TYPE action;

	classify_run(classify);
	action = classify->action;
	classify_give(classify);
	return action;
}

#endif
