/*
 * Callouts: the driver's functions that filters call.
 *
 * A callout is known by its key from the first mention of it, by
 * FwpsCalloutRegister or by FwpmCalloutAdd, to the last; both mentions give
 * the same run-time id, and ids are never used again.
 *
 *	ABSENT		nobody registered functions; filters that name it block
 *			[semantics 4.3]
 *	REGISTERED	classifies call it
 *	DRAINING	an unregister found flow contexts: no more classifies and no new
 *			contexts, only flowDeleteFn, until an unregister finds none
 *
 * Windows: FwpsCalloutUnregister fails with STATUS_DEVICE_BUSY while flows
 *   carry contexts of the callout; when it succeeds, no function of it runs or will.
 *   [ddi:FwpsCalloutUnregisterById0, semantics 3.3]
 * Here: whether it fails or waits while a classify runs is not known (U2); it
 *   waits, unless callout_switches.unregister_fails_in_classify.
 */
#ifndef WFP_CALLOUT_H
#define WFP_CALLOUT_H

#include "kernel/contract.h"
#include "ledger/holding.h"
#include "nt/fwp.h"
#include "wfp/builtin.h"
#include "wfp/key.h"
#include "wfp/visit.h"

#include <stdbool.h>
#include <stdint.h>

struct filter;

struct callout_switches {
	bool unregister_fails_in_classify; /* U2: STATUS_DEVICE_BUSY instead of waiting; false */
	bool draining_still_classifies;    /* U3: false */
};
extern struct callout_switches callout_switches; /* the process's, not the machine's */

enum callout_state {
	CALLOUT_ABSENT,
	CALLOUT_REGISTERED,
	CALLOUT_DRAINING,
};

struct callout {
	struct key_node by_key;
	struct key_node by_id;
	uint32_t id;
	uint32_t flags; /* FWP_CALLOUT_FLAG_* */
	enum callout_state state;
	uint8_t version;             /* of FwpsCalloutRegister */
	enum builtin_answer builtin; /* of Windows' own */
	const char *builtin_name;
	uintptr_t classify;
	uintptr_t notify;
	uintptr_t flow_delete;
	void *device;
	unsigned visits; /* threads inside */
	unsigned flow_contexts;
	unsigned named;        /* by its management callout and by filters */
	uint16_t layer;        /* of its management callout, while it is named */
	struct thread *waiter; /* of an unregister */
	struct moment busy;    /* of the last unregister that found flow contexts */
};

extern const struct contract callout_exports[];

void callout_start(void);

struct callout *callout_by_id(uint32_t id);
struct callout *callout_by_key(const GUID *key);

/* For the management half: at this layer is a callout with this key, until callout_unname. */
struct callout *callout_name(const GUID *key, uint16_t layer);
struct callout *callout_name_builtin(const GUID *key, uint32_t id); /* for wfp/builtin */
void callout_unname(struct callout *callout);

/* May a classify call it? */
bool callout_answers(const struct callout *callout);
/* Was it added to the engine at this layer? */
bool callout_stands_at(const struct callout *callout, uint16_t layer);

/* Tell it of a filter: notifyFn, if it is registered. */
NTSTATUS callout_tell(
    struct callout *callout, FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER0 *filter);

/* Ask it: classifyFn. */
struct classify;
void callout_ask(struct callout *callout, struct classify *classify, const FWPS_FILTER0 *filter);

/* A flow is done with a context of the callout's: flowDeleteFn. */
void callout_forget(struct callout *callout, struct flow *flow, uint16_t layer, uint64_t context);

#endif
