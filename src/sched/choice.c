#include "sched/choice.h"

#include "host/arena.h"

static MACHINE_STATE struct choice_state choice;

static uint64_t
splitmix(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

void
choice_start(uint64_t seed, uint64_t refused_call)
{
	static const uint8_t readiness[] = { 2, 2, 3, 4, 6, 8, 16, 64 };

	choice.seed = seed;
	choice.control = seed;
	choice.values = ~seed;
	choice.readiness = readiness[splitmix(&choice.control) % sizeof readiness];
	choice.refused_call = refused_call;
	choice.refusable = 0;
}

struct choice_state
choice_state(void)
{
	return choice;
}

void
choice_go_on(const struct choice_state *state)
{
	choice = *state;
}

bool
choice_ordinary(void)
{
	return choice.seed == 0;
}

uint32_t
choice_draw(uint32_t options)
{
	uint64_t drawn;

	if (choice.seed == 0 || options < 2)
		return 0;
	drawn = splitmix(&choice.control);
	if ((drawn & 0xffff) % choice.readiness != 0)
		return 0;
	return (uint32_t)((drawn >> 32) % options);
}

uint64_t
choice_random(void)
{
	return splitmix(&choice.values);
}

bool
choice_refuses(void)
{
	return choice.refusable++ == choice.refused_call;
}

uint64_t
choice_refusable(void)
{
	return choice.refusable;
}
