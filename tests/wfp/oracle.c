#include "oracle.h"

#include <string.h>

/* A number's sign and size, wide enough for all of Windows' integers. */
static __int128
number(const FWP_VALUE0 *value)
{
	switch (value->type) {
	case FWP_UINT8:
		return value->uint8;
	case FWP_UINT16:
		return value->uint16;
	case FWP_UINT32:
		return value->uint32;
	case FWP_UINT64:
		return *value->uint64;
	case FWP_INT8:
		return value->int8;
	case FWP_INT16:
		return value->int16;
	case FWP_INT32:
		return value->int32;
	case FWP_INT64:
		return *value->int64;
	default:
		return 0;
	}
}

static int
sign(__int128 number)
{
	return (number > 0) - (number < 0);
}

/* Bytes are compared from the first on; the shorter of two that begin alike is less. */
static int
compare_bytes(const uint8_t *left, uint32_t left_size, const uint8_t *right, uint32_t right_size)
{
	for (uint32_t at = 0; at < left_size && at < right_size; at++) {
		if (left[at] != right[at])
			return left[at] - right[at];
	}
	return sign((__int128)left_size - right_size);
}

/* Both of one type.  Sortable are integers, 16 bytes, blobs.  [sdk:FWP_MATCH_TYPE] */
static int
compare(const FWP_VALUE0 *left, const FWP_VALUE0 *right)
{
	switch (left->type) {
	case FWP_BYTE_ARRAY16_TYPE:
		return compare_bytes(
		    left->byteArray16->byteArray16, 16, right->byteArray16->byteArray16, 16);
	case FWP_BYTE_ARRAY6_TYPE:
		return compare_bytes(
		    left->byteArray6->byteArray6, 6, right->byteArray6->byteArray6, 6);
	case FWP_BYTE_BLOB_TYPE:
		return compare_bytes(left->byteBlob->data, left->byteBlob->size,
		    right->byteBlob->data, right->byteBlob->size);
	default:
		return sign(number(left) - number(right));
	}
}

static bool
bit_of(const uint8_t *bytes, unsigned bit)
{
	return (bytes[bit / 8] >> (7 - bit % 8) & 1) != 0;
}

static bool
in_network(const FWP_VALUE0 *seen, const FWP_CONDITION_VALUE0 *network)
{
	const FWP_V6_ADDR_AND_MASK *v6 = network->v6AddrMask;

	if (network->type == FWP_V4_ADDR_MASK)
		return (seen->uint32 & network->v4AddrMask->mask)
		    == (network->v4AddrMask->addr & network->v4AddrMask->mask);
	for (unsigned bit = 0; bit < v6->prefixLength; bit++) {
		if (bit_of(seen->byteArray16->byteArray16, bit) != bit_of(v6->addr, bit))
			return false;
	}
	return true;
}

/*
 * Windows: what is not known of a packet is empty, and meets only a condition that wants it empty.
 *   A range has both its ends.  [sdk:FWP_MATCH_TYPE, semantics 4.2]
 */
bool
oracle_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	const FWP_VALUE0 *one = (const FWP_VALUE0 *)(const void *)wanted;
	bool network = wanted->type == FWP_V4_ADDR_MASK || wanted->type == FWP_V6_ADDR_MASK;

	if (seen->type == FWP_EMPTY || wanted->type == FWP_EMPTY)
		return match == FWP_MATCH_EQUAL && seen->type == wanted->type;
	switch (match) {
	case FWP_MATCH_EQUAL:
		return network ? in_network(seen, wanted) : compare(seen, one) == 0;
	case FWP_MATCH_NOT_EQUAL:
		return network ? !in_network(seen, wanted) : compare(seen, one) != 0;
	case FWP_MATCH_GREATER:
		return compare(seen, one) > 0;
	case FWP_MATCH_LESS:
		return compare(seen, one) < 0;
	case FWP_MATCH_GREATER_OR_EQUAL:
		return compare(seen, one) >= 0;
	case FWP_MATCH_LESS_OR_EQUAL:
		return compare(seen, one) <= 0;
	case FWP_MATCH_RANGE:
		return compare(&wanted->rangeValue->valueLow, seen) <= 0
		    && compare(seen, &wanted->rangeValue->valueHigh) <= 0;
	case FWP_MATCH_FLAGS_ALL_SET:
		return (~number(seen) & number(one)) == 0;
	case FWP_MATCH_FLAGS_ANY_SET:
		return (number(seen) & number(one)) != 0;
	case FWP_MATCH_FLAGS_NONE_SET:
		return (number(seen) & number(one)) == 0;
	default:
		return false;
	}
}

/* Windows: of consecutive conditions on one field any, and so for every such run of them.
 *   [win32:FWPM_FILTER0, filterCondition] */
bool
oracle_matches(const struct oracle_filter *filter, const FWPS_INCOMING_VALUE0 *values)
{
	bool any = true;

	for (uint32_t at = 0; at < filter->condition_count; at++) {
		const struct oracle_condition *condition = &filter->conditions[at];
		bool begins = at == 0 || condition->field != condition[-1].field;

		if (begins && !any)
			return false;
		any = oracle_meets(
			  &values[condition->field].value, condition->match, &condition->value)
		    || (any && !begins);
	}
	return any;
}

static int
descending(uint64_t left, uint64_t right)
{
	return (left < right) - (left > right);
}

/*
 * Windows: sublayers by weight, in each the filters by weight; which of equals is first it leaves
 *   open.  [win32:filter-arbitration, filtering model]
 * Here: the one that was added earlier.
 */
int
oracle_order(const struct oracle_filter *left, const struct oracle_filter *right)
{
	if (left->sublayer_weight != right->sublayer_weight)
		return descending(left->sublayer_weight, right->sublayer_weight);
	if (left->sublayer != right->sublayer)
		return -descending(left->sublayer, right->sublayer);
	if (left->weight != right->weight)
		return descending(left->weight, right->weight);
	return -descending(left->number, right->number);
}

/* The first of a sublayer's that permits or blocks; *at goes to the next sublayer. */
static const struct oracle_filter *
sublayer_decides(const struct oracle_filter *const *matching, uint32_t count, uint32_t *at)
{
	uint32_t sublayer = matching[*at]->sublayer;
	const struct oracle_filter *decides = NULL;

	for (; *at < count && matching[*at]->sublayer == sublayer; (*at)++) {
		FWP_ACTION_TYPE action = matching[*at]->action;

		if (decides == NULL && (action == FWP_ACTION_PERMIT || action == FWP_ACTION_BLOCK))
			decides = matching[*at];
	}
	return decides;
}

/*
 * Windows: a lighter sublayer's decision replaces a soft one; a filter's permit is soft unless it
 *   clears the right, its block is hard.  [win32:filter-arbitration, override policy]
 */
struct oracle_verdict
oracle_decides(const struct oracle_filter *const *matching, uint32_t count)
{
	struct oracle_verdict held = { FWP_ACTION_PERMIT, NULL };
	bool hard = false;

	for (uint32_t at = 0; at < count;) {
		const struct oracle_filter *next = sublayer_decides(matching, count, &at);

		if (next == NULL || hard)
			continue;
		held = (struct oracle_verdict){ next->action, next };
		hard = next->action == FWP_ACTION_BLOCK || next->clears_right;
	}
	return held;
}
