/*
 * NT's formatter: what DbgPrint and _vsnprintf make of a format.
 *
 * Windows: %s, %c follow the function (narrow or wide), %S, %C are the other
 *   kind; h means narrow, l and w wide; %Z and %wZ take a pointer to an
 *   ANSI_STRING or UNICODE_STRING; I, I32, I64, ll give a number's size; %p
 *   has 16 digits.  Floating point is not supported.  [ddi:DbgPrint, Remarks]
 * Here: a wide character beyond Latin-1 becomes '?' in narrow text.
 */
#ifndef EXECUTIVE_FORMAT_H
#define EXECUTIVE_FORMAT_H

#include "nt/types.h"

#include <stdbool.h>
#include <stddef.h>

/* Variable arguments of the Microsoft ABI: eight bytes each, in a row. */
#define FORMAT_ARGUMENTS(list) ((const uint64_t *)(void *)(list))

struct formatted {
	size_t length; /* of the whole text, even where it did not fit */
	bool unicode;  /* a Unicode code was used: PASSIVE_LEVEL only */
};

/* At most `limit` characters are written, no terminator. */
struct formatted format_narrow(
    char *out, size_t limit, const char *format, const uint64_t *arguments);
struct formatted format_wide(
    WCHAR *out, size_t limit, const WCHAR *format, const uint64_t *arguments);

#endif
