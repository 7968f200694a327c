#include "wfp/visit.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "sched/thread.h"
#include "wfp/callout.h"

static MACHINE_STATE struct link visits;

void
visit_start(void)
{
	list_start(&visits);
}

void
visit_enter(struct visit *visit, enum entry_kind kind, struct callout *callout, struct flow *flow)
{
	visit->thread = thread_now();
	visit->kind = kind;
	visit->callout = callout;
	visit->flow = flow;
	visit->classify = NULL;
	list_add(&visits, &visit->link);
	if (callout != NULL)
		callout->visits++;
}

void
visit_leave(struct visit *visit)
{
	struct callout *callout = visit->callout;

	list_remove(&visit->link);
	if (callout == NULL || --callout->visits > 0 || callout->waiter == NULL)
		return;
	thread_wake(callout->waiter);
}

bool
visit_now(enum entry_kind *kind)
{
	const struct thread *thread = thread_now();

	for (struct link *at = visits.previous; at != &visits; at = at->previous) {
		const struct visit *visit = LIST_ITEM(at, struct visit, link);

		if (visit->thread == thread) {
			*kind = visit->kind;
			return true;
		}
	}
	return false;
}

struct classify *
visit_classify(void)
{
	const struct thread *thread = thread_now();

	for (struct link *at = visits.previous; at != &visits; at = at->previous) {
		const struct visit *visit = LIST_ITEM(at, struct visit, link);

		if (visit->thread == thread && visit->kind == ENTRY_CLASSIFY)
			return visit->classify;
	}
	return NULL;
}

bool
visit_classifies(const struct callout *callout, const struct flow *flow)
{
	LIST_EACH (at, &visits) {
		const struct visit *visit = LIST_ITEM(at, struct visit, link);

		if (visit->kind == ENTRY_CLASSIFY && visit->callout == callout
		    && visit->flow == flow)
			return true;
	}
	return false;
}

void
visit_forbids(const char *call)
{
	enum entry_kind kind;

	if (irql_now() > PASSIVE_LEVEL)
		finding(RULE_R40, "%s is called at IRQL %d", call, irql_now());
	if (visit_now(&kind)
	    && (kind == ENTRY_CLASSIFY || kind == ENTRY_NOTIFY || kind == ENTRY_FLOW_DELETE))
		finding(RULE_R47, "%s is called from %s", call, entry_name(kind));
}
