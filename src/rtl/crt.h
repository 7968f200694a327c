/*
 * What the files of the C runtime share.
 *
 * The functions have our names there, since the host's C library has theirs; the rows give them
 * Windows'.  None has a DDI page; the CRT's reference says what they do.  [crt:strcpy, …]
 */
#ifndef RTL_CRT_H
#define RTL_CRT_H

#include "kernel/contract.h"

#define CRT(name, function, arguments) \
	EXPORT_AS(name, function, arguments, HIGH_LEVEL, REFUSAL_NONE, 0)
#define CRT_VARIADIC(name, function) \
	EXPORT_AS(name, function, GATE_ARGUMENTS, HIGH_LEVEL, REFUSAL_NONE, VARIADIC)

/* errno_t values and the count that asks for as much as fits.  [crt:errno constants; crt:_TRUNCATE] */
#define CRT_EINVAL 22
#define CRT_ERANGE 34
#define CRT_STRUNCATE 80
#define CRT_TRUNCATE SIZE_MAX
#define CRT_ALL (SIZE_MAX - 1)

/* The C locale's letters. */
static inline int
crt_lower(int letter)
{
	return letter >= 'A' && letter <= 'Z' ? letter + 0x20 : letter;
}

static inline int
crt_upper(int letter)
{
	return letter >= 'a' && letter <= 'z' ? letter - 0x20 : letter;
}

#endif
