/*
 * Choice: every decision that Windows leaves open, drawn from one seed.
 *
 * Seed 0 is the ordinary run: each draw is 0, and whoever offers options
 * offers the ordinary one first.  Any other seed draws pseudo-randomly
 * (splitmix64), with a readiness to leave the ordinary path that is itself
 * drawn, so that some lives switch at every turn and others hardly ever.
 *
 * A call that may fail asks choice_refuses(); one call in a life, the Nth,
 * can be chosen to be refused.
 */
#ifndef SCHED_CHOICE_H
#define SCHED_CHOICE_H

#include <stdbool.h>
#include <stdint.h>

#define REFUSE_NONE UINT64_MAX

/* Two streams, so that how many GUIDs a driver makes does not change who runs next. */
struct choice_state {
	uint64_t seed;
	uint64_t control;
	uint64_t values;
	uint32_t readiness; /* leave the ordinary path once in so many draws */
	uint64_t refused_call;
	uint64_t refusable;
};

/* Where it is, and on from there: the machine restarts in a life. */
struct choice_state choice_state(void);
void choice_go_on(const struct choice_state *state);

void choice_start(uint64_t seed, uint64_t refused_call);
uint32_t choice_draw(uint32_t options); /* 0 .. options-1 */
bool choice_ordinary(void);             /* seed 0 */
uint64_t choice_random(
    void); /* for values that Windows makes up: GUIDs, cookies; never for control */

bool choice_refuses(void);
uint64_t choice_refusable(void); /* how many calls could have been refused so far */

#endif
