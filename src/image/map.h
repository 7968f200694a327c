/*
 * A parsed driver file, laid out in memory as Windows would lay it out.
 *
 * Only bytes are written, all of them inside [at, at + size_of_image): the caller owns the pages,
 * makes them writable for this, zeroes them first, and protects them afterwards as
 * map_protection() says.
 */
#ifndef IMAGE_MAP_H
#define IMAGE_MAP_H

#include "image/pe.h"

/*
 * Headers, sections, relocations for the load address `base`, and the security cookie.
 * `at` is where the bytes are written now; it need not be `base`.
 * False: the image cannot live at `base`; `error` says why.
 */
bool map_image(const struct pe *pe, const uint8_t *bytes, void *at, uint64_t base, uint64_t cookie,
    struct pe_error *error);

/* Where an import is found; name is NULL when it is asked for by ordinal. False: nowhere. */
typedef bool map_resolve(
    void *context, const char *dll, const char *name, unsigned ordinal, uint64_t *address);

/* Fills in the import address table. False: `error` names the first import that is nowhere. */
bool map_bind(const struct pe *pe, const uint8_t *bytes, void *at, map_resolve *resolve,
    void *context, struct pe_error *error);

struct map_protection {
	bool read, write, execute;
	bool discardable; /* INIT and its like: gone after DriverEntry */
};

/* Of [section->rva, + section->span). NULL: the headers, which are [0, first section's rva). */
struct map_protection map_protection(const struct pe_section *section);

#endif
