/*
 * The headers of a driver file: what it says it is, checked against what it has.
 *
 * The order of the checks is the order of the file: DOS header, NT headers,
 * optional header, section table; then the tables in image/pe_tables.c. Every
 * number is compared in 64 bits before it is used, so nothing wraps.
 *
 * Windows: an image section is refused (STATUS_INVALID_IMAGE_FORMAT) unless its
 *   sections ascend, are adjacent and are multiples of SectionAlignment.
 *   [learn:pe-format, VirtualAddress, SectionAlignment]
 * Here: the same, and sections closer than a page are refused too, because
 *   each section's protection is its own.
 */
#include "image/pe.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "image/pe_tables.h"

enum { /* [learn:pe-format, FileAlignment] */
	FILE_ALIGNMENT_MIN = 0x200,
	FILE_ALIGNMENT_MAX = 0x10000,
	OPTIONAL_SIZE_MIN = offsetof(IMAGE_OPTIONAL_HEADER64, DataDirectory),
};

struct file {
	const uint8_t *bytes;
	size_t length;
	size_t headers;  /* offset of the NT signature */
	size_t optional; /* offset of the optional header */
	size_t sections; /* offset of the section table */
	uint32_t optional_size;
	uint32_t section_alignment;
	uint32_t file_alignment;
};

bool
pe_refuse(struct pe_error *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(error->text, sizeof(error->text), format, arguments);
	va_end(arguments);
	return false;
}

static uint64_t
round_up(uint64_t value, uint64_t alignment)
{
	return (value + alignment - 1) & ~(alignment - 1);
}

static bool
is_power_of_two(uint32_t value)
{
	return value != 0 && (value & (value - 1)) == 0;
}

static bool
has(const struct file *file, const char *part, uint64_t end, struct pe_error *error)
{
	if (end <= file->length)
		return true;
	return pe_refuse(error, "truncated in the %s: needs 0x%llx bytes, has 0x%zx", part,
	    (unsigned long long)end, file->length);
}

static bool
is_text(const struct file *file)
{
	for (size_t i = 0; i < file->length && i < 64; i++) {
		uint8_t byte = file->bytes[i];

		if ((byte < 0x20 || byte == 0x7f) && (byte < '\t' || byte > '\r'))
			return false;
	}
	return true;
}

/* What people hand over by mistake, by its first bytes. */
static const struct {
	uint8_t magic[4];
	size_t size;
	const char *what;
} mistakes[] = {
	{ { 0x7f, 'E', 'L', 'F' }, 4, "ELF" },
	{ { 'P', 'K', 3, 4 }, 4, "a ZIP archive" },
	{ { 'M', 'S', 'C', 'F' }, 4, "a cabinet" },
	{ { 0x1f, 0x8b }, 2, "gzip" },
	{ { 0x4c, 0x01 }, 2, "an i386 object file" },
	{ { 0x64, 0x86 }, 2, "an x64 object file, not yet linked" },
	{ { '!', '<', 'a', 'r' }, 4, "a static library" },
};

static bool
is_mz(const struct file *file, struct pe_error *error)
{
	if (file->length == 0)
		return pe_refuse(error, "empty file");
	if (file->length >= 2 && memcmp(file->bytes, "MZ", 2) == 0)
		return true;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		if (file->length >= mistakes[i].size
		    && memcmp(file->bytes, mistakes[i].magic, mistakes[i].size) == 0)
			return pe_refuse(error, "not a PE file: starts with %s", mistakes[i].what);
	}
	if (is_text(file))
		return pe_refuse(error, "not a PE file: a text file");
	return pe_refuse(error, "not a PE file: starts with 0x%02x, not with MZ", file->bytes[0]);
}

static bool
find_headers(struct file *file, struct pe_error *error)
{
	IMAGE_DOS_HEADER dos;

	if (!is_mz(file, error) || !has(file, "DOS header", sizeof(dos), error))
		return false;
	memcpy(&dos, file->bytes, sizeof(dos));
	file->headers = (uint32_t)dos.e_lfanew;
	if (file->headers < sizeof(dos) || file->headers % 4 != 0)
		return pe_refuse(error, "not a PE file: e_lfanew is 0x%zx", file->headers);
	file->optional = file->headers + offsetof(IMAGE_NT_HEADERS64, OptionalHeader);
	if (!has(file, "PE header", file->optional, error))
		return false;
	if (memcmp(file->bytes + file->headers, "PE\0\0", 4) != 0)
		return pe_refuse(error, "not a PE file: no PE signature at 0x%zx", file->headers);
	return true;
}

static bool
is_our_machine(uint16_t machine, struct pe_error *error)
{
	const char *driver = "a driver for x64 is 0x8664";

	switch (machine) {
	case IMAGE_FILE_MACHINE_AMD64:
		return true;
	case IMAGE_FILE_MACHINE_I386:
		return pe_refuse(error,
		    "machine i386 (0x014c), PE32 (32-bit) image; "
		    "a driver for x64 is PE32+");
	case IMAGE_FILE_MACHINE_ARM64:
		return pe_refuse(error, "machine ARM64 (0xaa64); %s", driver);
	case 0x01c4:
		return pe_refuse(error, "machine ARM (0x01c4); %s", driver);
	case 0x0200:
		return pe_refuse(error, "machine Itanium (0x0200); %s", driver);
	default:
		return pe_refuse(error, "machine 0x%04x; %s", machine, driver);
	}
}

static bool
read_file_header(struct file *file, struct pe *pe, struct pe_error *error)
{
	IMAGE_FILE_HEADER header;

	memcpy(&header, file->bytes + file->headers + 4, sizeof(header));
	pe->machine = header.Machine;
	pe->section_count = header.NumberOfSections;
	pe->timestamp = header.TimeDateStamp;
	pe->symbol_offset = header.PointerToSymbolTable;
	pe->symbol_count = header.NumberOfSymbols;
	pe->characteristics = header.Characteristics;
	file->optional_size = header.SizeOfOptionalHeader;
	file->sections = file->optional + file->optional_size;
	if (!is_our_machine(pe->machine, error))
		return false;
	if ((pe->characteristics & IMAGE_FILE_EXECUTABLE_IMAGE) == 0)
		return pe_refuse(error, "not marked executable: the linker reported errors");
	if (pe->section_count == 0 || pe->section_count > PE_SECTIONS_MAX)
		return pe_refuse(
		    error, "%u sections, must be 1 to %d", pe->section_count, PE_SECTIONS_MAX);
	return true;
}

static bool
is_pe32_plus(const struct file *file, struct pe_error *error)
{
	uint16_t magic;

	if (!has(file, "optional header", (uint64_t)file->optional + sizeof(magic), error))
		return false;
	memcpy(&magic, file->bytes + file->optional, sizeof(magic));
	if (magic == IMAGE_NT_OPTIONAL_HDR32_MAGIC)
		return pe_refuse(error, "PE32 (32-bit) image; a driver for x64 is PE32+");
	if (magic != IMAGE_NT_OPTIONAL_HDR64_MAGIC)
		return pe_refuse(error, "optional header magic 0x%03x; PE32+ is 0x20b", magic);
	if (file->optional_size < OPTIONAL_SIZE_MIN)
		return pe_refuse(error, "optional header of %u bytes; PE32+ has at least %d",
		    file->optional_size, OPTIONAL_SIZE_MIN);
	return has(file, "optional header", file->sections, error);
}

/* Windows: there are 16 directories, whatever the count says.  [learn:pe-format] */
static bool
read_directories(const struct file *file, const IMAGE_OPTIONAL_HEADER64 *header, struct pe *pe,
    struct pe_error *error)
{
	uint32_t count = header->NumberOfRvaAndSizes;

	if (count > IMAGE_NUMBEROF_DIRECTORY_ENTRIES)
		count = IMAGE_NUMBEROF_DIRECTORY_ENTRIES;
	if (OPTIONAL_SIZE_MIN + count * sizeof(IMAGE_DATA_DIRECTORY) > file->optional_size)
		return pe_refuse(error, "optional header of %u bytes, too short for %u directories",
		    file->optional_size, count);
	for (uint32_t i = 0; i < count; i++) {
		pe->directories[i].rva = header->DataDirectory[i].VirtualAddress;
		pe->directories[i].size = header->DataDirectory[i].Size;
	}
	return true;
}

static bool
is_native(uint16_t subsystem, struct pe_error *error)
{
	static const char *const names[] = { [2] = "a Windows program",
		[3] = "a console program",
		[10] = "an EFI program",
		[11] = "an EFI boot driver",
		[12] = "an EFI runtime driver",
		[16] = "a boot program" };
	const size_t known = sizeof(names) / sizeof(names[0]);

	if (subsystem == IMAGE_SUBSYSTEM_NATIVE)
		return true;
	if (subsystem < known && names[subsystem] != NULL)
		return pe_refuse(error, "subsystem %u: %s; a driver's is 1 (native)", subsystem,
		    names[subsystem]);
	return pe_refuse(error, "subsystem %u; a driver's is 1 (native)", subsystem);
}

/* [learn:pe-format, SectionAlignment, FileAlignment] */
static bool
is_aligned(const struct file *file, const struct pe *pe, struct pe_error *error)
{
	if (!is_power_of_two(file->file_alignment) || file->file_alignment < FILE_ALIGNMENT_MIN
	    || file->file_alignment > FILE_ALIGNMENT_MAX)
		return pe_refuse(error, "file alignment 0x%x, not a power of two from 0x200",
		    file->file_alignment);
	if (!is_power_of_two(file->section_alignment)
	    || file->section_alignment < file->file_alignment)
		return pe_refuse(error, "section alignment 0x%x does not fit file alignment 0x%x",
		    file->section_alignment, file->file_alignment);
	if (file->section_alignment < PE_PAGE)
		return pe_refuse(error,
		    "section alignment 0x%x: sections closer than a page are "
		    "not modelled",
		    file->section_alignment);
	if (pe->image_base % 0x10000 != 0)
		return pe_refuse(error, "image base 0x%llx is no multiple of 64 KB",
		    (unsigned long long)pe->image_base);
	return true;
}

static bool
read_optional_header(struct file *file, struct pe *pe, struct pe_error *error)
{
	IMAGE_OPTIONAL_HEADER64 header = { .Magic = 0 };
	uint64_t size;

	if (!is_pe32_plus(file, error))
		return false;
	memcpy(&header, file->bytes + file->optional,
	    file->optional_size < sizeof(header) ? file->optional_size : sizeof(header));
	file->section_alignment = header.SectionAlignment;
	file->file_alignment = header.FileAlignment;
	pe->entry = header.AddressOfEntryPoint;
	pe->image_base = header.ImageBase;
	pe->size_of_headers = header.SizeOfHeaders;
	pe->checksum = header.CheckSum;
	pe->checksum_offset =
	    (uint32_t)(file->optional + offsetof(IMAGE_OPTIONAL_HEADER64, CheckSum));
	pe->subsystem = header.Subsystem;
	pe->dll_characteristics = header.DllCharacteristics;
	if (!is_native(pe->subsystem, error) || !is_aligned(file, pe, error))
		return false;
	size = round_up(header.SizeOfImage, PE_PAGE);
	if (size == 0 || size > PE_IMAGE_LIMIT)
		return pe_refuse(
		    error, "size of image 0x%llx, must be 1 to 256 MiB", (unsigned long long)size);
	pe->size_of_image = (uint32_t)size;
	return read_directories(file, &header, pe, error);
}

static void
copy_name(char *name, const uint8_t *raw)
{
	for (int i = 0; i < IMAGE_SIZEOF_SHORT_NAME && raw[i] != 0; i++)
		name[i] = raw[i] >= 0x20 && raw[i] < 0x7f ? (char)raw[i] : '?';
}

/*
 * Windows: maps whole pages of the file, so what lies between VirtualSize and the end of the last
 *   page comes from the file if the file has it. PointerToRawData is 0 where a section holds no
 *   initialised data.  [learn:pe-format, section table]
 */
static bool
read_raw_range(const struct file *file, struct pe_section *section, struct pe_error *error)
{
	if (section->raw_offset == 0)
		section->raw_size = 0;
	if (section->raw_size == 0)
		return true;
	if (section->raw_offset % FILE_ALIGNMENT_MIN != 0)
		return pe_refuse(error, "section %s at 0x%x in the file is not aligned",
		    section->name, section->raw_offset);
	if ((uint64_t)section->raw_offset + section->raw_size > file->length)
		return pe_refuse(error, "truncated in section %s: needs 0x%llx bytes, has 0x%zx",
		    section->name, (unsigned long long)section->raw_offset + section->raw_size,
		    file->length);
	if (section->raw_size > section->span)
		section->raw_size = section->span;
	return true;
}

/* Windows: a VirtualSize of 0 means SizeOfRawData.  [learn:pe-format, section table] */
static bool
read_section(const struct file *file, size_t offset, uint64_t expected, struct pe_section *section,
    struct pe_error *error)
{
	IMAGE_SECTION_HEADER header;
	uint64_t span;

	memcpy(&header, file->bytes + offset, sizeof(header));
	copy_name(section->name, header.Name);
	section->virtual_size = header.Misc.VirtualSize;
	section->rva = header.VirtualAddress;
	section->raw_size = header.SizeOfRawData;
	section->raw_offset = header.PointerToRawData;
	section->flags = header.Characteristics;
	if (section->virtual_size == 0)
		section->virtual_size = section->raw_size;
	if (section->rva < expected)
		return pe_refuse(error, "section %s at 0x%x overlaps what ends at 0x%llx",
		    section->name, section->rva, (unsigned long long)expected);
	if (section->rva != expected)
		return pe_refuse(error, "section %s at 0x%x is not adjacent to 0x%llx",
		    section->name, section->rva, (unsigned long long)expected);
	span = round_up(section->virtual_size, PE_PAGE);
	if (span > PE_IMAGE_LIMIT)
		return pe_refuse(error, "section %s of 0x%x bytes is larger than an image may be",
		    section->name, section->virtual_size);
	section->span = (uint32_t)span;
	return read_raw_range(file, section, error);
}

static bool
read_sections(const struct file *file, struct pe *pe, struct pe_error *error)
{
	uint64_t end = file->sections + (uint64_t)pe->section_count * sizeof(IMAGE_SECTION_HEADER);

	if (!has(file, "section table", end, error))
		return false;
	if (pe->size_of_headers < end)
		return pe_refuse(error, "size of headers 0x%x, but their end is 0x%llx",
		    pe->size_of_headers, (unsigned long long)end);
	if (!has(file, "headers", pe->size_of_headers, error))
		return false;
	end = round_up(pe->size_of_headers, file->section_alignment);
	for (unsigned i = 0; i < pe->section_count; i++) {
		size_t offset = file->sections + i * sizeof(IMAGE_SECTION_HEADER);
		struct pe_section *section = &pe->sections[i];

		if (!read_section(file, offset, end, section, error))
			return false;
		end = (uint64_t)section->rva + section->span;
		if (end > pe->size_of_image)
			return pe_refuse(error, "section %s ends at 0x%llx, the image at 0x%x",
			    section->name, (unsigned long long)end, pe->size_of_image);
		end = round_up(end, file->section_alignment);
	}
	return true;
}

static bool
check_entry(const struct pe *pe, struct pe_error *error)
{
	const struct pe_section *section = pe_section_at(pe, pe->entry);

	if (pe->entry == 0)
		return pe_refuse(error, "no entry point: link with /entry:DriverEntry");
	if (section == NULL)
		return pe_refuse(error, "entry point 0x%x is in no section", pe->entry);
	if ((section->flags & IMAGE_SCN_MEM_EXECUTE) == 0)
		return pe_refuse(error, "entry point 0x%x in section %s, not executable", pe->entry,
		    section->name);
	return true;
}

bool
pe_parse(const uint8_t *bytes, size_t length, struct pe *pe, struct pe_error *error)
{
	struct file file = { .bytes = bytes, .length = length };

	*pe = (struct pe){ .file_size = length };
	error->text[0] = '\0';
	return find_headers(&file, error) && read_file_header(&file, pe, error)
	    && read_optional_header(&file, pe, error) && read_sections(&file, pe, error)
	    && check_entry(pe, error) && pe_tables_check(pe, bytes, error);
}

const struct pe_section *
pe_section_at(const struct pe *pe, uint32_t rva)
{
	for (unsigned i = 0; i < pe->section_count; i++) {
		const struct pe_section *section = &pe->sections[i];

		if (rva >= section->rva && rva - section->rva < section->span)
			return section;
	}
	return NULL;
}

/* The piece of the image that holds rva: how much of it is the file's, how much there is. */
struct piece {
	uint32_t offset; /* of rva, in the file */
	uint32_t raw;    /* bytes from rva on that the file has */
	uint32_t span;   /* bytes from rva on that memory has */
};

static bool
piece_find(const struct pe *pe, uint32_t rva, struct piece *piece)
{
	const struct pe_section *section = pe_section_at(pe, rva);
	uint32_t within;

	if (section == NULL) {
		if (rva >= pe->size_of_headers)
			return false;
		*piece = (struct piece){ .offset = rva,
			.raw = pe->size_of_headers - rva,
			.span = pe->size_of_headers - rva };
		return true;
	}
	within = rva - section->rva;
	*piece = (struct piece){ .span = section->span - within };
	if (within < section->raw_size) {
		piece->offset = section->raw_offset + within;
		piece->raw = section->raw_size - within;
	}
	return true;
}

bool
pe_read(const struct pe *pe, const uint8_t *bytes, uint32_t rva, void *out, size_t size)
{
	struct piece piece;
	size_t raw;

	if (!piece_find(pe, rva, &piece) || size > piece.span)
		return false;
	raw = size < piece.raw ? size : piece.raw;
	if (raw > 0)
		memcpy(out, bytes + piece.offset, raw);
	memset((uint8_t *)out + raw, 0, size - raw);
	return true;
}

const uint8_t *
pe_at(const struct pe *pe, const uint8_t *bytes, uint32_t rva, size_t size)
{
	struct piece piece;

	if (!piece_find(pe, rva, &piece) || size > piece.raw)
		return NULL;
	return bytes + piece.offset;
}

const char *
pe_string(const struct pe *pe, const uint8_t *bytes, uint32_t rva, size_t limit)
{
	struct piece piece;
	const uint8_t *text;

	if (!piece_find(pe, rva, &piece))
		return NULL;
	text = bytes + piece.offset;
	for (size_t i = 0; i < piece.raw && i <= limit; i++) {
		if (text[i] == 0)
			return i > 0 ? (const char *)text : NULL;
		if (text[i] < 0x20 || text[i] >= 0x7f)
			return NULL;
	}
	return NULL;
}
