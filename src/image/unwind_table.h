/*
 * The exception directory as unwinding reads it: functions, their UNWIND_INFO, chains.
 *
 * Everything is read through the caller's callback, bounded by the image, and believed only as far
 * as its shape goes.  [learn:exception-handling-x64]
 */
#ifndef IMAGE_UNWIND_TABLE_H
#define IMAGE_UNWIND_TABLE_H

#include "image/unwind.h"
#include "nt/pe.h"

enum {
	UNWIND_CODES_MAX = 255,
	UNWIND_CHAIN_MAX = 32, /* ours: a compiler chains two or three */
};

struct unwind_function { /* RUNTIME_FUNCTION */
	uint32_t entry;  /* rva of the RUNTIME_FUNCTION itself */
	uint32_t begin, end, info;
};

struct unwind_info { /* UNWIND_INFO */
	unsigned version, flags, prologue_size, count, frame_register;
	uint64_t frame_offset;
	uint32_t behind; /* rva of what follows the codes */
	uint8_t codes[UNWIND_CODES_MAX * 2];
};

enum unwind_found {
	UNWIND_FOUND_ENTRY,
	UNWIND_FOUND_LEAF,
	UNWIND_FOUND_UNREADABLE,
};

struct unwind_table {
	const struct unwind_image *image;
	unwind_read *read;
	void *context;
};

/* Bytes of the image at an rva. */
bool unwind_table_read(const struct unwind_table *table, uint64_t rva, void *out, size_t size);

/* The entry whose range holds rva. */
enum unwind_found unwind_function_find(
    const struct unwind_table *table, uint32_t rva, struct unwind_function *function);

bool unwind_info_read(const struct unwind_table *table, uint32_t rva, struct unwind_info *info);

/* How many entries of two bytes a code takes; 0: there is no such code. */
unsigned unwind_code_slots(const struct unwind_info *info, const uint8_t *code);

/* Goes up to the part this one is chained to. False: there is none, or it can't be read. */
bool unwind_chain_up(
    const struct unwind_table *table, struct unwind_function *function, struct unwind_info *info);

/* Where the function begins that this is a part of. */
uint32_t unwind_chain_head(const struct unwind_table *table, struct unwind_function part);

#endif
