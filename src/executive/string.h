/*
 * Counted strings (Rtl…String) and the C runtime's string and memory functions.
 */
#ifndef EXECUTIVE_STRING_H
#define EXECUTIVE_STRING_H

#include "kernel/contract.h"

#include <stdbool.h>

WCHAR string_upcase(WCHAR character);
WCHAR string_downcase(WCHAR character);
bool string_same(const WCHAR *left, const WCHAR *right, size_t count, bool ignore_case);
size_t string_length(const WCHAR *string);

/* For what we name ourselves: Latin-1 to wide, without a terminator. */
void string_widen(WCHAR *out, const char *text, size_t count);
/* For a report: ASCII, as much as there is room for; NULL is empty. */
void string_narrow(char *out, size_t size, const WCHAR *text);

/*
 * The buffer of a string that an Rtl function allocates for the driver; NULL: refused, or there is
 * no more.  Giving back what is no live buffer of the driver's ends the run.
 */
void *string_buffer_take(size_t bytes);
void string_buffer_give(void *buffer);
/* Room for so many bytes in a STRING or UNICODE_STRING, which is made if it is to be allocated.
 * STATUS_NO_MEMORY, STATUS_BUFFER_OVERFLOW. */
NTSTATUS string_room(void *string, size_t bytes, bool allocate);

extern const struct contract string_exports[];
extern const struct contract runtime_exports[]; /* memcpy and its kin: runtime.c */

#endif
