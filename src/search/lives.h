/*
 * Many lives instead of one: every schedule that was asked for, and every refusal.
 *
 * The lives of one seed, in this order:
 *
 *	plain		nothing is refused
 *	refused N	the Nth call that may fail fails, N = 0, 1, 2 … until a life
 *			in which there was no Nth
 *
 * Seed 0, the ordinary run, comes first even if it was not asked for: the snapshot after
 * DriverEntry is taken in it, and most plain lives begin there.  Refused lives begin at
 * DriverEntry, so that its calls are refused too; and so does every 64th plain life, which
 * runs on guard pages.
 *
 * Zones and poison say that memory was damaged, not when.  A life that looks so is lived again on
 * guard pages, where the very instruction is caught, and that life is what counts.
 *
 * Lives that run on and on, each until a limit ends it, would take for ever to say the
 * same: after SEARCH_SLOW of them the search is over.
 *
 * A life is a pure function of its plan, and so is the order of the lives: whoever was
 * interrupted goes on behind the last position.
 */
#ifndef SEARCH_LIVES_H
#define SEARCH_LIVES_H

#include "machine/verdict.h"
#include "search/merge.h"

#include <stdbool.h>
#include <stdint.h>

#define SEARCH_SLOW 3
#define SEARCH_SLOW_CALLS 2000000 /* a life of so many calls is slow */

struct search_hooks {
	/* Live one life; the machine's own, or a test's. */
	void (*live)(void *context, const struct life_plan *plan, struct verdict *verdict);
	/* Before each life; may be NULL. */
	void (*begins)(void *context, const struct life_plan *plan);
	/* After each life: `news` if the merge learned something.  May be NULL. */
	void (*ended)(void *context, const struct verdict *verdict, bool news);
};

struct search_plan {
	uint64_t first_seed;
	uint64_t schedules;
	bool faults;
	bool guard;    /* every life on guard pages */
	bool unprimed; /* the ordinary run is known to kill its process: no snapshot, no seed 0 */
	uint64_t refused_from; /* go on in first_seed's refused lives at this N; REFUSE_NONE: with
				  the plain life */
	uint64_t sampled_from; /* the seed that the 64 are counted from */
};

struct search {
	struct search_plan plan;
	struct search_hooks hooks;
	void *context;
	struct merge merge;
	struct verdict verdict; /* of the last life */
	uint64_t lives;         /* all of them */
	uint64_t schedules;     /* plain lives */
	uint64_t faults;        /* refused lives in which the refusal happened */
	unsigned slow;          /* lives that ran on and on */
};

/* Until all lives are over, or the driver turns out not to load, or lives take too long. */
void search_run(struct search *search);

/* The rules whose findings zones and poison can only point at. */
bool search_suspects(enum rule rule);

#endif
