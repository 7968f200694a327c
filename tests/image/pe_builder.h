/*
 * A small, correct driver file to spoil: five sections, two imported DLLs, one relocation, a
 * security cookie, two functions with unwind information, a PDB's name.
 */
#ifndef TESTS_IMAGE_PE_BUILDER_H
#define TESTS_IMAGE_PE_BUILDER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BUILT_BASE 0x140000000ull

enum {
	BUILT_NT = 0x80, /* file offsets */
	BUILT_FILE_HEADER = 0x84,
	BUILT_OPTIONAL = 0x98,
	BUILT_DIRECTORIES = 0x108,
	BUILT_SECTIONS = 0x188,
	BUILT_HEADERS_END = 0x400,
	BUILT_TEXT = 0x400,
	BUILT_RDATA = 0x600,
	BUILT_DATA = 0xe00,
	BUILT_INIT = 0x1000,
	BUILT_RELOC = 0x1200,
	BUILT_SIZE = 0x1400,

	BUILT_TEXT_RVA = 0x1000,
	BUILT_RDATA_RVA = 0x2000,
	BUILT_DATA_RVA = 0x3000,
	BUILT_INIT_RVA = 0x5000,
	BUILT_RELOC_RVA = 0x6000,
	BUILT_IMAGE_SIZE = 0x7000,

	BUILT_IAT_RVA = 0x2000,
	BUILT_CONFIG_RVA = 0x2100,
	BUILT_INFO_RVA = 0x2200, /* unwind information */
	BUILT_DEBUG_RVA = 0x2300,
	BUILT_PDATA_RVA = 0x2400,
	BUILT_COOKIE_RVA = 0x3000,
	BUILT_POINTER_RVA = 0x3010, /* holds BUILT_BASE + 0x1010 */
};

struct built {
	size_t size;
	uint8_t bytes[0x4000];
};

void put16(struct built *built, size_t offset, uint16_t value);
void put32(struct built *built, size_t offset, uint32_t value);
void put64(struct built *built, size_t offset, uint64_t value);

struct built build_driver(void);

/* Appends COFF symbols: DriverEntry at 0x1000, a_function_with_a_long_name at 0x1010, g_Data. */
void build_symbols(struct built *built);

/* One field of the Nth section's header. */
size_t section_field(unsigned section, unsigned offset);

#endif
