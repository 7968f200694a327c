/* Security descriptors as text, as the pages on their strings have it. */
#include "security/sddl.h"

#include "security/descriptor.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static char *room;
static size_t bytes;
static const char *where;

static bool
reads(const char *text)
{
	free(room);
	room = malloc(sddl_room(text));
	return sddl_read(text, room, &bytes, &where);
}

static void
check_same(const char *text)
{
	struct text out = { 0 };

	CHECK(reads(text));
	CHECK(bytes <= sddl_room(text));
	CHECK(descriptor_valid(room));
	CHECK(sddl_write(room, &out));
	CHECK_STR(text_string(&out), text);
	text_free(&out);
}

static void
check_refused(const char *text, size_t place)
{
	CHECK(!reads(text));
	CHECK_EQ(where - text, place);
}

static const ACCESS_ALLOWED_ACE *
first_ace(void)
{
	struct descriptor read;

	CHECK(descriptor_read(room, &read));
	CHECK(read.dacl != NULL && read.dacl->AceCount > 0);
	return (const ACCESS_ALLOWED_ACE *)(const void *)(read.dacl + 1);
}

TEST(what_is_read_is_written_again)
{
	(void)state;
	check_same("O:SYG:BAD:(A;;CC;;;WD)");
	check_same("O:LSD:(A;;CC;;;S-1-5-80-1-2-3-4-5)");
	check_same("D:PAI(D;OICI;FA;;;BU)(A;;GA;;;SY)S:(ML;;NW;;;LW)");
	check_same("O:S-1-5-18-7D:");
	check_same("");
}

/* [win32:ace-strings] */
TEST(rights_are_words_or_a_number)
{
	(void)state;
	CHECK(reads("D:(A;;CCDCGR;;;WD)"));
	CHECK_EQ(first_ace()->Mask, 0x80000003);
	CHECK(reads("D:(A;;0x1200a9;;;WD)"));
	CHECK_EQ(first_ace()->Mask, 0x1200A9);
	CHECK(reads("D:(A;;;;;WD)"));
	CHECK_EQ(first_ace()->Mask, 0);
}

/* [win32:ace-strings] */
TEST(types_and_flags_are_words)
{
	(void)state;
	CHECK(reads("D:(D;OICIIO;GA;;;WD)"));
	CHECK_EQ(first_ace()->Header.AceType, ACCESS_DENIED_ACE_TYPE);
	CHECK_EQ(first_ace()->Header.AceFlags, 0x0B);
}

/* [win32:security-descriptor-string-format] */
TEST(a_list_may_be_absent_empty_or_null)
{
	struct descriptor read;

	(void)state;
	CHECK(reads("O:SY"));
	CHECK(descriptor_read(room, &read) && !read.dacl_present);
	CHECK(reads("D:"));
	CHECK(descriptor_read(room, &read) && read.dacl_present && read.dacl->AceCount == 0);
	CHECK(reads("D:NO_ACCESS_CONTROL"));
	CHECK(descriptor_read(room, &read) && read.dacl_present && read.dacl == NULL);
}

TEST(what_is_none_is_refused_with_its_place)
{
	(void)state;
	check_refused("garbage", 0);
	check_refused("O:SYO:SY", 4);
	check_refused("O:??", 2);
	check_refused("D:(Z;;GA;;;WD)", 3);
	check_refused("D:(A;;GA;;;WD", 13);
	check_refused("D:(A;;??;;;WD)", 6);
	check_refused("D:(A;;;;;:)", 9);
	check_refused("D:(A;;GA;;;)", 11);
}

TEST(a_text_that_ends_anywhere_is_refused_or_read)
{
	static const char text[] =
	    "O:S-1-5-18G:BAD:PAI(A;OICI;CCRC;;;S-1-5-80-1-2-3-4-5)S:(ML;;NW;;;LW)";
	char part[sizeof(text)];

	(void)state;
	for (size_t length = 0; length < sizeof(text); length++) {
		memcpy(part, text, length);
		part[length] = '\0';
		if (reads(part))
			CHECK(descriptor_valid(room));
		else
			CHECK(where >= part && where <= part + length);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read_is_written_again),
		cmocka_unit_test(rights_are_words_or_a_number),
		cmocka_unit_test(types_and_flags_are_words),
		cmocka_unit_test(a_list_may_be_absent_empty_or_null),
		cmocka_unit_test(what_is_none_is_refused_with_its_place),
		cmocka_unit_test(a_text_that_ends_anywhere_is_refused_or_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
