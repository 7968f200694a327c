#include "wfp/visit.h"

#include "ledger/finding.h"
#include "sched/thread.h"
#include "wfp/callout.h"

void
visit_enter(struct visit *visit, enum entry_kind kind, struct callout *callout, struct flow *flow)
{
	struct thread *thread = thread_now();

	*visit = (struct visit){
		.outer = thread->visit,
		.kind = kind,
		.callout = callout,
		.flow = flow,
	};
	thread->visit = visit;
	if (callout != NULL)
		callout->visits++;
}

void
visit_leave(struct visit *visit)
{
	struct callout *callout = visit->callout;

	thread_now()->visit = visit->outer;
	if (callout == NULL || --callout->visits > 0 || callout->waiter == NULL)
		return;
	thread_wake(callout->waiter);
}

/* On the host's stack, where scenarios run, there is none. */
static const struct visit *
innermost(void)
{
	const struct thread *thread = thread_now();

	return thread == NULL ? NULL : thread->visit;
}

bool
visit_now(enum entry_kind *kind)
{
	const struct visit *visit = innermost();

	if (visit == NULL)
		return false;
	*kind = visit->kind;
	return true;
}

struct classify *
visit_classify(void)
{
	const struct visit *visit = innermost();

	while (visit != NULL && visit->kind != ENTRY_CLASSIFY)
		visit = visit->outer;
	return visit == NULL ? NULL : visit->classify;
}

struct search {
	const struct callout *callout;
	const struct flow *flow;
	bool found;
};

static void
search_thread(void *context, struct thread *thread)
{
	struct search *search = context;

	for (const struct visit *visit = thread->visit; visit != NULL; visit = visit->outer) {
		if (visit->kind == ENTRY_CLASSIFY && visit->callout == search->callout
		    && visit->flow == search->flow)
			search->found = true;
	}
}

bool
visit_classifies(const struct callout *callout, const struct flow *flow)
{
	struct search search = { callout, flow, false };

	if (callout->visits > 0)
		thread_each(search_thread, &search);
	return search.found;
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
