#include "wfp/pend.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "wfp/classify.h"
#include "wfp/key.h"
#include "wfp/layer.h"
#include "wfp/visit.h"

#define MAGIC 0x704f6e50 /* "PnOp" */

struct operation {
	uint32_t magic;
	void *subject;
	uint64_t number;
};

static void (*outlet)(const struct resumption *resumption); /* code: the same for every machine */

static MACHINE_STATE uint64_t last_number;

void
pend_start(void)
{
	last_number = 0;
}

void
pend_outlet(void (*resume)(const struct resumption *resumption))
{
	outlet = resume;
}

void
pend_resume(const struct resumption *resumption)
{
	if (outlet != NULL)
		outlet(resumption);
}

uint64_t
pend_number(void)
{
	return ++last_number;
}

/*
 * Windows: from classifyFn alone, at the ALE layers that have a completion handle, and not when a
 *   flow is reauthorized, which is refused with STATUS_FWP_CANNOT_PEND.
 *   [ddi:FwpsPendOperation0]
 * Here: so is every other call that is not allowed, and a second pend of one operation.
 */
static bool
may_pend(const struct classify *classify, HANDLE completionHandle)
{
	if (classify == NULL) {
		finding(RULE_R106, "FwpsPendOperation0 is called outside classifyFn");
		return false;
	}
	if (!classify->can_pend) {
		bool other = !layer_by_id(classify->layer)->pends;

		finding(other ? RULE_R106 : RULE_R110, "FwpsPendOperation0 is called %s %s",
		    other ? "at" : "for a reauthorization at", layer_by_id(classify->layer)->name);
		return false;
	}
	if (completionHandle != classify->subject) {
		finding(RULE_R106, "FwpsPendOperation0 is given %p, not the completion handle",
		    completionHandle);
		return false;
	}
	if (!classify->may_write)
		finding(RULE_R118, "FwpsPendOperation0 without the right to write the action");
	return classify->pended == 0;
}

NTSTATUS NTAPI
FwpsPendOperation0(HANDLE completionHandle, HANDLE *completionContext)
{
	struct classify *classify = visit_classify();
	struct operation *operation;

	if (completionHandle == NULL || completionContext == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (!may_pend(classify, completionHandle))
		return STATUS_FWP_CANNOT_PEND;
	operation = arena_take(sizeof(*operation));
	operation->magic = MAGIC;
	operation->subject = classify->subject;
	operation->number = pend_number();
	classify->pended = operation->number;
	ledger_enter(HOLDING_PENDED_OPERATION, (uintptr_t)operation, 0);
	*completionContext = operation;
	return STATUS_SUCCESS;
}

/*
 * Windows: the connection is authorised again; the context is gone with the call.
 *   [ddi:FwpsCompleteOperation0]
 * Here: the packet is not looked at: what was pended is flushed in any case.
 */
void NTAPI
FwpsCompleteOperation0(HANDLE completionContext, NET_BUFFER_LIST *netBufferList)
{
	struct operation *operation = completionContext;
	struct resumption resumption = { .operation = true, .again = true };
	const struct classify *classify = visit_classify();

	(void)netBufferList;
	if (!key_is_object(completionContext, MAGIC))
		driver_is_wrong(RULE_R109,
		    "FwpsCompleteOperation0 is given %p, which is no pended operation%s",
		    completionContext, completionContext == NULL ? "" : " any more");
	if (classify != NULL && classify->pended == operation->number)
		finding(RULE_R112, "an operation is completed by the classify that pended it");
	resumption.subject = operation->subject;
	resumption.number = operation->number;
	ledger_strike(HOLDING_PENDED_OPERATION, (uintptr_t)operation);
	operation->magic = 0;
	arena_give(operation);
	pend_resume(&resumption);
}

const struct contract pend_exports[] = {
	EXPORT(FwpsPendOperation0, 2, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_FWP_NULL_POINTER STATUS_FWP_CANNOT_PEND"), ENTERS(PENDED_OPERATION)),
	EXPORT(FwpsCompleteOperation0, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk),
	    STRIKES(PENDED_OPERATION)),
	EXPORTS_END,
};
