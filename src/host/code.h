/*
 * Is this code of ours?  What a driver hands over is called through the one
 * door; what our own floors hand over is called as it is.
 */
#ifndef HOST_CODE_H
#define HOST_CODE_H

#include <stdbool.h>
#include <stdint.h>

extern const char __executable_start[], etext[]; /* by the linker */

static inline bool
code_is_ours(uintptr_t address)
{
	return address >= (uintptr_t)__executable_start && address < (uintptr_t)etext;
}

#endif
