/*
 * Here: conditions on tokens, security identifiers, strings and signed numbers are not
 *   modelled yet; a filter that has one ends the run and names it.
 */
#include "wfp/value.h"

#include "ledger/finding.h"

#include <string.h>

/* Addresses and blobs are aligned as a pointer would be. */
static size_t
rounded(size_t bytes)
{
	return (bytes + 7) & ~(size_t)7;
}

static bool
is_number(uint32_t type)
{
	return type >= FWP_UINT8 && type <= FWP_UINT64;
}

static bool
is_pointer(uint32_t type)
{
	return type == FWP_UINT64 || type == FWP_INT64 || type >= FWP_DOUBLE;
}

static uint64_t
number_of(const FWP_VALUE0 *value)
{
	switch ((uint32_t)value->type) {
	case FWP_UINT8:
		return value->uint8;
	case FWP_UINT16:
		return value->uint16;
	case FWP_UINT32:
		return value->uint32;
	default:
		return *value->uint64;
	}
}

/* A single-typed condition value has the layout of a value. */
static const FWP_VALUE0 *
single(const FWP_CONDITION_VALUE0 *value)
{
	return (const FWP_VALUE0 *)(const void *)value;
}

/* The sign of left - right; both have the same ordered type. */
static int
compare(const FWP_VALUE0 *left, const FWP_VALUE0 *right)
{
	uint64_t a, b;

	if (left->type == FWP_BYTE_ARRAY16_TYPE)
		return memcmp(left->byteArray16, right->byteArray16, 16);
	a = number_of(left);
	b = number_of(right);
	return (a > b) - (a < b);
}

static bool
is_ordered(uint32_t type)
{
	return is_number(type) || type == FWP_BYTE_ARRAY16_TYPE;
}

static bool
equal(const FWP_VALUE0 *left, const FWP_VALUE0 *right)
{
	if (is_ordered(left->type))
		return compare(left, right) == 0;
	if (left->type == FWP_BYTE_ARRAY6_TYPE)
		return memcmp(left->byteArray6, right->byteArray6, 6) == 0;
	return left->byteBlob->size == right->byteBlob->size
	    && memcmp(left->byteBlob->data, right->byteBlob->data, left->byteBlob->size) == 0;
}

static bool
in_prefix(const uint8_t *address, const FWP_V6_ADDR_AND_MASK *prefix)
{
	unsigned bytes = prefix->prefixLength / 8;
	unsigned bits = prefix->prefixLength % 8;

	if (memcmp(address, prefix->addr, bytes) != 0)
		return false;
	return bits == 0 || ((address[bytes] ^ prefix->addr[bytes]) >> (8 - bits)) == 0;
}

static bool
equal_wanted(const FWP_VALUE0 *seen, const FWP_CONDITION_VALUE0 *wanted)
{
	if (wanted->type == FWP_V4_ADDR_MASK)
		return ((seen->uint32 ^ wanted->v4AddrMask->addr) & wanted->v4AddrMask->mask) == 0;
	if (wanted->type == FWP_V6_ADDR_MASK)
		return in_prefix(seen->byteArray16->byteArray16, wanted->v6AddrMask);
	return equal(seen, single(wanted));
}

bool
value_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	if (seen->type == FWP_EMPTY || wanted->type == FWP_EMPTY)
		return seen->type == wanted->type && match == FWP_MATCH_EQUAL;
	switch (match) {
	case FWP_MATCH_EQUAL:
		return equal_wanted(seen, wanted);
	case FWP_MATCH_NOT_EQUAL:
		return !equal_wanted(seen, wanted);
	case FWP_MATCH_GREATER:
		return compare(seen, single(wanted)) > 0;
	case FWP_MATCH_LESS:
		return compare(seen, single(wanted)) < 0;
	case FWP_MATCH_GREATER_OR_EQUAL:
		return compare(seen, single(wanted)) >= 0;
	case FWP_MATCH_LESS_OR_EQUAL:
		return compare(seen, single(wanted)) <= 0;
	case FWP_MATCH_RANGE:
		return compare(seen, &wanted->rangeValue->valueLow) >= 0
		    && compare(seen, &wanted->rangeValue->valueHigh) <= 0;
	case FWP_MATCH_FLAGS_ALL_SET:
		return (number_of(seen) & number_of(single(wanted))) == number_of(single(wanted));
	case FWP_MATCH_FLAGS_ANY_SET:
		return (number_of(seen) & number_of(single(wanted))) != 0;
	case FWP_MATCH_FLAGS_NONE_SET:
		return (number_of(seen) & number_of(single(wanted))) == 0;
	case FWP_MATCH_EQUAL_CASE_INSENSITIVE:
	case FWP_MATCH_PREFIX:
	case FWP_MATCH_NOT_PREFIX:
	case FWP_MATCH_TYPE_MAX:
		break;
	}
	return false;
}

static NTSTATUS
check_range(const struct layer_field *field, FWP_MATCH_TYPE match, const FWP_RANGE0 *range)
{
	if (match != FWP_MATCH_RANGE)
		return STATUS_FWP_MATCH_TYPE_MISMATCH;
	if (range->valueLow.type != field->type || range->valueHigh.type != field->type)
		return STATUS_FWP_TYPE_MISMATCH;
	if (!is_ordered(field->type))
		return STATUS_FWP_MATCH_TYPE_MISMATCH;
	if (is_pointer(field->type)
	    && (range->valueLow.uint64 == NULL || range->valueHigh.uint64 == NULL))
		return STATUS_FWP_NULL_POINTER;
	if (compare(&range->valueLow, &range->valueHigh) > 0)
		return STATUS_FWP_INVALID_RANGE;
	return STATUS_SUCCESS;
}

static NTSTATUS
check_mask(
    const struct layer_field *field, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	bool v4 = wanted->type == FWP_V4_ADDR_MASK;

	if (!field->address || field->type != (v4 ? FWP_UINT32 : FWP_BYTE_ARRAY16_TYPE))
		return STATUS_FWP_TYPE_MISMATCH;
	if (match != FWP_MATCH_EQUAL && match != FWP_MATCH_NOT_EQUAL)
		return STATUS_FWP_MATCH_TYPE_MISMATCH;
	if (v4 && (~wanted->v4AddrMask->mask & (~wanted->v4AddrMask->mask + 1)) != 0)
		return STATUS_FWP_INVALID_NET_MASK;
	if (!v4 && wanted->v6AddrMask->prefixLength > 128)
		return STATUS_FWP_INVALID_NET_MASK;
	return STATUS_SUCCESS;
}

static NTSTATUS
check_match(uint32_t type, FWP_MATCH_TYPE match)
{
	switch (match) {
	case FWP_MATCH_EQUAL:
	case FWP_MATCH_NOT_EQUAL:
		return STATUS_SUCCESS;
	case FWP_MATCH_GREATER:
	case FWP_MATCH_LESS:
	case FWP_MATCH_GREATER_OR_EQUAL:
	case FWP_MATCH_LESS_OR_EQUAL:
		return is_ordered(type) ? STATUS_SUCCESS : STATUS_FWP_MATCH_TYPE_MISMATCH;
	case FWP_MATCH_FLAGS_ALL_SET:
	case FWP_MATCH_FLAGS_ANY_SET:
	case FWP_MATCH_FLAGS_NONE_SET:
		return is_number(type) ? STATUS_SUCCESS : STATUS_FWP_MATCH_TYPE_MISMATCH;
	case FWP_MATCH_RANGE: /* a range is never a single value */
	case FWP_MATCH_EQUAL_CASE_INSENSITIVE:
	case FWP_MATCH_PREFIX:
	case FWP_MATCH_NOT_PREFIX:
	case FWP_MATCH_TYPE_MAX:
		break;
	}
	return STATUS_FWP_MATCH_TYPE_MISMATCH;
}

static bool
is_modelled(uint32_t type)
{
	return is_ordered(type) || type == FWP_BYTE_BLOB_TYPE || type == FWP_BYTE_ARRAY6_TYPE;
}

NTSTATUS
value_check(
    const struct layer_field *field, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	if ((uint32_t)match >= FWP_MATCH_TYPE_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	if (is_pointer(wanted->type) && wanted->byteBlob == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (wanted->type == FWP_RANGE_TYPE)
		return check_range(field, match, wanted->rangeValue);
	if (wanted->type == FWP_V4_ADDR_MASK || wanted->type == FWP_V6_ADDR_MASK)
		return check_mask(field, match, wanted);
	if (wanted->type == FWP_EMPTY)
		return check_match(FWP_EMPTY, match);
	if (!is_modelled(field->type))
		not_modelled("a filter's condition on %s, type %u", field->name, wanted->type);
	if (wanted->type != field->type)
		return STATUS_FWP_TYPE_MISMATCH;
	return check_match(wanted->type, match);
}

static size_t
behind(uint32_t type, const FWP_BYTE_BLOB *blob)
{
	switch (type) {
	case FWP_UINT64:
		return 8;
	case FWP_BYTE_ARRAY16_TYPE:
		return 16;
	case FWP_BYTE_ARRAY6_TYPE:
		return 8;
	case FWP_BYTE_BLOB_TYPE:
		return sizeof(*blob) + rounded(blob->size);
	case FWP_V4_ADDR_MASK:
		return sizeof(FWP_V4_ADDR_AND_MASK);
	case FWP_V6_ADDR_MASK:
		return rounded(sizeof(FWP_V6_ADDR_AND_MASK));
	default:
		return 0;
	}
}

size_t
value_behind(const FWP_CONDITION_VALUE0 *value)
{
	if (value->type != FWP_RANGE_TYPE)
		return behind(value->type, value->byteBlob);
	return sizeof(FWP_RANGE0) + 2 * behind(value->rangeValue->valueLow.type, NULL);
}

static void *
take(char **room, const void *from, size_t bytes)
{
	void *to = *room;

	memcpy(to, from, bytes);
	*room += rounded(bytes);
	return to;
}

static void
copy_single(FWP_VALUE0 *value, char **room)
{
	switch ((uint32_t)value->type) {
	case FWP_UINT64:
		value->uint64 = take(room, value->uint64, 8);
		break;
	case FWP_BYTE_ARRAY16_TYPE:
		value->byteArray16 = take(room, value->byteArray16, 16);
		break;
	case FWP_BYTE_ARRAY6_TYPE:
		value->byteArray6 = take(room, value->byteArray6, 6);
		break;
	case FWP_BYTE_BLOB_TYPE:
		value->byteBlob = take(room, value->byteBlob, sizeof(*value->byteBlob));
		value->byteBlob->data = take(room, value->byteBlob->data, value->byteBlob->size);
		break;
	default:
		break;
	}
}

void
value_copy(FWP_CONDITION_VALUE0 *to, const FWP_CONDITION_VALUE0 *from, char **room)
{
	*to = *from;
	if (from->type == FWP_V4_ADDR_MASK) {
		to->v4AddrMask = take(room, from->v4AddrMask, sizeof(*from->v4AddrMask));
	} else if (from->type == FWP_V6_ADDR_MASK) {
		to->v6AddrMask = take(room, from->v6AddrMask, sizeof(*from->v6AddrMask));
	} else if (from->type == FWP_RANGE_TYPE) {
		to->rangeValue = take(room, from->rangeValue, sizeof(*from->rangeValue));
		copy_single(&to->rangeValue->valueLow, room);
		copy_single(&to->rangeValue->valueHigh, room);
	} else {
		copy_single((FWP_VALUE0 *)(void *)to, room);
	}
}
