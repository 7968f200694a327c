#include "pe_builder.h"

void
put16(struct built *built, size_t offset, uint16_t value)
{
	memcpy(built->bytes + offset, &value, sizeof(value));
}

void
put32(struct built *built, size_t offset, uint32_t value)
{
	memcpy(built->bytes + offset, &value, sizeof(value));
}

void
put64(struct built *built, size_t offset, uint64_t value)
{
	memcpy(built->bytes + offset, &value, sizeof(value));
}

size_t
section_field(unsigned section, unsigned offset)
{
	return BUILT_SECTIONS + section * 40 + offset;
}

static void
put_section(struct built *built, unsigned index, const char *name, uint32_t rva, uint32_t size,
    uint32_t raw, uint32_t raw_size, uint32_t flags)
{
	memcpy(built->bytes + section_field(index, 0), name, strlen(name));
	put32(built, section_field(index, 8), size);
	put32(built, section_field(index, 12), rva);
	put32(built, section_field(index, 16), raw_size);
	put32(built, section_field(index, 20), raw);
	put32(built, section_field(index, 36), flags);
}

static void
put_directory(struct built *built, unsigned index, uint32_t rva, uint32_t size)
{
	put32(built, BUILT_DIRECTORIES + index * 8, rva);
	put32(built, BUILT_DIRECTORIES + index * 8 + 4, size);
}

static void
put_headers(struct built *built)
{
	memcpy(built->bytes, "MZ", 2);
	put32(built, 0x3c, BUILT_NT);
	memcpy(built->bytes + BUILT_NT, "PE\0\0", 4);
	put16(built, BUILT_FILE_HEADER, 0x8664);
	put16(built, BUILT_FILE_HEADER + 2, 5);
	put32(built, BUILT_FILE_HEADER + 4, 0x5eadbeef);
	put16(built, BUILT_FILE_HEADER + 16, 240);
	put16(built, BUILT_FILE_HEADER + 18, 0x22);
	put16(built, BUILT_OPTIONAL, 0x20b);
	put32(built, BUILT_OPTIONAL + 16, BUILT_TEXT_RVA);
	put64(built, BUILT_OPTIONAL + 24, BUILT_BASE);
	put32(built, BUILT_OPTIONAL + 32, 0x1000);
	put32(built, BUILT_OPTIONAL + 36, 0x200);
	put32(built, BUILT_OPTIONAL + 56, BUILT_IMAGE_SIZE);
	put32(built, BUILT_OPTIONAL + 60, BUILT_HEADERS_END);
	put16(built, BUILT_OPTIONAL + 68, 1);
	put16(built, BUILT_OPTIONAL + 70, 0x160);
	put32(built, BUILT_OPTIONAL + 108, 16);
	put_directory(built, 1, BUILT_INIT_RVA, 60);
	put_directory(built, 3, BUILT_PDATA_RVA, 24);
	put_directory(built, 5, BUILT_RELOC_RVA, 12);
	put_directory(built, 6, BUILT_DEBUG_RVA, 28);
	put_directory(built, 10, BUILT_CONFIG_RVA, 0x60);
	put_directory(built, 12, BUILT_IAT_RVA, 0x30);
}

static size_t
init_offset(uint32_t rva)
{
	return BUILT_INIT + rva - BUILT_INIT_RVA;
}

static size_t
rdata_offset(uint32_t rva)
{
	return BUILT_RDATA + rva - BUILT_RDATA_RVA;
}

static void
put_descriptor(struct built *built, unsigned index, uint32_t names, uint32_t dll, uint32_t iat)
{
	size_t at = BUILT_INIT + index * 20;

	put32(built, at, names);
	put32(built, at + 12, dll);
	put32(built, at + 16, iat);
}

static void
put_imports(struct built *built)
{
	put_descriptor(built, 0, 0x5040, 0x5080, BUILT_IAT_RVA);
	put_descriptor(built, 1, 0x5060, 0x50a0, BUILT_IAT_RVA + 0x18);
	put64(built, init_offset(0x5040), 0x50c0);
	put64(built, init_offset(0x5048), 0x50e0);
	put64(built, init_offset(0x5060), 1ull << 63 | 42);
	strcpy((char *)built->bytes + init_offset(0x5080), "ntoskrnl.exe");
	strcpy((char *)built->bytes + init_offset(0x50a0), "fwpkclnt.sys");
	strcpy((char *)built->bytes + init_offset(0x50c2), "ExAllocatePool2");
	strcpy((char *)built->bytes + init_offset(0x50e2), "DbgPrint");
}

static void
put_tables(struct built *built)
{
	put32(built, rdata_offset(BUILT_CONFIG_RVA), 0x60);
	put64(built, rdata_offset(BUILT_CONFIG_RVA) + 0x58, BUILT_BASE + BUILT_COOKIE_RVA);
	put64(built, BUILT_DATA, 0x2b992ddfa232);
	put64(built, BUILT_DATA + 0x10, BUILT_BASE + 0x1010);
	put32(built, BUILT_RELOC, BUILT_DATA_RVA);
	put32(built, BUILT_RELOC + 4, 12);
	put16(built, BUILT_RELOC + 8, 10 << 12 | 0x10);
	put32(built, rdata_offset(BUILT_DEBUG_RVA) + 12, 2);
	put32(built, rdata_offset(BUILT_DEBUG_RVA) + 16, 24 + 12);
	put32(built, rdata_offset(BUILT_DEBUG_RVA) + 24, (uint32_t)rdata_offset(0x2340));
	memcpy(
	    built->bytes + rdata_offset(0x2340), "RSDS0123456789abcdef\7\0\0\0C:\\b\\foo.pdb", 36);
	put32(built, rdata_offset(BUILT_PDATA_RVA), 0x1000);
	put32(built, rdata_offset(BUILT_PDATA_RVA) + 4, 0x1010);
	put32(built, rdata_offset(BUILT_PDATA_RVA) + 8, BUILT_INFO_RVA);
	put32(built, rdata_offset(BUILT_PDATA_RVA) + 12, 0x1010);
	put32(built, rdata_offset(BUILT_PDATA_RVA) + 16, 0x1040);
	put32(built, rdata_offset(BUILT_PDATA_RVA) + 20, BUILT_INFO_RVA);
	built->bytes[rdata_offset(BUILT_INFO_RVA)] = 1;
}

struct built
build_driver(void)
{
	struct built built = { .size = BUILT_SIZE };

	put_headers(&built);
	put_section(&built, 0, ".text", BUILT_TEXT_RVA, 0x200, BUILT_TEXT, 0x200, 0x68000020);
	put_section(&built, 1, ".rdata", BUILT_RDATA_RVA, 0x800, BUILT_RDATA, 0x800, 0x48000040);
	put_section(&built, 2, ".data", BUILT_DATA_RVA, 0x1800, BUILT_DATA, 0x200, 0xc8000040);
	put_section(&built, 3, "INIT", BUILT_INIT_RVA, 0x200, BUILT_INIT, 0x200, 0x62000020);
	put_section(&built, 4, ".reloc", BUILT_RELOC_RVA, 0xc, BUILT_RELOC, 0x200, 0x42000040);
	put_imports(&built);
	put_tables(&built);
	memset(built.bytes + BUILT_TEXT, 0xc3, 0x200);
	return built;
}

static void
put_symbol(struct built *built, const char *name, uint32_t long_name, uint32_t value,
    uint16_t section, uint16_t type)
{
	size_t at = built->size;

	if (name != NULL)
		memcpy(built->bytes + at, name, strlen(name));
	else
		put32(built, at + 4, long_name);
	put32(built, at + 8, value);
	put16(built, at + 12, section);
	put16(built, at + 14, type);
	built->bytes[at + 16] = 2;
	built->size += 18;
}

void
build_symbols(struct built *built)
{
	static const char *const names = "DriverEntry\0a_function_with_a_long_name";

	put32(built, BUILT_FILE_HEADER + 8, (uint32_t)built->size);
	put32(built, BUILT_FILE_HEADER + 12, 4);
	put_symbol(built, NULL, 4, 0, 1, 0x20);
	put_symbol(built, NULL, 16, 0x10, 1, 0x20);
	put_symbol(built, "g_Data", 0, 0x20, 3, 0);
	put_symbol(built, ".text", 0, 0, 1, 0);
	put32(built, built->size, 4 + 40);
	memcpy(built->bytes + built->size + 4, names, 40);
	built->size += 4 + 40;
}
