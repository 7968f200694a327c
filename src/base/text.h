/*
 * Growing text, for reports and messages.
 *
 * Host memory: a text is never part of a machine and never seen by a driver.
 * Running out of memory ends the process; no caller has to ask.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>

struct text {
	char *bytes; /* NUL after `length` bytes; NULL while empty */
	size_t length;
	size_t capacity;
};

void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_add_list(struct text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
void text_add_bytes(struct text *text, const void *bytes, size_t length);

/* A JSON string, with its quotes; bytes that are not UTF-8 become U+FFFD. */
void text_add_json(struct text *text, const char *string);

const char *text_string(const struct text *text); /* never NULL */
void text_clear(struct text *text);               /* keeps the memory */
void text_free(struct text *text);

#endif
