/*
 * Which weight a sublayer gets that asks for one that is taken.
 *
 * A real machine shows it: all of its 45 sublayers have different weights.  WinDivert 2.2 asks
 * for 65535 for each of twenty, which have 65535 down to 65516 in the order of their adding; Npcap
 * asks for FWP_EMPTY, which is 0, and has 9, where Windows' own and the Teredo sublayer have 0 to
 * 8.  [wfpstate.xml; WinDivert's and Npcap's source]
 */
#include "bfe/sublayer.h"

#include "machine/switch.h"

#include "../wfp/engine.h"

static UINT16
weight_given(HANDLE engine, unsigned key, UINT16 asked)
{
	GUID wanted = engine_key(key);
	FWPM_SUBLAYER0 *shown = NULL;
	UINT16 weight;

	CHECK_EQ(engine_sublayer(engine, key, asked), STATUS_SUCCESS);
	CHECK_EQ(FwpmSubLayerGetByKey0(engine, &wanted, &shown), STATUS_SUCCESS);
	weight = shown->weight;
	FwpmFreeMemory0((void **)&shown);
	return weight;
}

ENGINE_TEST(windiverts_twenty_sublayers_have_twenty_weights)
{
	HANDLE engine = engine_open(true);

	for (unsigned at = 0; at < 20; at++)
		CHECK_EQ(weight_given(engine, 1 + at, 65535), 65535 - at);
}

ENGINE_TEST(a_weight_of_zero_becomes_the_first_that_is_free)
{
	HANDLE engine = engine_open(true);

	CHECK_EQ(weight_given(engine, 1, 0), 8); /* Windows' own have 0 to 7 */
	CHECK_EQ(weight_given(engine, 2, 0), 9);
	CHECK_EQ(weight_given(engine, 3, 100), 100);
	CHECK_EQ(weight_given(engine, 4, 100), 99);
}

/* The universal sublayer has 32768, the legacy IPsec one 32767. */
ENGINE_TEST(a_window_of_weights_has_no_edges)
{
	HANDLE engine = engine_open(true);

	CHECK_EQ(weight_given(engine, 1, 0x8000), 0x7FFE);
	for (unsigned at = 0; at < 150; at++)
		CHECK_EQ(weight_given(engine, 2 + at, 500), 500 - at);
}

ENGINE_TEST(a_weight_is_free_again_when_its_sublayer_is_gone)
{
	HANDLE engine = engine_open(true);
	GUID first = engine_key(1);

	CHECK_EQ(weight_given(engine, 1, 100), 100);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(FwpmSubLayerDeleteByKey0(engine, &first), STATUS_SUCCESS);
	CHECK_EQ(weight_given(engine, 2, 100), 100);
	CHECK_EQ(FwpmTransactionAbort0(engine), STATUS_SUCCESS);
	CHECK_EQ(weight_given(engine, 3, 100), 99);
}

ENGINE_TEST(there_are_as_many_sublayers_as_weights)
{
	HANDLE engine = engine_open(true);

	sublayer_switches.weights_repeat = true;
	for (unsigned at = 0; at <= 0xFFFF; at++)
		CHECK_EQ(engine_sublayer(engine, at, (UINT16)at), STATUS_SUCCESS);
	sublayer_switches.weights_repeat = false;
	CHECK_EQ(engine_sublayer(engine, 0x10000, 5), STATUS_FWP_TOO_MANY_SUBLAYERS);
}

ENGINE_TEST(weights_repeat_if_the_switch_says_so)
{
	HANDLE engine = engine_open(true);

	CHECK(switch_set("sublayer-weights-repeat"));
	CHECK_EQ(weight_given(engine, 1, 65535), 65535);
	CHECK_EQ(weight_given(engine, 2, 65535), 65535);
	CHECK(switch_set("sublayer-weights-repeat=off"));
	CHECK_EQ(weight_given(engine, 3, 65535), 65534);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(windiverts_twenty_sublayers_have_twenty_weights),
		cmocka_unit_test(a_weight_of_zero_becomes_the_first_that_is_free),
		cmocka_unit_test(a_window_of_weights_has_no_edges),
		cmocka_unit_test(a_weight_is_free_again_when_its_sublayer_is_gone),
		cmocka_unit_test(there_are_as_many_sublayers_as_weights),
		cmocka_unit_test(weights_repeat_if_the_switch_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
