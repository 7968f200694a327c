/*
 * Run-down protection: a count of those who use a thing, and the end of it.
 *
 * Windows keeps the word opaque.  Ours is the count, shifted, and bit 0 once
 * the thing runs down; the cache-aware kind has the same word in a block of its own.
 */
#ifndef KERNEL_RUNDOWN_H
#define KERNEL_RUNDOWN_H

#include "nt/types.h"

#include <stdbool.h>

void rundown_start(volatile ULONG_PTR *word);
void rundown_restart(volatile ULONG_PTR *word, const char *function);
bool rundown_acquire(volatile ULONG_PTR *word, ULONG count);
void rundown_release(volatile ULONG_PTR *word, ULONG count, const char *function);
void rundown_wait(volatile ULONG_PTR *word, const char *function);
void rundown_complete(volatile ULONG_PTR *word, const char *function);

#endif
