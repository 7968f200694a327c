/*
 * Regions: the values that meet one of some conditions on a field.
 *
 * A region of numbers is a union of cubes; a cube is all values of which certain bits are given.  An
 * exact value, a prefix and flags that are all set are one cube each; a range is as many as it
 * has aligned blocks, flags of which one is set one for each.
 */
#ifndef BFE_REGION_H
#define BFE_REGION_H

#include "bfe/number.h"

#include <stdbool.h>

struct cube {
	number care;  /* these bits are given, */
	number value; /* so */
};

struct region {
	struct cube *cubes;
	uint32_t count, room;
	uint32_t steps; /* that region_covers may still make */
};

/* One more alternative.  False: it is not of numbers. */
bool region_add(struct region *region, const FWPM_FILTER_CONDITION0 *condition);
void region_give(struct region *region);

bool region_meets(const struct region *left, const struct region *right);

/* Does every value of `inner` lie in it?  `*answered` is false where that is too much to find out: the
 * cubes of a driver's own making can be as tangled as it likes. */
bool region_covers(struct region *region, const struct region *inner, bool *answered);

#endif
