/*
 * Counted strings (Rtl…String) and the C runtime's string and memory functions.
 */
#ifndef EXECUTIVE_STRING_H
#define EXECUTIVE_STRING_H

#include "kernel/contract.h"

#include <stdbool.h>

WCHAR string_upcase(WCHAR character);
bool string_same(const WCHAR *left, const WCHAR *right, size_t count, bool ignore_case);
size_t string_length(const WCHAR *string);

/* For what we name ourselves: Latin-1 to wide, without a terminator. */
void string_widen(WCHAR *out, const char *text, size_t count);

extern const struct contract string_exports[];
extern const struct contract runtime_exports[]; /* memcpy and its kin: runtime.c */

#endif
