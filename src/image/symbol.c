/*
 * One sorted table of ranges. A range begins at a COFF symbol or at a function of the exception
 * directory, and ends where the next begins, where its function ends, or with its section, so an
 * address that nothing vouches for is told as module+offset and not as part of a neighbour.
 *
 * A compiler may lay a function out in several parts, chained to the first: an address in such a
 * part is told from the function's beginning, unless the part lies before it or has its own name.
 */
#include "image/symbol.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "image/bytes.h"

enum { /* [learn:pe-format, COFF symbol table] */
	SYMBOL_SIZE = 18,
	CLASS_EXTERNAL = 2,
	CLASS_STATIC = 3,
	CLASS_LABEL = 6,
	TYPE_FUNCTION = 0x20,
	CHAIN_MAX = 32,
	NAME_MAX_LENGTH = 255, /* ours: longer names are cut short */
};

struct range {
	uint32_t rva, end;
	uint32_t origin; /* where the function begins that it is a part of */
	uint32_t order;  /* among those at one rva, the lowest is kept */
	size_t name;     /* in names; 0: it has none */
};

struct symbols {
	char *module;
	uint32_t size_of_image;
	struct range *ranges; /* ascending, no two at one rva */
	size_t count;
	char *names; /* byte 0 is no name */
	size_t names_size, names_room;
};

/* What a table is made from. */
struct source {
	const struct pe *pe;
	const uint8_t *bytes;
	const uint8_t *table; /* COFF symbols */
	size_t table_count;
	const uint8_t *strings; /* behind them: long names */
	size_t strings_size;
	const uint8_t *functions; /* exception directory */
	size_t function_count;
};

static void *
take(void *old, size_t size)
{
	void *block = realloc(old, size);

	assert(block != NULL);
	return block;
}

/* A table that does not fit in the file is no table. */
static struct source
source_find(const struct pe *pe, const uint8_t *bytes)
{
	struct source source = { .pe = pe, .bytes = bytes };
	uint64_t end = pe->symbol_offset + (uint64_t)pe->symbol_count * SYMBOL_SIZE;

	source.functions = pe_functions(pe, bytes, &source.function_count);
	if (source.functions == NULL)
		source.function_count = 0;
	if (pe->symbol_offset == 0 || end > pe->file_size)
		return source;
	source.table = bytes + pe->symbol_offset;
	source.table_count = pe->symbol_count;
	if (end + 4 > pe->file_size)
		return source;
	source.strings = bytes + end;
	source.strings_size = bytes_u32(source.strings);
	if (source.strings_size > pe->file_size - end)
		source.strings_size = pe->file_size - end;
	return source;
}

/* Windows: a name of up to eight bytes stands in the symbol; a longer one in the string table. */
static const char *
coff_name(const struct source *source, const uint8_t *symbol, size_t *length)
{
	const uint8_t *name = symbol;
	size_t room = 8;

	if (bytes_u32(symbol) == 0) {
		uint32_t offset = bytes_u32(symbol + 4);

		if (offset < 4 || offset >= source->strings_size)
			return NULL;
		name = source->strings + offset;
		room = source->strings_size - offset;
	}
	if (room > NAME_MAX_LENGTH)
		room = NAME_MAX_LENGTH;
	for (*length = 0; *length < room && name[*length] != 0; ++*length) {
		if (name[*length] <= 0x20 || name[*length] >= 0x7f)
			return NULL;
	}
	return *length > 0 ? (const char *)name : NULL;
}

static size_t
name_keep(struct symbols *symbols, const char *name, size_t length)
{
	size_t at = symbols->names_size;

	if (at + length + 1 > symbols->names_room) {
		symbols->names_room = (at + length + 1) * 2;
		symbols->names = take(symbols->names, symbols->names_room);
	}
	memcpy(symbols->names + at, name, length);
	symbols->names[at + length] = '\0';
	symbols->names_size = at + length + 1;
	return at;
}

/* Functions come before data at one address. */
static uint32_t
coff_order(const uint8_t *symbol)
{
	return bytes_u16(symbol + 14) == TYPE_FUNCTION ? 0 : 1;
}

/* What a linker marks its own tables with: __CTOR_LIST__ stands in .text, yet names no code. */
static bool
is_linkers(const char *name, size_t length)
{
	return length > 4 && memcmp(name, "__", 2) == 0 && memcmp(name + length - 2, "__", 2) == 0;
}

/* Sections (.text), files (.file) and absolute values name no place in the code. */
static void
add_coff(struct symbols *symbols, const struct source *source, const uint8_t *symbol)
{
	uint16_t number = bytes_u16(symbol + 12);
	uint8_t storage = symbol[16];
	const struct pe_section *section;
	const char *name;
	size_t length;

	if (number == 0 || number > source->pe->section_count
	    || (storage != CLASS_EXTERNAL && storage != CLASS_STATIC && storage != CLASS_LABEL))
		return;
	section = &source->pe->sections[number - 1];
	name = coff_name(source, symbol, &length);
	if (name == NULL || name[0] == '.' || is_linkers(name, length)
	    || bytes_u32(symbol + 8) >= section->virtual_size)
		return;
	symbols->ranges[symbols->count++] = (struct range){
		.rva = section->rva + bytes_u32(symbol + 8),
		.origin = section->rva + bytes_u32(symbol + 8),
		.end = section->rva + section->virtual_size,
		.order = coff_order(symbol),
		.name = name_keep(symbols, name, length),
	};
}

/* Where the function begins that this is a part of. */
static uint32_t
origin_of(const struct source *source, RUNTIME_FUNCTION part)
{
	for (int depth = 0; depth < CHAIN_MAX; depth++) {
		const uint32_t at = part.UnwindData;
		UNWIND_INFO info;

		if (!pe_read(source->pe, source->bytes, at, &info, sizeof(info))
		    || (info.Flags & UNW_FLAG_CHAININFO) == 0)
			break;
		if (!pe_read(source->pe, source->bytes,
			at + (uint32_t)sizeof(info) + (info.CountOfCodes + 1u) / 2 * 4, &part,
			sizeof(part)))
			break;
	}
	return part.BeginAddress;
}

static void
add_function(struct symbols *symbols, const struct source *source, const uint8_t *function)
{
	RUNTIME_FUNCTION entry;

	memcpy(&entry, function, sizeof(entry));
	if (entry.BeginAddress >= entry.EndAddress || entry.EndAddress > symbols->size_of_image)
		return;
	symbols->ranges[symbols->count++] = (struct range){
		.rva = entry.BeginAddress,
		.end = entry.EndAddress,
		.origin = origin_of(source, entry),
		.order = 2,
	};
}

static int
range_order(const void *left, const void *right)
{
	const struct range *a = left, *b = right;

	if (a->rva != b->rva)
		return a->rva < b->rva ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return a->name < b->name ? -1 : a->name > b->name;
}

/* Of those at one rva keep the first, with the end that the exception directory gives. */
static void
keep_one_each(struct symbols *symbols)
{
	size_t kept = 0;

	for (size_t i = 0; i < symbols->count; i++) {
		struct range *next = &symbols->ranges[i];
		struct range *last = kept > 0 ? &symbols->ranges[kept - 1] : NULL;

		if (last != NULL && last->rva == next->rva) {
			if (next->end < last->end)
				last->end = next->end;
			continue;
		}
		if (last != NULL && last->end > next->rva)
			last->end = next->rva;
		symbols->ranges[kept++] = *next;
	}
	symbols->count = kept;
}

struct symbols *
symbols_make(const struct pe *pe, const uint8_t *bytes, const char *module)
{
	struct source source = source_find(pe, bytes);
	struct symbols *symbols = take(NULL, sizeof(*symbols));

	*symbols = (struct symbols){ .size_of_image = pe->size_of_image };
	symbols->module = take(NULL, strlen(module) + 1);
	strcpy(symbols->module, module);
	symbols->ranges =
	    take(NULL, (source.table_count + source.function_count + 1) * sizeof(struct range));
	name_keep(symbols, "", 0);
	for (size_t i = 0; i < source.table_count; i++) {
		const uint8_t *symbol = source.table + i * SYMBOL_SIZE;

		add_coff(symbols, &source, symbol);
		i += symbol[17]; /* its auxiliary records */
	}
	for (size_t i = 0; i < source.function_count; i++)
		add_function(symbols, &source, source.functions + i * sizeof(RUNTIME_FUNCTION));
	qsort(symbols->ranges, symbols->count, sizeof(struct range), range_order);
	keep_one_each(symbols);
	return symbols;
}

void
symbols_free(struct symbols *symbols)
{
	if (symbols == NULL)
		return;
	free(symbols->module);
	free(symbols->ranges);
	free(symbols->names);
	free(symbols);
}

/* The last range that begins at or before rva. NULL: all begin behind it. */
static const struct range *
range_before(const struct symbols *symbols, uint64_t rva)
{
	size_t low = 0, high = symbols->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (symbols->ranges[middle].rva <= rva)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? &symbols->ranges[low - 1] : NULL;
}

/* The range whose beginning an address in `part` is told from. */
static const struct range *
range_head(const struct symbols *symbols, const struct range *part)
{
	const struct range *head;

	if (part->name != 0 || part->origin >= part->rva)
		return part;
	head = range_before(symbols, part->origin);
	return head != NULL && head->rva == part->origin ? head : part;
}

static size_t
written(int length, size_t size)
{
	if (length < 0)
		return 0;
	return (size_t)length < size ? (size_t)length : size - 1;
}

size_t
symbol_format(const struct symbols *symbols, uint64_t rva, char *out, size_t size)
{
	const struct range *range = range_before(symbols, rva);
	char plus[24] = "";

	if (size == 0)
		return 0;
	if (range == NULL || rva >= range->end)
		return written(
		    snprintf(out, size, "%s+0x%llx", symbols->module, (unsigned long long)rva),
		    size);
	range = range_head(symbols, range);
	if (rva != range->rva)
		snprintf(plus, sizeof(plus), "+0x%llx", (unsigned long long)(rva - range->rva));
	if (range->name == 0)
		return written(
		    snprintf(out, size, "%s!fn_%x%s", symbols->module, range->rva, plus), size);
	return written(
	    snprintf(out, size, "%s!%s%s", symbols->module, symbols->names + range->name, plus),
	    size);
}
