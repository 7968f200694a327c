#include "wfp/index_plan.h"

#include "host/arena.h"
#include "wfp/index_hash.h"

#include <string.h>

#define SAMPLES 2048     /* filters, at most */
#define SAMPLES_LEAST 4  /* of each group */
#define SAMPLES_MORE 768 /* shared by all groups */
#define PACKETS 64
#define OPEN_WORTH 12 /* entries of the open list cost as much as one in a chain */
#define GROUPS 256    /* at most, to begin with */

struct group {
	uint8_t lengths[FORM_WIDE];
	bool joined;        /* to another */
	uint32_t count;     /* of filters */
	uint16_t samples;   /* of which */
	uint16_t first;     /* the samples are linked */
	uint16_t packets;   /* that are made of its filters */
	float packet_worth; /* what these filters stand for as samples */
	float cost;
};

struct sample {
	uint32_t words[FORM_WIDE];
	float worth; /* the filters that it stands for */
	uint16_t next;
};

#define NONE 0xFFFF

/* A bucket of a table that is tried out. */
struct cell {
	uint32_t stamp;
	uint32_t hash;
	float worth; /* of the samples in it */
};

struct planner {
	const struct form *form;
	uint32_t filter_count;
	uint32_t group_count;
	uint32_t sample_count;
	uint32_t packet_count;
	uint32_t sample_limit;
	uint32_t cell_count; /* a power of two, more than there are samples and packets, twice */
	uint32_t stamp;      /* what the cells of the present trial have */
	struct sample *samples;
	struct cell *cells;
	float *growth;                   /* of the cost if two groups are joined */
	uint16_t by_lengths[GROUPS * 4]; /* a hash table of group numbers, plus one */
	struct group groups[GROUPS];
	uint32_t packets[PACKETS][FORM_WIDE];
};

static uint32_t
hash(const struct planner *planner, const uint32_t *words, const uint32_t masks[FORM_WIDE])
{
	uint32_t sum = 0;

	for (unsigned at = 0; at < planner->form->words; at++)
		sum += (words[at] & masks[at]) * hash_factors[at];
	return hash_end(sum);
}

static float *
cell(struct planner *planner, uint32_t hash)
{
	uint32_t at = hash % planner->cell_count;
	struct cell *cell;

	while (planner->cells[at].stamp == planner->stamp && planner->cells[at].hash != hash)
		at = (at + 1) % planner->cell_count;
	cell = &planner->cells[at];
	if (cell->stamp != planner->stamp)
		*cell = (struct cell){ .stamp = planner->stamp, .hash = hash };
	return &cell->worth;
}

/* Enters the group's samples; answers how many pairs of filters share a bucket. */
static float
enter(struct planner *planner, const struct group *group, const uint32_t masks[FORM_WIDE])
{
	float pairs = 0;

	for (uint16_t at = group->first; at != NONE; at = planner->samples[at].next) {
		const struct sample *sample = &planner->samples[at];
		float *worth = cell(planner, hash(planner, sample->words, masks));

		pairs += *worth * sample->worth;
		*worth += sample->worth;
	}
	return pairs;
}

static unsigned
bits_of(const uint8_t lengths[FORM_WIDE])
{
	unsigned bits = 0;

	for (unsigned at = 0; at < FORM_WIDE; at++)
		bits += lengths[at];
	return bits;
}

/* The part of all keys that one bucket may get by chance: half of the bits say something. */
static float
share(unsigned bits)
{
	return 1.0f / (float)(UINT64_C(1) << (bits / 2 > 32 ? 32 : bits / 2));
}

/*
 * How many entries a packet meets in a table for these groups: its own filter's, those that the
 * packets of the sample meet besides, those that share a bucket with the filter that is looked for, and, because a
 * sample sees little, those that would by chance.
 */
static float
cost(struct planner *planner, const uint8_t lengths[FORM_WIDE], const struct group *one,
    const struct group *other)
{
	uint32_t masks[FORM_WIDE] = { 0 };
	float filters = (float)one->count + (other == NULL ? 0 : (float)other->count);
	float packets = one->packets + (other == NULL ? 0 : other->packets);
	float met = packets - one->packet_worth - (other == NULL ? 0 : other->packet_worth);
	unsigned bits = bits_of(lengths);
	float pairs;

	if (bits == 0)
		return filters / OPEN_WORTH;
	for (unsigned at = 0; at < planner->form->words; at++)
		masks[at] = form_mask(lengths[at]);
	planner->stamp++;
	pairs = enter(planner, one, masks);
	if (other != NULL)
		pairs += enter(planner, other, masks);
	for (unsigned at = 0; at < planner->packet_count; at++)
		met += *cell(planner, hash(planner, planner->packets[at], masks));
	return met / (float)planner->packet_count
	    + (2 * pairs + filters * filters * share(bits)) / (float)planner->filter_count;
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
	return one > other ? &planner->growth[one * planner->group_count + other]
			   : &planner->growth[other * planner->group_count + one];
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
	to->count += from->count;
	to->packets = (uint16_t)(to->packets + from->packets);
	to->packet_worth += from->packet_worth;
	from->joined = true;
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
			    || *growth(planner, one, other) < *growth(planner, best[0], best[1])) {
				best[0] = one;
				best[1] = other;
			}
		}
	}
	join(planner, best[0], best[1]);
}

/* When there are too many groups, the last is for all the rest. */
static uint32_t
group_make(struct planner *planner, const struct form_key *key)
{
	struct group *group = &planner->groups[planner->group_count];

	if (planner->group_count < GROUPS) {
		memcpy(group->lengths, key->lengths, sizeof(key->lengths));
		group->first = NONE;
		return planner->group_count++;
	}
	group--;
	for (unsigned at = 0; at < FORM_WIDE; at++) {
		if (key->lengths[at] < group->lengths[at])
			group->lengths[at] = key->lengths[at];
	}
	return GROUPS - 1;
}

static struct group *
group_of(struct planner *planner, const struct form_key *key)
{
	const uint32_t cells = sizeof(planner->by_lengths) / sizeof(planner->by_lengths[0]);
	uint32_t at = 0;

	for (unsigned word = 0; word < FORM_WIDE; word++)
		at = (at + key->lengths[word]) * 0x9E3779B1u;
	for (at >>= 22; planner->by_lengths[at] != 0; at = (at + 1) % cells) {
		struct group *group = &planner->groups[planner->by_lengths[at] - 1];

		if (memcmp(group->lengths, key->lengths, sizeof(key->lengths)) == 0)
			return group;
	}
	if (planner->group_count == GROUPS)
		return &planner->groups[group_make(planner, key)];
	planner->by_lengths[at] = (uint16_t)(group_make(planner, key) + 1);
	return &planner->groups[planner->by_lengths[at] - 1];
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
take_sample(struct planner *planner, struct group *group, const struct form_key *key)
{
	struct sample *sample = &planner->samples[planner->sample_count];

	memcpy(sample->words, key->low, sizeof(key->low));
	sample->next = group->first;
	group->first = (uint16_t)planner->sample_count++;
	group->samples++;
}

/* All filters are looked at, so that no group is missed; of each a few are remembered. */
static void
take_samples(struct planner *planner, struct filter *const filters[], uint32_t count)
{
	uint32_t every = count / SAMPLES_MORE + 1;

	planner->filter_count = count;
	for (uint32_t at = 0; at < count; at++) {
		bool is_packet = (uint64_t)at * PACKETS / count >= planner->packet_count;
		unsigned keys = form_keys(planner->form, filters[at]);
		struct form_key key;
		struct group *group;

		form_key(planner->form, filters[at], at % keys, &key);
		group = group_of(planner, &key);
		if (planner->sample_count < planner->sample_limit
		    && (is_packet || group->count < SAMPLES_LEAST || group->count % every == 0))
			take_sample(planner, group, &key);
		group->count++;
		if (!is_packet)
			continue;
		make_packet(planner->packets[planner->packet_count], &key, planner->packet_count);
		planner->packet_count++;
		group->packets++;
	}
}

static void
weigh_samples(struct planner *planner)
{
	for (uint32_t number = 0; number < planner->group_count; number++) {
		struct group *group = &planner->groups[number];
		float worth;

		if (group->samples == 0)
			continue; /* there was no room for any */
		worth = (float)group->count / group->samples;
		for (uint16_t at = group->first; at != NONE; at = planner->samples[at].next)
			planner->samples[at].worth = worth;
		group->packet_worth = group->packets * worth;
	}
}

static unsigned
count_tables(const struct planner *planner)
{
	unsigned count = 0;

	for (uint32_t at = 0; at < planner->group_count; at++)
		count += !planner->groups[at].joined && bits_of(planner->groups[at].lengths) > 0;
	return count;
}

static void
plan_copy(struct plan *plan, const struct planner *planner)
{
	plan->count = 0;
	for (uint32_t at = 0; at < planner->group_count; at++) {
		const struct group *group = &planner->groups[at];

		if (!group->joined && bits_of(group->lengths) > 0)
			memcpy(
			    plan->lengths[plan->count++], group->lengths, sizeof(group->lengths));
	}
}

static struct planner *
planner_make(const struct form *form, uint32_t count)
{
	struct planner *planner = arena_take(sizeof(*planner));

	planner->form = form;
	planner->sample_limit = count < SAMPLES ? count : SAMPLES;
	planner->cell_count = PACKETS;
	while (planner->cell_count < 2 * (planner->sample_limit + PACKETS))
		planner->cell_count *= 2;
	planner->samples = arena_take(planner->sample_limit * sizeof(*planner->samples));
	planner->cells = arena_take(planner->cell_count * sizeof(*planner->cells));
	return planner;
}

static void
planner_free(struct planner *planner)
{
	arena_give(planner->cells);
	arena_give(planner->samples);
	arena_give(planner);
}

static void
join_groups(struct planner *planner)
{
	planner->growth =
	    arena_take((size_t)planner->group_count * planner->group_count * sizeof(float));
	for (uint32_t one = 0; one < planner->group_count; one++) {
		struct group *group = &planner->groups[one];

		group->cost = cost(planner, group->lengths, group, NULL);
		for (uint32_t other = 0; other < one; other++)
			measure(planner, one, other);
	}
	while (count_tables(planner) > PLAN_TABLES)
		join_cheapest(planner);
	arena_give(planner->growth);
}

void
plan_make(
    struct plan *plan, const struct form *form, struct filter *const filters[], uint32_t count)
{
	struct planner *planner = planner_make(form, count);

	take_samples(planner, filters, count);
	weigh_samples(planner);
	if (count_tables(planner) > PLAN_TABLES)
		join_groups(planner);
	plan_copy(plan, planner);
	planner_free(planner);
}

unsigned
plan_table(const struct plan *plan, const struct form_key *key)
{
	unsigned best = plan->count, most = 0;

	for (unsigned table = 0; table < plan->count; table++) {
		unsigned bits = 0, at = 0;

		for (; at < FORM_WIDE && plan->lengths[table][at] <= key->lengths[at]; at++)
			bits += plan->lengths[table][at];
		if (at == FORM_WIDE && bits > most) {
			best = table;
			most = bits;
		}
	}
	return best;
}
