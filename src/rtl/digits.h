/*
 * Digits, in any base up to 36.
 */
#ifndef RTL_DIGITS_H
#define RTL_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIGITS_MAX 64 /* of a number in base 2 */
#define DIGIT_NONE 36

static inline char
digit_letter(unsigned value, bool upper)
{
	return (char)(value < 10 ? '0' + value : (upper ? 'A' : 'a') + value - 10);
}

/* DIGIT_NONE or more: it is none. */
static inline unsigned
digit_value(unsigned letter)
{
	if (letter >= '0' && letter <= '9')
		return letter - '0';
	if (letter >= 'a' && letter <= 'z')
		return letter - 'a' + 10;
	if (letter >= 'A' && letter <= 'Z')
		return letter - 'A' + 10;
	return DIGIT_NONE;
}

/* Their count; no terminator. */
static inline size_t
digits_of(char out[DIGITS_MAX], uint64_t value, unsigned base, bool upper)
{
	char reversed[DIGITS_MAX];
	size_t count = 0;

	do
		reversed[count++] = digit_letter((unsigned)(value % base), upper);
	while ((value /= base) != 0);
	for (size_t at = 0; at < count; at++)
		out[at] = reversed[count - 1 - at];
	return count;
}

#endif
