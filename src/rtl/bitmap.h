/*
 * Bitmaps: the header and the bits are the driver's memory, read and written by words of 32 bits.
 */
#ifndef RTL_BITMAP_H
#define RTL_BITMAP_H

#include "nt/rtl.h"

#include <stdbool.h>

#define BITMAP_NOT_FOUND 0xffffffffu

static inline bool
bitmap_test(const RTL_BITMAP *map, ULONG bit)
{
	return map->Buffer[bit / 32] >> bit % 32 & 1;
}

/* How many bits of that value stand in a row from there, up to `limit`. */
ULONG bitmap_run(const RTL_BITMAP *map, ULONG from, bool value, ULONG limit);

#endif
