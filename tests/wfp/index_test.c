/*
 * The index of a layer: versions that overlap, tables that come and go, and that every kind of
 * vectors answers the same.
 */
#include "engine.h"

#include "wfp/filter.h"
#include "wfp/find.h"
#include "wfp/layer.h"

#define LAYER_NAME "OUTBOUND_TRANSPORT_V4"
#define MANY 600

static const struct layer *layer;
static FWPS_INCOMING_VALUE0 values[64];

static const struct layer_field *
field_named(const char *name)
{
	return &layer->fields[layer_field_named(layer, name)];
}

static void
start(void)
{
	engine_start();
	for (uint16_t id = 0; layer == NULL; id++) {
		if (layer_by_id(id) != NULL && strcmp(layer_by_id(id)->name, LAYER_NAME) == 0)
			layer = layer_by_id(id);
	}
	memset(values, 0, sizeof(values));
	for (unsigned at = 0; at < layer->field_count; at++)
		values[at].value.type = layer->fields[at].type;
}

static void
show(const char *field, uint32_t value)
{
	FWP_VALUE0 *shown = &values[layer_field_named(layer, field)].value;

	if (shown->type == FWP_UINT16)
		shown->uint16 = (uint16_t)value;
	else
		shown->uint32 = value;
}

/* The heavier sublayers have the smaller numbers; the weight is the filter's context too. */
static struct filter *
add(uint32_t sublayer, uint64_t weight, const FWPM_FILTER_CONDITION0 *conditions, uint32_t count)
{
	struct filter_draft draft = {
		.layer = layer->id,
		.sublayer = sublayer,
		.sublayer_weight = (uint16_t)(0x8000 - sublayer),
		.weight = weight,
		.action = FWP_ACTION_BLOCK,
		.context = weight,
		.conditions = conditions,
		.condition_count = count,
	};
	struct filter *filter = NULL;

	CHECK_EQ(filter_make(&draft, &filter), STATUS_SUCCESS);
	filter_add(filter);
	return filter;
}

static struct filter *
add_port(uint64_t weight, uint16_t port)
{
	FWPM_FILTER_CONDITION0 condition = {
		.fieldKey = field_named("IP_REMOTE_PORT")->condition,
		.matchType = FWP_MATCH_EQUAL,
		.conditionValue = { .type = FWP_UINT16, .uint16 = port },
	};

	return add(1, weight, &condition, 1);
}

/* An address prefix of each length, a port or none. */
static struct filter *
add_mixed(uint32_t number)
{
	uint32_t length = 1 + number % 32;
	FWP_V4_ADDR_AND_MASK prefix = {
		.addr = (number * 0x9E3779B1u) & (UINT32_MAX << (32 - length)),
		.mask = UINT32_MAX << (32 - length),
	};
	FWPM_FILTER_CONDITION0 conditions[] = {
		{
		    .fieldKey = field_named("IP_REMOTE_ADDRESS")->condition,
		    .matchType = FWP_MATCH_EQUAL,
		    .conditionValue = { .type = FWP_V4_ADDR_MASK, .v4AddrMask = &prefix },
		},
		{
		    .fieldKey = field_named("IP_REMOTE_PORT")->condition,
		    .matchType = number % 5 == 0 ? FWP_MATCH_NOT_EQUAL : FWP_MATCH_EQUAL,
		    .conditionValue = { .type = FWP_UINT16, .uint16 = (UINT16)(number % 7) },
		},
	};

	return add(1 + number % 3, number, conditions, number % 2 + 1);
}

static struct filter *
first_found(void)
{
	struct find find;
	struct filter *found;

	find_begin(&find, layer->id, values);
	found = find_next(&find);
	find_end(&find);
	return found;
}

TEST(filters_come_into_force_together_when_they_are_published)
{
	struct filter *filter;

	(void)state;
	start();
	show("IP_REMOTE_PORT", 80);
	filter = add_port(1, 80);
	CHECK(first_found() == NULL);
	filter_publish();
	CHECK(first_found() == filter);
	filter_remove(filter);
	CHECK(first_found() == filter);
	filter_publish();
	CHECK(first_found() == NULL);
}

TEST(a_find_goes_on_in_the_version_that_it_began_with)
{
	struct filter *old[3], *new;
	struct find first, second;

	(void)state;
	start();
	show("IP_REMOTE_PORT", 80);
	for (unsigned at = 0; at < 3; at++)
		old[at] = add_port(30 - at, 80);
	filter_publish();
	find_begin(&first, layer->id, values);
	CHECK(find_next(&first) == old[0]);

	filter_remove(old[1]);
	new = add_port(29, 80);
	filter_publish();
	find_begin(&second, layer->id, values);
	filter_remove(old[2]);
	filter_publish();

	CHECK(find_next(&first) == old[1]);
	CHECK(find_next(&first) == old[2]);
	CHECK(find_next(&first) == NULL);
	find_end(&first);
	CHECK(find_next(&second) == old[0]);
	CHECK(find_next(&second) == new);
	CHECK(find_next(&second) == old[2]);
	CHECK(find_next(&second) == NULL);
	find_end(&second);
	CHECK_EQ(filter_index(layer->id)->count, 2);
}

TEST(a_find_goes_on_when_tables_are_made_and_dropped_meanwhile)
{
	struct filter *kept[2], *others[MANY];
	struct find before, between;

	(void)state;
	start();
	show("IP_REMOTE_PORT", 80);
	kept[0] = add_port(2, 80);
	kept[1] = add_port(1, 80);
	filter_publish();
	find_begin(&before, layer->id, values);
	CHECK(find_next(&before) == kept[0]);
	for (unsigned at = 0; at < MANY; at++)
		others[at] = add_port(100 + at, (uint16_t)(80 + at % 2));
	filter_publish();
	CHECK(filter_index(layer->id)->tables != NULL);
	find_begin(&between, layer->id, values);
	CHECK(find_next(&between) == others[MANY - 2]);
	CHECK(find_next(&before) == kept[1]);
	CHECK(find_next(&before) == NULL);
	find_end(&before);
	for (unsigned at = 0; at < MANY; at++)
		filter_remove(others[at]);
	filter_publish();
	CHECK(find_next(&between) == others[MANY - 4]);
	find_end(&between);
	CHECK(filter_index(layer->id)->tables == NULL);
	CHECK(first_found() == kept[0]);
}

TEST(a_layer_whose_last_filter_goes_takes_no_memory)
{
	struct filter *filters[MANY];

	(void)state;
	start();
	CHECK_EQ(find_bytes(layer->id), 0);
	for (unsigned at = 0; at < MANY; at++)
		filters[at] = add_mixed(at);
	filter_publish();
	CHECK(find_bytes(layer->id) > 0);
	for (unsigned at = 0; at < MANY; at++) {
		filter_remove(filters[at]);
		filter_publish();
	}
	CHECK_EQ(find_bytes(layer->id), 0);
	CHECK(filter_index(layer->id) == NULL);
}

TEST(a_filter_with_alternatives_is_found_by_each_of_them)
{
	FWPM_FILTER_CONDITION0 conditions[12];
	struct filter *filter;

	(void)state;
	start();
	for (unsigned at = 0; at < 12; at++)
		conditions[at] = (FWPM_FILTER_CONDITION0){
			.fieldKey = field_named("IP_REMOTE_PORT")->condition,
			.matchType = FWP_MATCH_EQUAL,
			.conditionValue = { .type = FWP_UINT16, .uint16 = (UINT16)(1000 + at) },
		};
	for (unsigned at = 0; at < MANY; at++)
		add_port(at, (uint16_t)at);
	for (uint32_t count = 2; count <= 12; count += 5) { /* few enough to be keys, and not */
		filter = add(1, 10000 + count, conditions, count);
		filter_publish();
		for (uint32_t at = 0; at < count; at++) {
			show("IP_REMOTE_PORT", 1000 + at);
			CHECK(first_found() == filter);
		}
	}
}

TEST(a_layer_may_have_more_sublayers_than_the_index_has_places)
{
	struct find find;

	(void)state;
	start();
	for (uint32_t sublayer = 2 * INDEX_PLACES; sublayer > 0; sublayer--)
		add(sublayer, sublayer, NULL, 0);
	filter_publish();
	find_begin(&find, layer->id, values);
	for (uint32_t sublayer = 1; sublayer <= 2 * INDEX_PLACES; sublayer++)
		CHECK_EQ(find_next_sublayer(&find)->shown.context, sublayer);
	CHECK(find_next(&find) == NULL);
	find_end(&find);
}

/* The contexts of all that is found, one after the other. */
static unsigned
everything_found(uint64_t *contexts)
{
	struct filter *found;
	struct find find;
	unsigned count = 0;

	find_begin(&find, layer->id, values);
	while ((found = find_next(&find)) != NULL)
		contexts[count++] = found->shown.context;
	find_end(&find);
	return count;
}

TEST(every_kind_of_vectors_gives_the_same_answers)
{
	static const struct search_kind *const kinds[] = { &search_avx2, &search_avx512 };
	uint64_t right[MANY], answers[MANY];

	(void)state;
	start();
	for (unsigned at = 0; at < MANY; at++)
		add_mixed(at);
	filter_publish();
	for (unsigned packet = 0; packet < 2 * MANY; packet++) {
		unsigned count;

		show("IP_REMOTE_ADDRESS", packet * 0x9E3779B1u);
		show("IP_REMOTE_PORT", packet % 7);
		search_use(&search_plain);
		count = everything_found(right);
		for (unsigned kind = 0; kind < 2; kind++) {
			if (!kinds[kind]->runs())
				continue;
			search_use(kinds[kind]);
			CHECK_EQ(everything_found(answers), count);
			CHECK(memcmp(answers, right, count * sizeof(right[0])) == 0);
		}
	}
	search_use(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters_come_into_force_together_when_they_are_published),
		cmocka_unit_test(a_find_goes_on_in_the_version_that_it_began_with),
		cmocka_unit_test(a_find_goes_on_when_tables_are_made_and_dropped_meanwhile),
		cmocka_unit_test(a_layer_whose_last_filter_goes_takes_no_memory),
		cmocka_unit_test(a_filter_with_alternatives_is_found_by_each_of_them),
		cmocka_unit_test(a_layer_may_have_more_sublayers_than_the_index_has_places),
		cmocka_unit_test(every_kind_of_vectors_gives_the_same_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
