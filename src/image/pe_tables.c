/*
 * What the directories of a driver file point at: imports, relocations, functions, the security
 * cookie, the PDB's name.
 *
 * Each walk is one step function with three answers. pe_tables_check() takes every step once and
 * turns a bad one into a line of text; after that the public iterators meet only the other two.
 * A walk ends because each step moves forward in memory, or because PE_IMPORTS_MAX says so.
 */
#include "image/pe_tables.h"

#include <string.h>

enum {
	CONFIG_SIZE_MIN = offsetof(IMAGE_LOAD_CONFIG_DIRECTORY64, SEHandlerTable),
	THUNK_SIZE = sizeof(IMAGE_THUNK_DATA64),
};

enum walk {
	WALK_FOUND,
	WALK_END,
	WALK_BAD,
};

static enum walk
bad(struct pe_error *error, const char *what, uint64_t where)
{
	pe_refuse(error, "%s at 0x%llx", what, (unsigned long long)where);
	return WALK_BAD;
}

static bool
is_inside(const struct pe *pe, uint64_t rva, uint64_t size)
{
	return rva + size <= pe->size_of_image;
}

static enum walk
import_named(const struct pe *pe, const uint8_t *bytes, uint64_t thunk, struct pe_import *import,
    struct pe_error *error)
{
	import->name = NULL;
	import->ordinal = 0;
	if ((thunk & IMAGE_ORDINAL_FLAG64) != 0) {
		import->ordinal = thunk & 0xffff;
		return WALK_FOUND;
	}
	if (is_inside(pe, thunk & 0xffffffff, 2) && thunk >> 32 == 0)
		import->name = pe_string(pe, bytes,
		    (uint32_t)thunk + (uint32_t)offsetof(IMAGE_IMPORT_BY_NAME, Name), PE_NAME_MAX);
	if (import->name == NULL)
		return bad(error, "import name is unterminated, unprintable or outside", thunk);
	return WALK_FOUND;
}

/*
 * Windows: the list ends at a descriptor without a name or without an IAT; names are looked up
 *   through OriginalFirstThunk, or through the IAT itself if it is absent.  [learn:pe-format]
 */
static enum walk
import_step(
    const struct pe *pe, const uint8_t *bytes, struct pe_import *import, struct pe_error *error)
{
	IMAGE_IMPORT_DESCRIPTOR descriptor;
	uint64_t thunk;

	for (;; import->descriptor += sizeof(descriptor), import->lookup = 0) {
		uint32_t names, iat, offset = import->lookup * THUNK_SIZE;

		if (!pe_read(pe, bytes, import->descriptor, &descriptor, sizeof(descriptor)))
			return bad(
			    error, "import directory leaves its section", import->descriptor);
		iat = descriptor.FirstThunk;
		if (iat == 0 || descriptor.Name == 0)
			return WALK_END;
		names = descriptor.OriginalFirstThunk != 0 ? descriptor.OriginalFirstThunk : iat;
		import->dll = pe_string(pe, bytes, descriptor.Name, PE_NAME_MAX);
		if (import->dll == NULL)
			return bad(error, "DLL name is unterminated, unprintable or outside",
			    descriptor.Name);
		if (!is_inside(pe, (uint64_t)names + offset, THUNK_SIZE)
		    || !pe_read(pe, bytes, names + offset, &thunk, sizeof(thunk)))
			return bad(error, "import lookup table leaves its section", names);
		if (thunk == 0)
			continue;
		if (!is_inside(pe, (uint64_t)iat + offset, THUNK_SIZE))
			return bad(error, "import address table leaves the image", iat);
		import->iat = iat + offset;
		import->lookup++;
		return import_named(pe, bytes, thunk, import, error);
	}
}

static enum walk
import_start(
    const struct pe *pe, const uint8_t *bytes, struct pe_import *import, struct pe_error *error)
{
	uint32_t rva = pe->directories[IMAGE_DIRECTORY_ENTRY_IMPORT].rva;

	*import = (struct pe_import){ .descriptor = rva };
	if (rva == 0)
		return WALK_END;
	return import_step(pe, bytes, import, error);
}

bool
pe_import_first(const struct pe *pe, const uint8_t *bytes, struct pe_import *import)
{
	struct pe_error none;

	return import_start(pe, bytes, import, &none) == WALK_FOUND;
}

bool
pe_import_next(const struct pe *pe, const uint8_t *bytes, struct pe_import *import)
{
	struct pe_error none;

	return import_step(pe, bytes, import, &none) == WALK_FOUND;
}

/* Moves on to the block behind the one that is finished. */
static enum walk
relocation_block(const struct pe *pe, const uint8_t *bytes, struct pe_relocation *relocation,
    struct pe_error *error)
{
	const struct pe_range *directory = &pe->directories[IMAGE_DIRECTORY_ENTRY_BASERELOC];
	uint32_t end = directory->rva + directory->size;
	IMAGE_BASE_RELOCATION header;
	uint32_t size;

	if (relocation->block_end >= end)
		return WALK_END;
	relocation->block = relocation->block_end;
	if (!pe_read(pe, bytes, relocation->block, &header, sizeof(header)))
		return bad(error, "relocation directory leaves its section", relocation->block);
	size = header.SizeOfBlock;
	if (size < sizeof(header) || size % 2 != 0 || size > end - relocation->block) {
		pe_refuse(
		    error, "relocation block at 0x%x has a size of 0x%x", relocation->block, size);
		return WALK_BAD;
	}
	relocation->page = header.VirtualAddress;
	relocation->block_end = relocation->block + size;
	relocation->entry = relocation->block + (uint32_t)sizeof(header);
	return WALK_FOUND;
}

/* Windows: on x64 a base relocation is DIR64, or ABSOLUTE, which is padding.  [learn:pe-format] */
static enum walk
relocation_step(const struct pe *pe, const uint8_t *bytes, struct pe_relocation *relocation,
    struct pe_error *error)
{
	uint16_t entry;

	for (;;) {
		uint64_t target;
		unsigned type;

		if (relocation->entry >= relocation->block_end) {
			enum walk walk = relocation_block(pe, bytes, relocation, error);

			if (walk != WALK_FOUND)
				return walk;
			continue;
		}
		if (!pe_read(pe, bytes, relocation->entry, &entry, sizeof(entry)))
			return bad(
			    error, "relocation directory leaves its section", relocation->entry);
		relocation->entry += 2;
		type = entry >> 12;
		if (type == IMAGE_REL_BASED_ABSOLUTE)
			continue;
		target = (uint64_t)relocation->page + (entry & 0xfff);
		if (type != IMAGE_REL_BASED_DIR64) {
			pe_refuse(error, "relocation of type %u at 0x%llx; x64 has only DIR64 (10)",
			    type, (unsigned long long)target);
			return WALK_BAD;
		}
		if (!is_inside(pe, target, 8))
			return bad(error, "relocation outside the image", target);
		relocation->rva = (uint32_t)target;
		return WALK_FOUND;
	}
}

static enum walk
relocation_start(const struct pe *pe, const uint8_t *bytes, struct pe_relocation *relocation,
    struct pe_error *error)
{
	const struct pe_range *directory = &pe->directories[IMAGE_DIRECTORY_ENTRY_BASERELOC];

	*relocation = (struct pe_relocation){
		.block = directory->rva, .block_end = directory->rva, .entry = directory->rva
	};
	if (directory->rva == 0 || directory->size == 0)
		return WALK_END;
	if (!is_inside(pe, directory->rva, directory->size))
		return bad(error, "relocation directory leaves the image", directory->rva);
	return relocation_step(pe, bytes, relocation, error);
}

bool
pe_relocation_first(const struct pe *pe, const uint8_t *bytes, struct pe_relocation *relocation)
{
	struct pe_error none;

	return relocation_start(pe, bytes, relocation, &none) == WALK_FOUND;
}

bool
pe_relocation_next(const struct pe *pe, const uint8_t *bytes, struct pe_relocation *relocation)
{
	struct pe_error none;

	return relocation_step(pe, bytes, relocation, &none) == WALK_FOUND;
}

static bool
check_imports(struct pe *pe, const uint8_t *bytes, struct pe_error *error)
{
	struct pe_import import;
	enum walk walk = import_start(pe, bytes, &import, error);

	for (; walk == WALK_FOUND; walk = import_step(pe, bytes, &import, error)) {
		if (pe->import_count == PE_IMPORTS_MAX)
			return pe_refuse(error, "more than %d imports", PE_IMPORTS_MAX);
		pe->import_count++;
	}
	return walk == WALK_END;
}

static bool
check_relocations(const struct pe *pe, const uint8_t *bytes, struct pe_error *error)
{
	struct pe_relocation relocation;
	enum walk walk = relocation_start(pe, bytes, &relocation, error);

	while (walk == WALK_FOUND)
		walk = relocation_step(pe, bytes, &relocation, error);
	return walk == WALK_END;
}

static bool
check_functions(const struct pe *pe, struct pe_error *error)
{
	const struct pe_range *directory = &pe->directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION];

	if (directory->rva == 0 || is_inside(pe, directory->rva, directory->size))
		return true;
	return pe_refuse(error, "exception directory at 0x%x, of 0x%x bytes, leaves the image",
	    directory->rva, directory->size);
}

/* Windows: the cookie's address is the preferred one, before relocation.  [learn:pe-format] */
static bool
check_load_config(struct pe *pe, const uint8_t *bytes, struct pe_error *error)
{
	uint32_t rva = pe->directories[IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG].rva;
	IMAGE_LOAD_CONFIG_DIRECTORY64 config;
	uint64_t cookie;

	if (rva == 0)
		return true;
	if (!pe_read(pe, bytes, rva, &config, sizeof(config.Size)))
		return pe_refuse(error, "load configuration at 0x%x is outside the image", rva);
	if (config.Size < CONFIG_SIZE_MIN)
		return true;
	if (!pe_read(pe, bytes, rva, &config, CONFIG_SIZE_MIN))
		return pe_refuse(error, "load configuration at 0x%x leaves its section", rva);
	if (config.SecurityCookie == 0)
		return true;
	cookie = config.SecurityCookie - pe->image_base;
	if (cookie >= pe->size_of_image || !is_inside(pe, cookie, sizeof(cookie)))
		return pe_refuse(error, "security cookie at 0x%llx is outside the image",
		    (unsigned long long)config.SecurityCookie);
	pe->security_cookie = (uint32_t)cookie;
	return true;
}

bool
pe_tables_check(struct pe *pe, const uint8_t *bytes, struct pe_error *error)
{
	return check_imports(pe, bytes, error) && check_relocations(pe, bytes, error)
	    && check_functions(pe, error) && check_load_config(pe, bytes, error);
}

const uint8_t *
pe_functions(const struct pe *pe, const uint8_t *bytes, size_t *count)
{
	const struct pe_range *directory = &pe->directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION];

	*count = directory->size / sizeof(RUNTIME_FUNCTION);
	if (directory->rva == 0 || *count == 0)
		return NULL;
	return pe_at(pe, bytes, directory->rva, *count * sizeof(RUNTIME_FUNCTION));
}

/* A path ends in the record; what can't be printed becomes a question mark. */
static void
copy_path(char *path, size_t room, const uint8_t *raw, size_t size)
{
	size_t i;

	for (i = 0; i < room - 1 && i < size && raw[i] != 0; i++)
		path[i] = raw[i] >= 0x20 && raw[i] < 0x7f ? (char)raw[i] : '?';
	path[i] = '\0';
}

static bool
read_rsds(const struct pe *pe, const uint8_t *bytes, const IMAGE_DEBUG_DIRECTORY *entry,
    struct pe_debug *debug)
{
	const size_t head = offsetof(struct nt_codeview_rsds, PdbFileName);
	struct nt_codeview_rsds record;

	if (entry->Type != IMAGE_DEBUG_TYPE_CODEVIEW || entry->SizeOfData <= head
	    || (uint64_t)entry->PointerToRawData + entry->SizeOfData > pe->file_size)
		return false;
	memcpy(&record, bytes + entry->PointerToRawData, head);
	if (record.Signature != NT_CODEVIEW_RSDS)
		return false;
	debug->age = record.Age;
	memcpy(debug->guid, &record.Guid, sizeof(debug->guid));
	copy_path(debug->path, sizeof(debug->path), bytes + entry->PointerToRawData + head,
	    entry->SizeOfData - head);
	return true;
}

bool
pe_debug(const struct pe *pe, const uint8_t *bytes, struct pe_debug *debug)
{
	const struct pe_range *directory = &pe->directories[IMAGE_DIRECTORY_ENTRY_DEBUG];
	IMAGE_DEBUG_DIRECTORY entry;

	if (directory->rva == 0 || !is_inside(pe, directory->rva, directory->size))
		return false;
	for (uint32_t at = 0; at + sizeof(entry) <= directory->size; at += sizeof(entry)) {
		if (!pe_read(pe, bytes, directory->rva + at, &entry, sizeof(entry)))
			return false;
		if (read_rsds(pe, bytes, &entry, debug))
			return true;
	}
	return false;
}

/* Windows: the folded sum of all 16-bit words but the checksum's own, plus the length. */
uint32_t
pe_checksum(const struct pe *pe, const uint8_t *bytes)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < pe->file_size; i += 2) {
		uint32_t word = bytes[i];

		if (i + 1 < pe->file_size)
			word |= (uint32_t)bytes[i + 1] << 8;
		if (i == pe->checksum_offset || i == pe->checksum_offset + 2u)
			continue;
		sum += word;
		sum = (sum & 0xffff) + (sum >> 16);
	}
	return sum + (uint32_t)pe->file_size;
}
