#include "wfp/index_plan.h"

#include "host/arena.h"
#include "wfp/index_hash.h"

#include <assert.h>
#include <string.h>

#ifndef SAMPLES
#define SAMPLES 1024 /* filters */
#endif
#ifndef PACKETS
#define PACKETS 64
#endif
#define CELLS 4096 /* of the scratch hash table, more than the samples twice */
#define GROUPS 256 /* at most, to begin with */

struct group {
	uint8_t lengths[FORM_WIDE];
	bool joined; /* to another */
	uint16_t count;
	uint16_t first; /* of its samples; they are linked */
	float cost;
};

struct sample {
	uint32_t words[FORM_WIDE];
	uint16_t next;
};

#define NONE 0xFFFF

struct planner {
	const struct form *form;
	uint32_t sample_count;
	uint32_t group_count;
	uint32_t alive;
	float scale; /* filters a sample stands for */
	struct group groups[GROUPS];
	struct sample samples[SAMPLES];
	uint32_t packets[PACKETS][FORM_WIDE];
	float growth[GROUPS][GROUPS]; /* of the cost if they are joined; the higher number first */
	struct {
		uint32_t stamp;
		uint32_t hash;
		uint32_t count;
	} cells[CELLS];
	uint32_t stamp;
};

static uint32_t
hash(const struct planner *planner, const uint32_t *words, const uint32_t masks[FORM_WIDE])
{
	uint32_t sum = 0;

	for (unsigned at = 0; at < planner->form->words; at++)
		sum += (words[at] & masks[at]) * hash_factors[at];
	return hash_end(sum);
}

static uint32_t *
cell(struct planner *planner, uint32_t hash)
{
	uint32_t at = hash / (UINT32_MAX / CELLS + 1);

	while (planner->cells[at].stamp == planner->stamp && planner->cells[at].hash != hash)
		at = (at + 1) % CELLS;
	if (planner->cells[at].stamp != planner->stamp) {
		planner->cells[at].stamp = planner->stamp;
		planner->cells[at].hash = hash;
		planner->cells[at].count = 0;
	}
	return &planner->cells[at].count;
}

/* Enters the group's samples; answers how many pairs of them share a bucket. */
static uint32_t
enter(struct planner *planner, const struct group *group, const uint32_t masks[FORM_WIDE])
{
	uint32_t pairs = 0;

	for (uint16_t at = group->first; at != NONE; at = planner->samples[at].next)
		pairs += (*cell(planner, hash(planner, planner->samples[at].words, masks)))++;
	return pairs;
}

/* The part of all keys that one bucket may get by chance: half of the bits say something. */
static float
share(const struct planner *planner, const uint8_t lengths[FORM_WIDE])
{
	unsigned bits = 0;

	for (unsigned at = 0; at < planner->form->words; at++)
		bits += lengths[at];
	return 1.0f / (float)(UINT64_C(1) << (bits / 2 > 32 ? 32 : bits / 2));
}

/*
 * How many entries a packet meets in a table for these groups: those of the packets of the
 * sample, those that share a bucket with the filter that is looked for, and, because a
 * sample sees little, those that would by chance.
 */
static float
cost(struct planner *planner, const uint8_t lengths[FORM_WIDE], const struct group *one,
    const struct group *other)
{
	uint32_t masks[FORM_WIDE] = { 0 };
	uint32_t pairs, met = 0;
	float members = one->count + (other == NULL ? 0 : other->count);

	for (unsigned at = 0; at < planner->form->words; at++)
		masks[at] = form_mask(lengths[at]);
	planner->stamp++;
	pairs = enter(planner, one, masks);
	if (other != NULL)
		pairs += enter(planner, other, masks);
	for (unsigned at = 0; at < PACKETS; at++)
		met += *cell(planner, hash(planner, planner->packets[at], masks));
	return planner->scale
	    * ((float)met / PACKETS
		+ (2.0f * (float)pairs + members * members * share(planner, lengths))
		    / (float)planner->sample_count);
}

static void
meet(uint8_t lengths[FORM_WIDE], const struct group *one, const struct group *other)
{
	for (unsigned at = 0; at < FORM_WIDE; at++)
		lengths[at] =
		    one->lengths[at] < other->lengths[at] ? one->lengths[at] : other->lengths[at];
}

static float *
growth(struct planner *planner, uint32_t one, uint32_t other)
{
	return one > other ? &planner->growth[one][other] : &planner->growth[other][one];
}

static void
measure(struct planner *planner, uint32_t one, uint32_t other)
{
	const struct group *groups = planner->groups;
	uint8_t lengths[FORM_WIDE];

	meet(lengths, &groups[one], &groups[other]);
	*growth(planner, one, other) = cost(planner, lengths, &groups[one], &groups[other])
	    - groups[one].cost - groups[other].cost;
}

static void
join(struct planner *planner, uint32_t one, uint32_t other)
{
	struct group *to = &planner->groups[one];
	struct group *from = &planner->groups[other];
	uint16_t *end = &to->first;

	meet(to->lengths, to, from);
	while (*end != NONE)
		end = &planner->samples[*end].next;
	*end = from->first;
	to->count = (uint16_t)(to->count + from->count);
	from->joined = true;
	planner->alive--;
	to->cost = cost(planner, to->lengths, to, NULL);
	for (uint32_t at = 0; at < planner->group_count; at++) {
		if (at != one && !planner->groups[at].joined)
			measure(planner, one, at);
	}
}

static void
join_cheapest(struct planner *planner)
{
	uint32_t best[2] = { 0, 0 };

	for (uint32_t one = 1; one < planner->group_count; one++) {
		if (planner->groups[one].joined)
			continue;
		for (uint32_t other = 0; other < one; other++) {
			if (planner->groups[other].joined)
				continue;
			if (best[0] == best[1]
			    || planner->growth[one][other] < planner->growth[best[0]][best[1]]) {
				best[0] = one;
				best[1] = other;
			}
		}
	}
	join(planner, best[0], best[1]);
}

static struct group *
group_of(struct planner *planner, const struct form_key *key)
{
	struct group *group;

	for (uint32_t at = 0; at < planner->group_count; at++) {
		group = &planner->groups[at];
		if (memcmp(group->lengths, key->lengths, sizeof(key->lengths)) == 0)
			return group;
	}
	if (planner->group_count == GROUPS) {
		group = &planner->groups[GROUPS - 1]; /* of what is rare */
		for (unsigned at = 0; at < FORM_WIDE; at++) {
			if (key->lengths[at] < group->lengths[at])
				group->lengths[at] = key->lengths[at];
		}
		return group;
	}
	group = &planner->groups[planner->group_count++];
	memcpy(group->lengths, key->lengths, sizeof(key->lengths));
	group->first = NONE;
	return group;
}

/* A packet that meets the key, somewhere inside. */
static void
make_packet(uint32_t words[FORM_WIDE], const struct form_key *key, uint32_t number)
{
	uint32_t chance = number * 0x9E3779B1u;

	for (unsigned at = 0; at < FORM_WIDE; at++) {
		chance = (chance ^ chance >> 15) * 0x85EBCA77u;
		words[at] = key->low[at] + (uint32_t)((uint64_t)chance * key->span[at] >> 32);
	}
}

static void
take_samples(struct planner *planner, struct filter *const filters[], uint32_t count)
{
	uint32_t samples = count < SAMPLES ? count : SAMPLES;
	uint32_t packet = 0;

	for (uint32_t at = 0; at < samples; at++) {
		const struct filter *filter = filters[(uint64_t)at * count / samples];
		unsigned keys = form_keys(planner->form, filter);
		struct form_key key;
		struct group *group;

		form_key(planner->form, filter, at % keys, &key);
		group = group_of(planner, &key);
		memcpy(planner->samples[at].words, key.low, sizeof(key.low));
		planner->samples[at].next = group->first;
		group->first = (uint16_t)at;
		group->count++;
		while (packet < PACKETS && packet * samples / PACKETS <= at) {
			make_packet(planner->packets[packet], &key, packet);
			packet++;
		}
	}
	planner->sample_count = samples;
	planner->scale = (float)count / (float)samples;
}

static void
plan_copy(struct plan *plan, const struct planner *planner)
{
	for (uint32_t at = 0; at < planner->group_count; at++) {
		if (!planner->groups[at].joined)
			memcpy(plan->lengths[plan->count++], planner->groups[at].lengths,
			    sizeof(plan->lengths[0]));
	}
	memset(plan->lengths[plan->count++], 0, sizeof(plan->lengths[0]));
}

void
plan_make(
    struct plan *plan, const struct form *form, struct filter *const filters[], uint32_t count)
{
	struct planner *planner = arena_take(sizeof(*planner));

	planner->form = form;
	take_samples(planner, filters, count);
	planner->alive = planner->group_count;
	for (uint32_t one = 0; one < planner->group_count; one++) {
		struct group *group = &planner->groups[one];

		group->cost = cost(planner, group->lengths, group, NULL);
		for (uint32_t other = 0; other < one; other++)
			measure(planner, one, other);
	}
	while (planner->alive > PLAN_TABLES - 1)
		join_cheapest(planner);
	plan->count = 0;
	plan_copy(plan, planner);
	arena_give(planner);
}

unsigned
plan_table(const struct plan *plan, const struct form_key *key)
{
	unsigned best = plan->count, most = 0;

	for (unsigned table = 0; table < plan->count; table++) {
		unsigned bits = 0, at = 0;

		for (; at < FORM_WIDE && plan->lengths[table][at] <= key->lengths[at]; at++)
			bits += plan->lengths[table][at];
		if (at == FORM_WIDE && (best == plan->count || bits > most)) {
			best = table;
			most = bits;
		}
	}
	assert(best < plan->count);
	return best;
}
