/*
 * The ledger: what the driver holds at this moment.
 *
 * The service that lends a thing enters it; the one that takes it back
 * strikes it out.  What is still listed after unload is what the driver left
 * behind.  An entry names a driver address or an id; it is a uintptr_t
 * because the ledger must never read through it: the memory may be gone.
 *
 * Two entries may name the same thing (two references to one object): strike
 * takes the newest.
 */
#ifndef LEDGER_HOLDING_H
#define LEDGER_HOLDING_H

#include "ledger/rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* kind, name in a report, the rule that leaving it breaks */
#define HOLDING_LIST(X) \
	X(CALLOUT, "callout", RULE_R11) \
	X(FLOW_CONTEXT, "flow_context", RULE_R13) \
	X(INJECTION_HANDLE, "injection_handle", RULE_R14) \
	X(INJECTION, "injection", RULE_R15) \
	X(NBL_CLONE, "nbl_clone", RULE_R15) \
	X(NBL_REFERENCE, "nbl_reference", RULE_R15) \
	X(NBL, "nbl", RULE_R23) \
	X(NB, "nb", RULE_R23) \
	X(NBL_POOL, "nbl_pool", RULE_R23) \
	X(NB_POOL, "nb_pool", RULE_R23) \
	X(PENDED_OPERATION, "pended_operation", RULE_R108) \
	X(PENDED_CLASSIFY, "pended_classify", RULE_R114) \
	X(CLASSIFY_HANDLE, "classify_handle", RULE_R115) \
	X(LAYER_DATA, "layer_data", RULE_R116) \
	X(REDIRECT_HANDLE, "redirect_handle", RULE_R17) \
	X(PACKET_TAG, "packet_tag", RULE_R22) \
	X(BFE_SUBSCRIPTION, "bfe_subscription", RULE_R16) \
	X(ENGINE, "engine", RULE_R19) \
	X(TRANSACTION, "transaction", RULE_R49) \
	X(BFE_MEMORY, "bfe_memory", RULE_R52) \
	X(BFE_ENUMERATION, "bfe_enumeration", RULE_R52) \
	X(STATIC_OBJECT, "static_object", RULE_R31) \
	X(DEVICE, "device", RULE_R20) \
	X(SYMBOLIC_LINK, "symbolic_link", RULE_R21) \
	X(ATTACHMENT, "attachment", RULE_R230) \
	X(REMOVE_LOCK, "remove_lock", RULE_R231) \
	X(DEVICE_INIT, "device_init", RULE_R9) \
	X(POOL, "pool", RULE_R24) \
	X(MDL, "mdl", RULE_R24) \
	X(LOCKED_PAGES, "locked_pages", RULE_R24) \
	X(MAPPING, "mapping", RULE_R24) \
	X(MDL_PAGES, "mdl_pages", RULE_R24) \
	X(CONTIGUOUS, "contiguous_memory", RULE_R24) \
	X(RESERVED_MAPPING, "reserved_mapping", RULE_R24) \
	X(SECURED_MEMORY, "secured_memory", RULE_R24) \
	X(EXTENDED_STATE, "extended_state", RULE_R92) \
	X(RW_LOCK, "rw_lock", RULE_R25) \
	X(WORK_ITEM, "work_item", RULE_R25) \
	X(QUEUED_WORK, "queued_work", RULE_R25) \
	X(TIMER, "timer", RULE_R25) \
	X(EX_TIMER, "timer_object", RULE_R25) \
	X(DPC, "dpc", RULE_R25) \
	X(LOOKASIDE, "lookaside", RULE_R25) \
	X(RESOURCE, "resource", RULE_R25) \
	X(THREAD, "thread", RULE_R28) \
	X(REFERENCE, "reference", RULE_R29) \
	X(HANDLE, "handle", RULE_R29) \
	X(NOTIFY, "notify", RULE_R26) \
	X(CALLBACK, "callback", RULE_R26) \
	X(ETW, "etw", RULE_R27) \
	X(WMI, "wmi", RULE_R27) \
	X(WPP_LOG, "wpp_log", RULE_R27) \
	X(NMR_PROVIDER, "nmr_provider", RULE_R26) \
	X(IRP, "irp", RULE_R38) \
	X(ERROR_LOG_ENTRY, "error_log_entry", RULE_R24) \
	X(FRAMEWORK_OBJECT, "framework_object", RULE_R34) \
	X(FRAMEWORK_REFERENCE, "framework_reference", RULE_R29) \
	X(FRAMEWORK, "framework", RULE_R34)

enum holding_kind {
#define X(kind, name, rule) HOLDING_##kind,
	HOLDING_LIST(X)
#undef X
	    HOLDING_KINDS,
};

/* When and by whom: the step of the run, and the driver address that asked. */
struct moment {
	uint32_t step;
	uintptr_t where;
};

struct holding {
	enum holding_kind kind;
	uint32_t tag; /* a pool tag, or 0 */
	uintptr_t what;
	size_t bytes;
	struct moment since;
	bool told; /* a judgement has listed it */
};

void ledger_enter(enum holding_kind kind, uintptr_t what, size_t bytes);
void ledger_enter_tagged(enum holding_kind kind, uintptr_t what, size_t bytes, uint32_t tag);
bool ledger_strike(
    enum holding_kind kind, uintptr_t what); /* false: not held, or struck out before */
bool ledger_holds(enum holding_kind kind, uintptr_t what);
bool ledger_taken_at(enum holding_kind kind, uintptr_t what, uintptr_t where);
size_t ledger_count(enum holding_kind kind);
size_t ledger_total(void);

/* In the order of entering.  The pointer is good until the next enter or strike. */
void ledger_each(void (*each)(void *context, const struct holding *holding), void *context);
void ledger_told(void); /* all that is held now */

const char *holding_name(enum holding_kind kind);
enum rule holding_rule(enum holding_kind kind);

/* Who asks now: the innermost driver address that called us.  The kernel floor tells it. */
void ledger_asks(uintptr_t (*where)(void));
struct moment moment_now(void);

#endif
