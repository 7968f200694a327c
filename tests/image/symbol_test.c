/*
 * What an address is called, with and without a symbol table.
 */
#include "image/symbol.h"

#include <stdlib.h>

#include "pe_builder.h"
#include "tests/test.h"

static struct pe pe;
static struct pe_error error;

static void
check_called(const struct built *built, uint64_t rva, const char *expected)
{
	struct symbols *symbols;
	char text[64];

	CHECK(pe_parse(built->bytes, built->size, &pe, &error));
	symbols = symbols_make(&pe, built->bytes, "foo");
	CHECK_EQ(symbol_format(symbols, rva, text, sizeof(text)), strlen(expected));
	CHECK_STR(text, expected);
	symbols_free(symbols);
}

TEST(an_address_is_called_by_its_symbol)
{
	struct built built = build_driver();

	(void)state;
	build_symbols(&built);
	check_called(&built, 0x1000, "foo!DriverEntry");
	check_called(&built, 0x100a, "foo!DriverEntry+0xa");
	check_called(&built, 0x1012, "foo!a_function_with_a_long_name+0x2");
	check_called(&built, 0x3024, "foo!g_Data+0x4");
}

TEST(without_symbols_it_is_called_by_its_function)
{
	struct built built = build_driver();

	(void)state;
	check_called(&built, 0x100a, "foo!fn_1000+0xa");
	check_called(&built, 0x1010, "foo!fn_1010");
}

TEST(outside_every_function_it_is_called_by_the_module)
{
	struct built built = build_driver();

	(void)state;
	check_called(&built, 0x1040, "foo+0x1040");
	check_called(&built, 0x123456789a, "foo+0x123456789a");
	build_symbols(&built);
	check_called(&built, 0x1040, "foo+0x1040");
	check_called(&built, 0x10, "foo+0x10");
}

TEST(a_chained_part_is_told_from_its_function)
{
	struct built built = build_driver();
	size_t info = BUILT_RDATA + 0x280;

	(void)state;
	put32(&built, BUILT_RDATA + 0x400 + 20, 0x2280);
	built.bytes[info] = 4 << 3 | 1;
	put32(&built, info + 4, 0x1000);
	put32(&built, info + 8, 0x1010);
	put32(&built, info + 12, BUILT_INFO_RVA);
	check_called(&built, 0x1014, "foo!fn_1000+0x14");
}

TEST(a_chain_that_bites_its_tail_ends)
{
	struct built built = build_driver();
	size_t info = BUILT_RDATA + 0x200;

	(void)state;
	built.bytes[info] = 4 << 3 | 1;
	put32(&built, info + 4, 0x1000);
	put32(&built, info + 8, 0x1010);
	put32(&built, info + 12, BUILT_INFO_RVA);
	check_called(&built, 0x1014, "foo!fn_1000+0x14");
}

TEST(a_symbol_table_that_does_not_fit_is_no_table)
{
	struct built built = build_driver();

	(void)state;
	build_symbols(&built);
	put32(&built, BUILT_FILE_HEADER + 12, 0xffffffff);
	check_called(&built, 0x1000, "foo!fn_1000");
	put32(&built, BUILT_FILE_HEADER + 12, 4);
	built.size = BUILT_SIZE + 4 * 18;
	check_called(&built, 0x1000, "foo!fn_1000");
	built.size += 4;
	check_called(&built, 0x1000, "foo!fn_1000");
	check_called(&built, 0x3020, "foo!g_Data");
}

TEST(a_symbol_with_unprintable_letters_is_passed_over)
{
	struct built built = build_driver();

	(void)state;
	build_symbols(&built);
	built.bytes[BUILT_SIZE + 4 * 18 + 4] = 0x1b;
	check_called(&built, 0x1000, "foo!fn_1000");
}

TEST(a_name_is_cut_to_the_room_there_is)
{
	struct built built = build_driver();
	struct symbols *symbols;
	char text[8] = "1234567";

	(void)state;
	CHECK(pe_parse(built.bytes, built.size, &pe, &error));
	symbols = symbols_make(&pe, built.bytes, "foo");
	CHECK_EQ(symbol_format(symbols, 0x1001, text, sizeof(text)), 7);
	CHECK_STR(text, "foo!fn_");
	CHECK_EQ(symbol_format(symbols, 0x1001, text, 0), 0);
	CHECK_STR(text, "foo!fn_");
	symbols_free(symbols);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_called_by_its_symbol),
		cmocka_unit_test(without_symbols_it_is_called_by_its_function),
		cmocka_unit_test(outside_every_function_it_is_called_by_the_module),
		cmocka_unit_test(a_chained_part_is_told_from_its_function),
		cmocka_unit_test(a_chain_that_bites_its_tail_ends),
		cmocka_unit_test(a_symbol_table_that_does_not_fit_is_no_table),
		cmocka_unit_test(a_symbol_with_unprintable_letters_is_passed_over),
		cmocka_unit_test(a_name_is_cut_to_the_room_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
