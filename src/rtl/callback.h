/*
 * The routines of a generic table, which are the driver's.
 *
 * Each table's structure is the first argument; an element is what the driver stores, behind the
 * links that the table keeps.
 */
#ifndef RTL_CALLBACK_H
#define RTL_CALLBACK_H

#include "kernel/enter.h"
#include "nt/rtl.h"

static inline RTL_GENERIC_COMPARE_RESULTS
callback_compare(uintptr_t routine, void *table, const void *first, const void *second)
{
	return (RTL_GENERIC_COMPARE_RESULTS)DRIVER_CALL(
	    ENTRY_OTHER, routine, ARG(table), ARG(first), ARG(second));
}

static inline void *
callback_allocate(uintptr_t routine, void *table, ULONG bytes)
{
	return (void *)DRIVER_CALL(ENTRY_OTHER, routine, ARG(table), bytes);
}

static inline void
callback_free(uintptr_t routine, void *table, void *block)
{
	(void)DRIVER_CALL(ENTRY_OTHER, routine, ARG(table), ARG(block));
}

#endif
