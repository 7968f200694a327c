/*
 * A driver file, read as Windows' loader reads it, and trusted in nothing.
 *
 * pe_parse() checks every header and walks every table that a load depends on:
 * an image it accepts can be mapped, relocated and bound without another
 * complaint about its form. What it refuses it explains in one line.
 *
 * Nothing here keeps the file: `bytes` is always the buffer that was parsed,
 * unchanged, and must outlive the pointers that an iterator hands out.
 */
#ifndef IMAGE_PE_H
#define IMAGE_PE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nt/pe.h"

enum {
	PE_PAGE = 0x1000,
	PE_SECTIONS_MAX = 96,       /* [learn:pe-format, NumberOfSections] */
	PE_IMAGE_LIMIT = 256 << 20, /* ours: no driver comes near */
	PE_IMPORTS_MAX = 65536,     /* ours: ends a table that points at itself */
	PE_NAME_MAX = 512,          /* ours: the longest import name that is believed */
};

struct pe_error {
	char text[200]; /* one line, no newline */
};

struct pe_section {
	char name[9];
	uint32_t rva;
	uint32_t virtual_size;
	uint32_t span; /* bytes it takes in memory: whole pages */
	uint32_t raw_offset;
	uint32_t raw_size; /* bytes that come from the file, at most span */
	uint32_t flags;    /* IMAGE_SCN_ */
};

struct pe_range {
	uint32_t rva;
	uint32_t size;
};

struct pe {
	size_t file_size;
	uint64_t image_base;    /* where it would like to be */
	uint32_t size_of_image; /* whole pages */
	uint32_t size_of_headers;
	uint32_t entry; /* rva, inside an executable section */
	uint32_t timestamp;
	uint32_t checksum;
	uint32_t checksum_offset; /* in the file */
	uint32_t symbol_offset;   /* COFF symbols, in the file; count 0: none */
	uint32_t symbol_count;
	uint32_t security_cookie; /* rva of the cookie; 0: none */
	unsigned import_count;
	uint16_t machine;
	uint16_t characteristics; /* IMAGE_FILE_ */
	uint16_t subsystem;
	uint16_t dll_characteristics; /* IMAGE_DLLCHARACTERISTICS_ */
	unsigned section_count;
	struct pe_range directories[IMAGE_NUMBEROF_DIRECTORY_ENTRIES]; /* rva 0: absent */
	struct pe_section sections[PE_SECTIONS_MAX];                   /* ascending, adjacent */
};

/* Says why; always false, so that a check can end with it. */
__attribute__((format(printf, 2, 3))) bool pe_refuse(
    struct pe_error *error, const char *format, ...);

/* False: refused, `error` says why, and `pe` is not to be used. */
bool pe_parse(const uint8_t *bytes, size_t length, struct pe *pe, struct pe_error *error);

/* The section that holds rva; NULL: the headers, or outside the image. */
const struct pe_section *pe_section_at(const struct pe *pe, uint32_t rva);

/* What memory would hold at rva before relocation. False: not inside the headers or one section. */
bool pe_read(const struct pe *pe, const uint8_t *bytes, uint32_t rva, void *out, size_t size);

/* The file's own bytes behind [rva, rva + size). NULL: not all of them come from the file. */
const uint8_t *pe_at(const struct pe *pe, const uint8_t *bytes, uint32_t rva, size_t size);

/* A printable string of 1 to `limit` characters that ends in the file. NULL: there is none. */
const char *pe_string(const struct pe *pe, const uint8_t *bytes, uint32_t rva, size_t limit);

/* Windows compares it with every driver's header.  [IMAGE_OPTIONAL_HEADER64, CheckSum] */
uint32_t pe_checksum(const struct pe *pe, const uint8_t *bytes);

/*
 * Imports, in file order:
 *	for (more = pe_import_first(pe, bytes, &i); more; more = pe_import_next(pe, bytes, &i))
 */
struct pe_import {
	const char *dll;             /* as the driver spells it: HAL.dll, NDIS.SYS */
	const char *name;            /* NULL: by ordinal */
	unsigned ordinal;            /* when name is NULL */
	uint32_t iat;                /* rva of the eight bytes the address goes to */
	uint32_t descriptor, lookup; /* where the walk is: the iterator's own */
};

bool pe_import_first(const struct pe *pe, const uint8_t *bytes, struct pe_import *import);
bool pe_import_next(const struct pe *pe, const uint8_t *bytes, struct pe_import *import);

/* The rva of each 64-bit address that moves with the image, in file order. */
struct pe_relocation {
	uint32_t rva;
	uint32_t page, block, block_end, entry; /* the iterator's own */
};

bool pe_relocation_first(
    const struct pe *pe, const uint8_t *bytes, struct pe_relocation *relocation);
bool pe_relocation_next(
    const struct pe *pe, const uint8_t *bytes, struct pe_relocation *relocation);

/* Which PDB belongs to the image. */
struct pe_debug {
	uint8_t guid[16];
	uint32_t age;
	char path[260]; /* printable, cut short if it must be */
};

/* False: it names none that is well-formed, which no loader minds. */
bool pe_debug(const struct pe *pe, const uint8_t *bytes, struct pe_debug *debug);

/* The exception directory, twelve bytes a function. NULL: none, or not in the file. */
const uint8_t *pe_functions(const struct pe *pe, const uint8_t *bytes, size_t *count);

#endif
