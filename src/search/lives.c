#include "search/lives.h"

#include "sched/choice.h"

#include <stddef.h>

#define SAMPLE 64

bool
search_suspects(enum rule rule)
{
	return rule == RULE_R183 || rule == RULE_R187 || rule == RULE_X1 || rule == RULE_X2
	    || rule == RULE_X4;
}

static void
live(struct search *search, const struct life_plan *plan)
{
	if (search->hooks.begins != NULL)
		search->hooks.begins(search->context, plan);
	search->hooks.live(search->context, plan, &search->verdict);
	search->lives++;
}

/* Something that memory damage would explain, and that no life told before. */
static bool
looks_damaged(const struct search *search)
{
	const struct verdict *verdict = &search->verdict;

	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct finding *finding = &verdict->findings[i];

		if (search_suspects(finding->rule)
		    && !merge_knows(&search->merge, finding->rule, finding->at.where))
			return true;
	}
	return false;
}

/*
 * If the guarded life finds nothing, the first one counts: guard pages
 * move blocks, and a driver that reads what it does not own may miss its luck there.
 */
static void
live_exactly(struct search *search, struct life_plan plan)
{
	static struct verdict before; /* too large for a stack */

	before = search->verdict;
	plan.guard = true;
	live(search, &plan);
	if (search->verdict.finding_count == 0) {
		before.plan.guard = false;
		search->verdict = before;
	}
}

static bool
ran_on(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->finding_count; i++) {
		if (verdict->findings[i].rule == RULE_X7)
			return true;
	}
	return verdict->calls >= SEARCH_SLOW_CALLS;
}

static bool
is_over(const struct search *search)
{
	return search->merge.unloadable || search->slow >= SEARCH_SLOW;
}

static void
live_and_tell(struct search *search, const struct life_plan *plan)
{
	bool news;

	live(search, plan);
	if (!plan->guard && looks_damaged(search))
		live_exactly(search, *plan);
	search->slow += ran_on(&search->verdict);
	news = merge_life(&search->merge, &search->verdict);
	if (search->hooks.ended != NULL)
		search->hooks.ended(search->context, &search->verdict, news);
}

static void
live_plain(struct search *search, uint64_t seed)
{
	bool sampled = (seed - search->plan.sampled_from) % SAMPLE == 0;
	struct life_plan plan = {
		.seed = seed,
		.refused_call = REFUSE_NONE,
		.guard = search->plan.guard || sampled,
		.from_entry = sampled || search->plan.unprimed,
	};

	search->schedules++;
	live_and_tell(search, &plan);
}

static void
live_refused(struct search *search, uint64_t seed, uint64_t from)
{
	struct life_plan plan = {
		.seed = seed,
		.refused_call = from,
		.guard = search->plan.guard,
		.from_entry = true,
	};

	for (; plan.refused_call != REFUSE_NONE && !is_over(search); plan.refused_call++) {
		live_and_tell(search, &plan);
		if (search->verdict.refusable <= plan.refused_call)
			return;
		search->faults++;
	}
}

/* Takes the snapshot that the other lives begin from. */
static void
prime(struct search *search)
{
	const struct life_plan plan = {
		.refused_call = REFUSE_NONE, .from_entry = true, .guard = search->plan.guard
	};

	live_and_tell(search, &plan);
}

void
search_run(struct search *search)
{
	const struct search_plan *plan = &search->plan;

	if (!plan->unprimed)
		prime(search);
	for (uint64_t i = 0; i < plan->schedules && !is_over(search); i++) {
		uint64_t seed = plan->first_seed + i;
		bool going_on = i == 0 && plan->refused_from != REFUSE_NONE;

		if (!going_on)
			live_plain(search, seed);
		if (plan->faults)
			live_refused(search, seed, going_on ? plan->refused_from : 0);
	}
}
