/*
 * Values and conditions against the oracle: of every type, whether a layer shows such values or not.
 *
 * DRYDOCK_SEED says at which drawing to begin.
 */
#include "draw.h"
#include "tell.h"
#include "wfp/value.h"

#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

/* What value_check accepts is met as the pages say. */
static void
meet_type(struct chance *chance, const struct draw_style *style, FWP_DATA_TYPE type)
{
	const struct layer_field field = {
		.name = "of a test",
		.type = (uint8_t)type,
		.address = type == FWP_UINT32 || type == FWP_BYTE_ARRAY16_TYPE,
	};
	struct oracle_condition condition;
	struct draw_condition_room wanted_room;
	struct draw_room seen_room;
	FWP_VALUE0 seen;

	draw_condition(chance, style, &field, &condition, &wanted_room);
	CHECK_EQ(value_check(&field, condition.match, &condition.value), STATUS_SUCCESS);
	if (chance_percent(chance, 50))
		draw_meeting(chance, &field, &condition, &seen, &seen_room);
	else
		seen = draw_value(type, chance_bits(chance), &seen_room);
	if (value_meets(&seen, condition.match, &condition.value)
	    != oracle_meets(&seen, condition.match, &condition.value)) {
		printf("type %u:", type);
		tell_condition(&condition, &seen);
		CHECK(false);
	}
}

TEST(a_value_of_any_type_meets_a_condition_as_the_pages_say)
{
	const char *text = getenv("DRYDOCK_SEED");
	struct chance chance = { .state = text == NULL ? 1 : strtoull(text, NULL, 0) };
	struct draw_style style;

	(void)state;
	for (unsigned policy = 0; policy < 200; policy++) {
		draw_style(&chance, &style);
		for (unsigned at = 0; at < 20; at++) {
			for (unsigned type = FWP_UINT8; type <= FWP_BITMAP_ARRAY64_TYPE; type++)
				meet_type(&chance, &style, (FWP_DATA_TYPE)type);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_of_any_type_meets_a_condition_as_the_pages_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
