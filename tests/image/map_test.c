/*
 * What memory holds after an image is laid out, relocated, given a cookie and bound.
 */
#include "image/map.h"

#include "pe_builder.h"
#include "tests/test.h"

#define ELSEWHERE 0xfffff80012340000ull
#define COOKIE 0x1234567890abcdefull

static struct pe pe;
static struct pe_error error;
static uint8_t memory[BUILT_IMAGE_SIZE];

static uint64_t
held(uint32_t rva)
{
	uint64_t value;

	memcpy(&value, memory + rva, sizeof(value));
	return value;
}

static bool
map(const struct built *built, uint64_t base)
{
	memset(memory, 0, sizeof(memory));
	return pe_parse(built->bytes, built->size, &pe, &error)
	    && map_image(&pe, built->bytes, memory, base, COOKIE, &error);
}

TEST(sections_lie_at_their_addresses_and_the_rest_is_zero)
{
	struct built built = build_driver();

	(void)state;
	CHECK(map(&built, BUILT_BASE));
	assert_memory_equal(memory, built.bytes, BUILT_HEADERS_END);
	assert_memory_equal(memory + BUILT_TEXT_RVA, built.bytes + BUILT_TEXT, 0x200);
	CHECK_EQ(memory[BUILT_TEXT_RVA + 0x200], 0);
	CHECK_EQ(held(BUILT_DATA_RVA + 0x1800), 0);
}

TEST(an_address_moves_with_the_image)
{
	struct built built = build_driver();

	(void)state;
	CHECK(map(&built, BUILT_BASE));
	CHECK_EQ(held(BUILT_POINTER_RVA), BUILT_BASE + 0x1010);
	CHECK(map(&built, ELSEWHERE));
	CHECK_EQ(held(BUILT_POINTER_RVA), ELSEWHERE + 0x1010);
}

TEST(an_image_without_relocations_moves_unless_they_were_stripped)
{
	struct built built = build_driver();

	(void)state;
	memset(built.bytes + BUILT_DIRECTORIES + 5 * 8, 0, 8);
	CHECK(map(&built, ELSEWHERE));
	put16(&built, BUILT_FILE_HEADER + 18, 0x23);
	CHECK(map(&built, BUILT_BASE));
	CHECK(!map(&built, ELSEWHERE));
	CHECK_STR(error.text, "relocations are stripped: loads only at 0x140000000");
}

TEST(a_load_address_is_a_page)
{
	struct built built = build_driver();

	(void)state;
	CHECK(!map(&built, BUILT_BASE + 1));
	CHECK_STR(error.text, "load address 0x140000001 is no page");
}

TEST(the_cookie_is_written_where_the_driver_has_none)
{
	struct built built = build_driver();

	(void)state;
	CHECK(map(&built, BUILT_BASE));
	CHECK_EQ(held(BUILT_COOKIE_RVA), COOKIE & 0xffffffffffff);
	put64(&built, BUILT_DATA, 0);
	CHECK(map(&built, BUILT_BASE));
	CHECK_EQ(held(BUILT_COOKIE_RVA), COOKIE & 0xffffffffffff);
	put64(&built, BUILT_DATA, 77);
	CHECK(map(&built, BUILT_BASE));
	CHECK_EQ(held(BUILT_COOKIE_RVA), 77);
}

TEST(a_cookie_is_never_what_the_driver_would_refuse)
{
	struct built built = build_driver();

	(void)state;
	CHECK(pe_parse(built.bytes, built.size, &pe, &error));
	CHECK(map_image(&pe, built.bytes, memory, BUILT_BASE, 0xffff000000000000, &error));
	CHECK(held(BUILT_COOKIE_RVA) != 0 && held(BUILT_COOKIE_RVA) != 0x2b992ddfa232);
	CHECK(map_image(&pe, built.bytes, memory, BUILT_BASE, 0x2b992ddfa232, &error));
	CHECK(held(BUILT_COOKIE_RVA) != 0 && held(BUILT_COOKIE_RVA) != 0x2b992ddfa232);
}

static bool
by_name_only(void *context, const char *dll, const char *name, unsigned ordinal, uint64_t *address)
{
	unsigned *asked = context;

	(void)dll;
	if (name == NULL && ordinal == 42)
		return false;
	*address = 0x7000 + ++*asked;
	return true;
}

static bool
anything(void *context, const char *dll, const char *name, unsigned ordinal, uint64_t *address)
{
	(void)context, (void)dll;
	*address = name != NULL ? 0x8000 : ordinal;
	return true;
}

TEST(imports_are_written_to_their_table)
{
	struct built built = build_driver();

	(void)state;
	CHECK(map(&built, ELSEWHERE));
	CHECK(map_bind(&pe, built.bytes, memory, anything, NULL, &error));
	CHECK_EQ(held(BUILT_IAT_RVA), 0x8000);
	CHECK_EQ(held(BUILT_IAT_RVA + 8), 0x8000);
	CHECK_EQ(held(BUILT_IAT_RVA + 16), 0);
	CHECK_EQ(held(BUILT_IAT_RVA + 24), 42);
}

TEST(an_import_that_is_nowhere_is_named)
{
	struct built built = build_driver();
	unsigned asked = 0;

	(void)state;
	CHECK(map(&built, BUILT_BASE));
	CHECK(!map_bind(&pe, built.bytes, memory, by_name_only, &asked, &error));
	CHECK_STR(error.text, "no such import: fwpkclnt.sys!#42");
	CHECK_EQ(asked, 2);
}

TEST(each_section_has_its_own_protection)
{
	struct built built = build_driver();
	struct map_protection headers, text, rdata, data, init;

	(void)state;
	CHECK(pe_parse(built.bytes, built.size, &pe, &error));
	headers = map_protection(NULL);
	text = map_protection(&pe.sections[0]);
	rdata = map_protection(&pe.sections[1]);
	data = map_protection(&pe.sections[2]);
	init = map_protection(&pe.sections[3]);
	CHECK(headers.read && !headers.write && !headers.execute && !headers.discardable);
	CHECK(text.read && !text.write && text.execute && !text.discardable);
	CHECK(rdata.read && !rdata.write && !rdata.execute && !rdata.discardable);
	CHECK(data.read && data.write && !data.execute && !data.discardable);
	CHECK(init.read && !init.write && init.execute && init.discardable);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sections_lie_at_their_addresses_and_the_rest_is_zero),
		cmocka_unit_test(an_address_moves_with_the_image),
		cmocka_unit_test(an_image_without_relocations_moves_unless_they_were_stripped),
		cmocka_unit_test(a_load_address_is_a_page),
		cmocka_unit_test(the_cookie_is_written_where_the_driver_has_none),
		cmocka_unit_test(a_cookie_is_never_what_the_driver_would_refuse),
		cmocka_unit_test(imports_are_written_to_their_table),
		cmocka_unit_test(an_import_that_is_nowhere_is_named),
		cmocka_unit_test(each_section_has_its_own_protection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
