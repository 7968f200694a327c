/*
 * The filter engine against the oracle: random policies, changed again and again, and random
 * packets near their filters.
 *
 * Each packet is asked in every way the engine has: filter by filter, past sublayers, in a
 * burst, and as a classify, by every kind of search that the processor can do.  Some finds stay open while the policy changes, and must go on
 * seeing what they began with.
 *
 * DRYDOCK_PAIRS says how many pairs of policy and packet, DRYDOCK_SEED at which to begin.  A failure
 * tells its seed, and the smallest policy it could be reduced to.
 */
#include "draw.h"
#include "engine.h"
#include "host/sanitize.h"
#include "tell.h"
#include "wfp/filter.h"
#include "wfp/find.h"
#include "wfp/layer.h"

#include <stdio.h>

#define PAIRS (SANITIZED ? 60000 : 1000000)
#define FILTERS 1000
#define MANY_FILTERS (SANITIZED ? 2000 : 10000)
#define LIMIT (2 * MANY_FILTERS)
#define ROUNDS 6
#define LAYERS_LIMIT 4
#define OPEN_LIMIT 4

static const char *const layer_names[] = { "OUTBOUND_TRANSPORT_V4", "INBOUND_TRANSPORT_V4",
	"OUTBOUND_TRANSPORT_V6", "ALE_AUTH_CONNECT_V4", "ALE_AUTH_CONNECT_V6",
	"ALE_AUTH_RECV_ACCEPT_V4", "INBOUND_MAC_FRAME_ETHERNET", "IPFORWARD_V4" };

/* The filters of one layer at one time, in order. */
struct edition {
	struct edition *older;
	uint32_t count;
	const struct oracle_filter *filters[];
};

/* The filters that match a packet, in order, and a find that goes through them. */
struct walk {
	struct drawn_packet packet;
	struct find find;
	uint32_t at, count;
	const struct oracle_filter *matching[LIMIT];
};

static struct trial {
	uint64_t seed;
	struct chance chance;
	struct draw_style style;
	const struct layer *layers[LAYERS_LIMIT];
	struct edition *editions[LAYERS_LIMIT];
	unsigned layer_count;
	struct drawn_filter *drawn[LIMIT]; /* NULL: removed, or not made yet */
	struct drawn_filter *removed[LIMIT];
	struct filter *ours[LIMIT];
	uint64_t ids[LIMIT];
	uint32_t made, removed_count;
} trial;

static uint64_t drawn_count, matched_count; /* packets, and those that any filter matched */

static struct walk left_open[OPEN_LIMIT], now;

/* ---- making and changing a policy ----------------------------------------------------- */

static struct filter *
make(const struct oracle_filter *from)
{
	const struct layer *layer = layer_by_id(from->layer);
	FWPM_FILTER_CONDITION0 conditions[DRAW_CONDITIONS];
	static const GUID nobodys = { .Data1 = 0xC0FFEE };
	struct filter_draft draft = {
		.layer = from->layer,
		.flags = from->clears_right ? FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT : 0,
		.sublayer = from->sublayer,
		.sublayer_weight = from->sublayer_weight,
		.weight = from->weight,
		.action = from->action,
		.context = from->number,
		.conditions = conditions,
		.condition_count = from->condition_count,
	};
	struct filter *filter = NULL;

	for (uint32_t at = 0; at < from->condition_count; at++)
		conditions[at] = (FWPM_FILTER_CONDITION0){
			.fieldKey = layer->fields[from->conditions[at].field].condition,
			.matchType = from->conditions[at].match,
			.conditionValue = from->conditions[at].value,
		};
	if (from->action == FWP_ACTION_CALLOUT_INSPECTION)
		draft.callout = callout_name(&nobodys, from->layer);
	CHECK_EQ(filter_make(&draft, &filter), STATUS_SUCCESS);
	return filter;
}

static void
add_one(void)
{
	uint32_t number = trial.made++;
	struct drawn_filter *drawn = malloc(sizeof(*drawn));
	const struct layer *layer = trial.layers[chance_below(&trial.chance, trial.layer_count)];

	if (number > 0 && chance_percent(&trial.chance, 3)
	    && trial.drawn[number - 1] != NULL) { /* the same once more */
		free(drawn);
		drawn = trial.drawn[number - 1];
		trial.drawn[number] = malloc(sizeof(*drawn));
		trial.drawn[number]->filter = drawn->filter; /* its values lie in the other */
		drawn = trial.drawn[number];
	} else {
		draw_filter(&trial.chance, &trial.style, layer, drawn);
		trial.drawn[number] = drawn;
	}
	drawn->filter.number = number;
	trial.ours[number] = make(&drawn->filter);
	trial.ids[number] = trial.ours[number]->shown.filterId;
	filter_add(trial.ours[number]);
}

static void
remove_one(void)
{
	uint32_t number = chance_below(&trial.chance, trial.made);

	if (trial.drawn[number] == NULL)
		return;
	filter_remove(trial.ours[number]);
	trial.removed[trial.removed_count++] = trial.drawn[number];
	trial.drawn[number] = NULL;
}

static int
by_order(const void *left, const void *right)
{
	return oracle_order(*(const struct oracle_filter *const *)left,
	    *(const struct oracle_filter *const *)right);
}

static struct edition *
edition_of(uint16_t layer, struct edition *older)
{
	struct edition *edition =
	    malloc(sizeof(*edition) + trial.made * sizeof(edition->filters[0]));

	*edition = (struct edition){ .older = older };
	for (uint32_t at = 0; at < trial.made; at++) {
		if (trial.drawn[at] != NULL && trial.drawn[at]->filter.layer == layer)
			edition->filters[edition->count++] = &trial.drawn[at]->filter;
	}
	qsort(edition->filters, edition->count, sizeof(edition->filters[0]), by_order);
	return edition;
}

static void
publish(void)
{
	filter_publish();
	for (unsigned at = 0; at < trial.layer_count; at++)
		trial.editions[at] = edition_of(trial.layers[at]->id, trial.editions[at]);
}

/* ---- a failure --------------------------------------------------------------------- */

/* Does a fresh engine with these filters find others than the oracle, for the packet? */
static bool
is_wrong(const struct oracle_filter *const *filters, uint32_t count, const struct layer *layer,
    const struct drawn_packet *packet)
{
	struct filter *found = NULL;
	struct find find;
	bool wrong = false;

	engine_start();
	for (uint32_t at = 0; at < count; at++)
		filter_add(make(filters[at]));
	filter_publish();
	find_begin(&find, layer->id, packet->values);
	for (uint32_t at = 0; at < count; at++) {
		if (!oracle_matches(filters[at], packet->values))
			continue;
		found = find_next(&find);
		wrong |= found == NULL || found->shown.context != filters[at]->number;
		if (wrong)
			break;
	}
	wrong = wrong || find_next(&find) != NULL;
	find_end(&find);
	return wrong;
}

/* Take filters away as long as the engine stays wrong. */
static uint32_t
shrink(const struct oracle_filter **filters, uint32_t count, const struct layer *layer,
    const struct drawn_packet *packet)
{
	static const struct oracle_filter *fewer[LIMIT];

	for (uint32_t chunk = (count + 1) / 2; chunk > 0; chunk /= 2) {
		for (uint32_t at = 0; at < count;) {
			uint32_t gone = at + chunk <= count ? chunk : count - at;

			memcpy(fewer, filters, at * sizeof(*fewer));
			memcpy(
			    fewer + at, filters + at + gone, (count - at - gone) * sizeof(*fewer));
			if (is_wrong(fewer, count - gone, layer, packet)) {
				count -= gone;
				memcpy(filters, fewer, count * sizeof(*fewer));
			} else {
				at += gone;
			}
		}
	}
	return count;
}

static void
tell(const char *what, unsigned layer, const struct drawn_packet *packet)
{
	static const struct oracle_filter *filters[LIMIT];
	const struct edition *edition = trial.editions[layer];
	uint32_t count = edition->count;

	printf("seed %llu: %s is wrong, among %u filters\n", (unsigned long long)trial.seed, what,
	    count);
	tell_packet(trial.layers[layer], packet);
	memcpy(filters, edition->filters, count * sizeof(*filters));
	if (is_wrong(filters, count, trial.layers[layer], packet)) {
		count = shrink(filters, count, trial.layers[layer], packet);
		for (uint32_t at = 0; at < count; at++)
			tell_filter(filters[at]);
	} else {
		printf("a fresh engine with these filters answers right\n");
	}
	fail_msg("%s; DRYDOCK_SEED=%llu repeats it", what, (unsigned long long)trial.seed);
}

/* ---- asking ------------------------------------------------------------------------ */

static unsigned
draw_layer(void)
{
	return chance_below(&trial.chance, trial.layer_count);
}

/* Any kind of search that this processor can do: all must answer the same. */
static void
draw_kind(void)
{
	static const struct search_kind *const kinds[] = { &search_avx512, &search_avx2,
		&search_plain };
	const struct search_kind *kind = kinds[chance_below(&trial.chance, 3)];

	search_use(kind->runs() ? kind : &search_plain);
}

static void
draw_walk(struct walk *walk, unsigned layer)
{
	const struct edition *edition = trial.editions[layer];
	const struct oracle_filter *near = NULL;

	if (edition->count > 0 && chance_percent(&trial.chance, 90))
		near = edition->filters[chance_below(&trial.chance, edition->count)];
	draw_kind();
	draw_packet(&trial.chance, &trial.style, trial.layers[layer], near, &walk->packet);
	walk->at = walk->count = 0;
	for (uint32_t at = 0; at < edition->count; at++) {
		if (oracle_matches(edition->filters[at], walk->packet.values))
			walk->matching[walk->count++] = edition->filters[at];
	}
	drawn_count++;
	matched_count += walk->count > 0;
}

static bool
is_the(const struct oracle_filter *right, const struct filter *found)
{
	return right == NULL ? found == NULL
			     : found != NULL && found->shown.context == right->number;
}

/* One step of a find and of the oracle; false: they differ. */
static bool
step(struct walk *walk)
{
	uint32_t at = walk->at;
	struct filter *found;

	if (at > 0 && at < walk->count && chance_percent(&trial.chance, 25)) {
		while (at < walk->count
		    && walk->matching[at]->sublayer == walk->matching[walk->at - 1]->sublayer)
			at++;
		found = find_next_sublayer(&walk->find);
	} else {
		found = find_next(&walk->find);
	}
	walk->at = at + 1;
	return is_the(at < walk->count ? walk->matching[at] : NULL, found);
}

static bool
walk_rest(struct walk *walk)
{
	while (walk->at <= walk->count) {
		if (!step(walk))
			return false;
	}
	return find_next(&walk->find) == NULL && find_next_sublayer(&walk->find) == NULL;
}

static bool
classify_agrees(uint16_t layer, const struct walk *walk)
{
	struct oracle_verdict right = oracle_decides(walk->matching, walk->count);
	struct classify *classify = classify_take(layer);
	bool agrees;

	memcpy(classify->values, walk->packet.values,
	    classify->value_count * sizeof(classify->values[0]));
	classify_run(classify);
	agrees = classify->action == right.action
	    && classify->filter_id == (right.by == NULL ? 0 : trial.ids[right.by->number]);
	classify_give(classify);
	return agrees;
}

static void
ask_one(void)
{
	unsigned layer = draw_layer();
	bool agrees;

	draw_walk(&now, layer);
	find_begin(&now.find, trial.layers[layer]->id, now.packet.values);
	agrees = walk_rest(&now);
	find_end(&now.find);
	if (!agrees)
		tell("find_next", layer, &now.packet);
	if (!classify_agrees(trial.layers[layer]->id, &now))
		tell("classify_run", layer, &now.packet);
}

/* The first of each sublayer that matches; the rest is NULL. */
static void
note_heads(const struct walk *walk, const struct oracle_filter *heads[INDEX_PLACES])
{
	uint32_t count = 0;

	memset(heads, 0, INDEX_PLACES * sizeof(*heads));
	for (uint32_t at = 0; at < walk->count && count < INDEX_PLACES; at++) {
		if (at == 0 || walk->matching[at]->sublayer != walk->matching[at - 1]->sublayer)
			heads[count++] = walk->matching[at];
	}
}

static bool
are_the(const struct oracle_filter *const heads[INDEX_PLACES], const struct find_sublayers *found)
{
	for (uint32_t at = 0; at < INDEX_PLACES; at++) {
		if (!is_the(heads[at], at < found->count ? found->filters[at] : NULL))
			return false;
	}
	return true;
}

/* Some packets at one layer, all at once. */
static uint32_t
ask_burst(void)
{
	static struct drawn_packet packets[FIND_BURST];
	static const struct oracle_filter *right[FIND_BURST][INDEX_PLACES];
	static struct find_sublayers sublayers[FIND_BURST];
	const FWPS_INCOMING_VALUE0 *values[FIND_BURST];
	struct filter *found[FIND_BURST];
	unsigned count = 1 + chance_below(&trial.chance, FIND_BURST), layer = draw_layer();

	for (unsigned at = 0; at < count; at++) {
		draw_walk(&now, layer);
		draw_copy(&packets[at], &now.packet, trial.layers[layer]);
		values[at] = packets[at].values;
		note_heads(&now, right[at]);
	}
	find_burst(trial.layers[layer]->id, values, count, found);
	find_burst_sublayers(trial.layers[layer]->id, values, count, sublayers);
	for (unsigned at = 0; at < count; at++) {
		if (!is_the(right[at][0], found[at]))
			tell("find_burst", layer, &packets[at]);
		if (!are_the(right[at], &sublayers[at]))
			tell("find_burst_sublayers", layer, &packets[at]);
	}
	return count;
}

static void
change(uint32_t adds, uint32_t removes)
{
	while (adds > 0 || removes > 0) {
		bool add = adds > 0 && (removes == 0 || chance_percent(&trial.chance, 50));

		if (add && trial.made < LIMIT)
			add_one();
		else if (!add && trial.made > 0)
			remove_one();
		adds -= add;
		removes -= !add;
	}
	for (unsigned asks = chance_below(&trial.chance, 4); asks > 0; asks--)
		ask_one(); /* nothing of it is to be seen yet */
	publish();
}

static unsigned
open_some(unsigned layers[OPEN_LIMIT])
{
	unsigned count = chance_below(&trial.chance, OPEN_LIMIT + 1);

	for (unsigned at = 0; at < count; at++) {
		layers[at] = draw_layer();
		draw_walk(&left_open[at], layers[at]);
		find_begin(
		    &left_open[at].find, trial.layers[layers[at]]->id, left_open[at].packet.values);
		for (unsigned steps = chance_below(&trial.chance, 4); steps > 0; steps--) {
			if (left_open[at].at <= left_open[at].count && !step(&left_open[at]))
				tell("find_next", layers[at], &left_open[at].packet);
		}
	}
	return count;
}

static void
close_all(unsigned count, const unsigned layers[OPEN_LIMIT])
{
	for (unsigned at = 0; at < count; at++) {
		bool agrees = walk_rest(&left_open[at]);

		find_end(&left_open[at].find);
		if (!agrees)
			tell("a find left open", layers[at], &left_open[at].packet);
	}
}

/* ---- trials -------------------------------------------------------------------------- */

/* Between 1 and the limit, small ones as often as large ones. */
static uint32_t
draw_size(uint32_t limit)
{
	uint32_t size = limit >> chance_below(&trial.chance, 12);

	return 1 + chance_below(&trial.chance, size == 0 ? 1 : size);
}

static void
trial_begin(uint64_t seed)
{
	trial = (struct trial){ .seed = seed, .chance = { .state = seed } };
	engine_start();
	draw_style(&trial.chance, &trial.style);
	trial.layer_count = 1 + chance_below(&trial.chance, LAYERS_LIMIT);
	for (unsigned at = 0; at < trial.layer_count; at++) {
		unsigned first =
		    chance_below(&trial.chance, sizeof(layer_names) / sizeof(layer_names[0]));

		trial.layers[at] = layer_named(layer_names[first]);
		for (unsigned other = 0; other < at; other++) {
			if (trial.layers[other] == trial.layers[at])
				trial.layer_count = at; /* twice: then fewer */
		}
	}
}

static void
trial_end(void)
{
	for (uint32_t at = 0; at < trial.made; at++)
		free(trial.drawn[at]);
	for (uint32_t at = 0; at < trial.removed_count; at++)
		free(trial.removed[at]);
	for (unsigned at = 0; at < trial.layer_count; at++) {
		while (trial.editions[at] != NULL) {
			struct edition *edition = trial.editions[at];

			trial.editions[at] = edition->older;
			free(edition);
		}
	}
}

/* Changes are drawn up to `changes` at a time. */
static uint32_t
trial_run(uint32_t size, uint32_t changes, uint32_t rounds)
{
	uint32_t questions = 250000 / (size + 400); /* large policies are asked less often */
	unsigned layers[OPEN_LIMIT], count;
	uint32_t asked = 0;

	publish();
	change(size, 0);
	for (uint32_t round = 0; round < rounds; round++) {
		for (uint32_t at = 0; at < questions; at++)
			ask_one();
		for (uint32_t at = 0; at < questions / FIND_BURST + 1; at++)
			asked += ask_burst();
		asked += questions;
		journal_clear();
		count = open_some(layers);
		change(draw_size(changes), draw_size(changes));
		close_all(count, layers);
	}
	trial_end();
	return asked;
}

static uint64_t
number_from(const char *variable, uint64_t otherwise)
{
	const char *text = getenv(variable);

	return text == NULL ? otherwise : strtoull(text, NULL, 0);
}

TEST(the_engine_and_a_plain_scan_agree_on_a_million_pairs)
{
	uint64_t pairs = number_from("DRYDOCK_PAIRS", PAIRS);
	uint64_t seed = number_from("DRYDOCK_SEED", 1);

	(void)state;
	for (uint64_t asked = 0; asked < pairs; seed++) {
		uint32_t size;

		trial_begin(seed);
		size = draw_size(FILTERS);
		asked += trial_run(size, size, ROUNDS);
	}
	CHECK(matched_count > drawn_count / 2); /* else the packets are drawn badly */
}

TEST(a_large_policy_changes_a_little_at_a_time)
{
	uint64_t seed = number_from("DRYDOCK_SEED", 1);

	(void)state;
	for (unsigned turn = 0; turn < 2; turn++) {
		trial_begin(seed + turn);
		trial_run(MANY_FILTERS, 3, 15);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_engine_and_a_plain_scan_agree_on_a_million_pairs),
		cmocka_unit_test(a_large_policy_changes_a_little_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
