#include "wfp/layer.h"

#include "../test.h"

#include "nt/fwp.h"

TEST(every_layer_is_found_by_its_id_and_its_key)
{
	unsigned count = 0;

	(void)state;
	for (uint16_t id = 0; id < LAYERS; id++) {
		const struct layer *layer = layer_by_id(id);

		if (layer == NULL)
			continue;
		count++;
		CHECK_EQ(layer->id, id);
		CHECK_EQ(layer_by_key(&layer->key), layer);
	}
	CHECK_EQ(count, 99);
	CHECK(layer_by_id(LAYERS) == NULL && layer_by_id(0xFFFF) == NULL);
}

TEST(a_key_that_is_no_layers_finds_none)
{
	GUID key = layer_by_id(0)->key;

	(void)state;
	key.Data2++;
	CHECK(layer_by_key(&key) == NULL);
	key.Data1++;
	CHECK(layer_by_key(&key) == NULL);
}

TEST(a_field_is_found_by_its_condition_and_has_its_families_type)
{
	const struct layer *v4 = layer_by_id(44), *v6 = layer_by_id(46); /* AUTH_RECV_ACCEPT */
	int address = layer_field_named(v4, "IP_REMOTE_ADDRESS");

	(void)state;
	CHECK_EQ(address, 6);
	CHECK_EQ(layer_field(v4, &v4->fields[address].condition), address);
	CHECK_EQ(v4->fields[address].type, FWP_UINT32);
	CHECK_EQ(v6->fields[address].type, FWP_BYTE_ARRAY16_TYPE);
	CHECK_EQ(v4->fields[layer_field_named(v4, "IP_REMOTE_PORT")].type, FWP_UINT16);
	CHECK_EQ(v4->fields[layer_field_named(v4, "SIO_FIREWALL_SYSTEM_PORT")].type, FWP_UINT32);
	CHECK_EQ(v4->fields[layer_field_named(v4, "IP_LOCAL_INTERFACE")].type, FWP_UINT64);
	CHECK_EQ(layer_field_named(v4, "MAC_LOCAL_ADDRESS"), -1);
}

TEST(a_layer_says_what_it_allows)
{
	(void)state;
	CHECK(layer_by_id(0)->absorbs && layer_by_id(0)->packets && !layer_by_id(0)->pends);
	CHECK(!layer_by_id(1)->absorbs && layer_by_id(1)->discard);
	CHECK(layer_by_id(48)->pends && !layer_by_id(49)->pends); /* AUTH_CONNECT */
	CHECK(layer_by_id(52)->flow_contexts && !layer_by_id(0)->flow_contexts);
	CHECK(!layer_by_id(20)->absorbs && !layer_by_id(20)->packets); /* STREAM */
	CHECK((layer_by_id(0)->metadata & FWPS_METADATA_FIELD_IP_HEADER_SIZE) != 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_layer_is_found_by_its_id_and_its_key),
		cmocka_unit_test(a_key_that_is_no_layers_finds_none),
		cmocka_unit_test(a_field_is_found_by_its_condition_and_has_its_families_type),
		cmocka_unit_test(a_layer_says_what_it_allows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
