#include "wfp/key_name.h"

#include "../test.h"

#include "wfp/key.h"
#include "wfp/layer.h"

#include <stdio.h>

TEST(a_key_and_its_name_find_each_other)
{
	const GUID connect = { 0xc38d57d1, 0x05a7, 0x4c33,
		{ 0x90, 0x4f, 0x7f, 0xbc, 0xee, 0xe6, 0x0e, 0x82 } }; /* [fwpmk.h] */

	(void)state;
	CHECK_STR(key_name(&connect), "FWPM_LAYER_ALE_AUTH_CONNECT_V4");
	CHECK(key_same(key_by_name("FWPM_LAYER_ALE_AUTH_CONNECT_V4"), &connect));
}

TEST(every_layer_and_every_condition_that_headers_name_is_found)
{
	char whole_name[100];

	(void)state;
	for (uint16_t id = 0; id < LAYERS; id++) {
		const struct layer *layer = layer_by_id(id);

		if (id == 83 || id == 84) { /* no header names these */
			CHECK(key_name(&layer->key) == NULL);
			continue;
		}
		snprintf(whole_name, sizeof(whole_name), "FWPM_LAYER_%s", layer->name);
		CHECK_STR(key_name(&layer->key), whole_name);
		for (int index = 0; index < layer->field_count; index++) {
			const struct layer_field *field = &layer->fields[index];

			CHECK(!field->has_condition || key_name(&field->condition) != NULL);
		}
	}
}

TEST(a_second_name_finds_the_key_that_is_shown_by_the_first)
{
	const GUID *key = key_by_name("FWPM_CONDITION_ICMP_TYPE");

	(void)state;
	CHECK_STR(key_name(key), "FWPM_CONDITION_IP_LOCAL_PORT");
	CHECK(key_same(key, key_by_name("FWPM_CONDITION_IP_LOCAL_PORT")));
}

TEST(what_has_no_name_is_not_found)
{
	const GUID zero = { .Data1 = 0 };

	(void)state;
	CHECK(key_name(&zero) == NULL);
	CHECK(key_by_name("FWPM_LAYER_") == NULL && key_by_name("") == NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_and_its_name_find_each_other),
		cmocka_unit_test(every_layer_and_every_condition_that_headers_name_is_found),
		cmocka_unit_test(a_second_name_finds_the_key_that_is_shown_by_the_first),
		cmocka_unit_test(what_has_no_name_is_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
