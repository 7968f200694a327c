#include "sched/clock.h"

#include "host/arena.h"
#include "ledger/journal.h"

/* A machine that is up for a second: drivers take a clock near 0 for an error. */
#define UP_100NS 10000000

static MACHINE_STATE uint64_t now_100ns;

void
clock_start(void)
{
	now_100ns = UP_100NS;
}

uint64_t
clock_now_100ns(void)
{
	return now_100ns;
}

void
clock_tick(void)
{
	now_100ns++;
}

void
clock_jump(uint64_t to_100ns)
{
	if (to_100ns <= now_100ns)
		return;
	now_100ns = to_100ns;
	journal_add(EVENT_TIME, 0, now_100ns, 0);
}
