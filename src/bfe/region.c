#include "bfe/region.h"

#include "host/arena.h"

#include <string.h>

#define STEPS 1000000

static void
add_cube(struct region *region, number care, number value)
{
	if (region->count == region->room) {
		uint32_t room = region->room * 2 + 8;
		struct cube *larger = arena_take(room * sizeof(*larger));

		if (region->count > 0) {
			memcpy(larger, region->cubes, region->count * sizeof(*larger));
			arena_give(region->cubes);
		}
		region->cubes = larger;
		region->room = room;
	}
	region->cubes[region->count++] = (struct cube){ care, value & care };
}

void
region_give(struct region *region)
{
	if (region->cubes != NULL)
		arena_give(region->cubes);
	*region = (struct region){ 0 };
}

/* The lowest so many bits. */
static number
low_bits(unsigned count)
{
	return count >= 128 ? ~(number)0 : ((number)1 << count) - 1;
}

/* From the lowest value up, the largest aligned block at a time. */
static void
add_range(struct region *region, unsigned width, number low, number high)
{
	number all = low_bits(width);

	while (low <= high) {
		unsigned free = 0;

		while (free < width && (low & low_bits(free + 1)) == 0
		    && (low | low_bits(free + 1)) <= high)
			free++;
		add_cube(region, all & ~low_bits(free), low);
		low |= low_bits(free);
		if (low == all)
			return;
		low++;
	}
}

static void
add_each_bit(struct region *region, number bits, number value)
{
	for (unsigned at = 0; at < 128; at++) {
		if ((bits >> at & 1) != 0)
			add_cube(region, (number)1 << at, value);
	}
}

static bool
add_number(struct region *region, FWP_MATCH_TYPE match, unsigned width, number value)
{
	number all = low_bits(width);

	switch (match) {
	case FWP_MATCH_EQUAL:
		add_cube(region, all, value);
		return true;
	case FWP_MATCH_NOT_EQUAL:
		add_each_bit(region, all, ~value);
		return true;
	case FWP_MATCH_GREATER:
		if (value < all)
			add_range(region, width, value + 1, all);
		return true;
	case FWP_MATCH_GREATER_OR_EQUAL:
		add_range(region, width, value, all);
		return true;
	case FWP_MATCH_LESS:
		if (value > 0)
			add_range(region, width, 0, value - 1);
		return true;
	case FWP_MATCH_LESS_OR_EQUAL:
		add_range(region, width, 0, value);
		return true;
	case FWP_MATCH_FLAGS_ALL_SET:
		add_cube(region, value, value);
		return true;
	case FWP_MATCH_FLAGS_NONE_SET:
		add_cube(region, value, 0);
		return true;
	case FWP_MATCH_FLAGS_ANY_SET:
		add_each_bit(region, value, value);
		return true;
	case FWP_MATCH_RANGE: /* has a range's value */
	case FWP_MATCH_EQUAL_CASE_INSENSITIVE:
	case FWP_MATCH_PREFIX:
	case FWP_MATCH_NOT_PREFIX:
	case FWP_MATCH_TYPE_MAX:
		break;
	}
	return false;
}

/* An address and how much of it is given, or all but that. */
static void
add_masked(struct region *region, FWP_MATCH_TYPE match, number mask, number address)
{
	if (match == FWP_MATCH_NOT_EQUAL)
		add_each_bit(region, mask, ~address);
	else
		add_cube(region, mask, address);
}

static void
add_prefix(struct region *region, FWP_MATCH_TYPE match, const FWP_V6_ADDR_AND_MASK *prefix)
{
	number address = 0;

	for (unsigned at = 0; at < sizeof(prefix->addr); at++)
		address = address << 8 | prefix->addr[at];
	add_masked(region, match, ~low_bits(128 - prefix->prefixLength), address);
}

bool
region_add(struct region *region, const FWPM_FILTER_CONDITION0 *condition)
{
	const FWP_CONDITION_VALUE0 *wanted = &condition->conditionValue;
	FWP_VALUE0 value;
	number low, high;
	unsigned width;

	switch ((uint32_t)wanted->type) {
	case FWP_V4_ADDR_MASK:
		add_masked(region, condition->matchType, wanted->v4AddrMask->mask,
		    wanted->v4AddrMask->addr);
		return true;
	case FWP_V6_ADDR_MASK:
		add_prefix(region, condition->matchType, wanted->v6AddrMask);
		return true;
	case FWP_RANGE_TYPE:
		width = number_of(&wanted->rangeValue->valueLow, &low);
		if (width == 0 || number_of(&wanted->rangeValue->valueHigh, &high) != width)
			return false;
		add_range(region, width, low, high);
		return true;
	default:
		memcpy(&value, wanted, sizeof(value)); /* the same, but for the three above */
		width = number_of(&value, &low);
		return width != 0 && add_number(region, condition->matchType, width, low);
	}
}

static bool
cubes_meet(const struct cube *left, const struct cube *right)
{
	return ((left->value ^ right->value) & left->care & right->care) == 0;
}

bool
region_meets(const struct region *left, const struct region *right)
{
	for (uint32_t at = 0; at < left->count; at++) {
		for (uint32_t other = 0; other < right->count; other++) {
			if (cubes_meet(&left->cubes[at], &right->cubes[other]))
				return true;
		}
	}
	return false;
}

/*
 * Do the region's cubes from `from` on cover this one?  The first that meets it leaves, for each bit
 * that it gives and this one does not, the part in which that bit is the other way; those parts
 * are the others' to cover.
 */
static bool
covers_cube(struct region *region, uint32_t from, struct cube cube)
{
	for (;; from++) {
		if (from == region->count || region->steps == 0)
			return false;
		region->steps--;
		if (cubes_meet(&region->cubes[from], &cube))
			break;
	}
	for (unsigned at = 0; at < 128; at++) {
		const struct cube *with = &region->cubes[from];
		number bit = (number)1 << at;

		if ((with->care & bit) == 0 || (cube.care & bit) != 0)
			continue;
		cube.care |= bit;
		cube.value = (cube.value & ~bit) | (~with->value & bit);
		if (!covers_cube(region, from + 1, cube))
			return false;
		cube.value ^= bit;
	}
	return true;
}

bool
region_covers(struct region *region, const struct region *inner, bool *answered)
{
	region->steps = STEPS;
	for (uint32_t at = 0; at < inner->count; at++) {
		if (!covers_cube(region, 0, inner->cubes[at])) {
			*answered = region->steps > 0;
			return false;
		}
	}
	*answered = true;
	return true;
}
