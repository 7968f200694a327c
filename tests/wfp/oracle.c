#include "oracle.h"

#include "nt/se.h"

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

static int
compare_texts(const WCHAR *left, const WCHAR *right)
{
	while (*left == *right && *left != 0)
		left++, right++;
	return sign((__int128)*left - *right);
}

static int
compare_reals(double left, double right)
{
	return (left > right) - (left < right);
}

static int
compare_sids(const SID *left, const SID *right)
{
	return compare_bytes((const uint8_t *)left, 8 + 4u * left->SubAuthorityCount,
	    (const uint8_t *)right, 8 + 4u * right->SubAuthorityCount);
}

/* 0: the same. */
static int
compare_sid_lists(const SID_AND_ATTRIBUTES *left, ULONG left_count, const SID_AND_ATTRIBUTES *right,
    ULONG right_count)
{
	bool same = left_count == right_count;

	for (ULONG at = 0; same && at < left_count; at++)
		same = left[at].Attributes == right[at].Attributes
		    && compare_sids(left[at].Sid, right[at].Sid) == 0;
	return !same;
}

static int
compare_tokens(const FWP_TOKEN_INFORMATION *left, const FWP_TOKEN_INFORMATION *right)
{
	return compare_sid_lists(left->sids, left->sidCount, right->sids, right->sidCount) != 0
	    || compare_sid_lists(left->restrictedSids, left->restrictedSidCount,
		   right->restrictedSids, right->restrictedSidCount)
	    != 0;
}

/* Both of one type.  In order are integers, 16 bytes, blobs, strings; of others it only counts
 * whether they differ.  [sdk:FWP_MATCH_TYPE] */
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
	case FWP_BITMAP_ARRAY64_TYPE:
		return compare_bytes(
		    left->bitmapArray64->bitmapArray64, 8, right->bitmapArray64->bitmapArray64, 8);
	case FWP_BITMAP_INDEX_TYPE:
		return left->uint8 - right->uint8;
	case FWP_BYTE_BLOB_TYPE:
	case FWP_SECURITY_DESCRIPTOR_TYPE:
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		return compare_bytes(left->byteBlob->data, left->byteBlob->size,
		    right->byteBlob->data, right->byteBlob->size);
	case FWP_TOKEN_INFORMATION_TYPE:
		return compare_tokens(left->tokenInformation, right->tokenInformation);
	case FWP_UNICODE_STRING_TYPE:
		return compare_texts(left->unicodeString, right->unicodeString);
	case FWP_SID:
		return compare_sids(left->sid, right->sid);
	case FWP_FLOAT:
		return compare_reals((double)left->float32, (double)right->float32);
	case FWP_DOUBLE:
		return compare_reals(*left->double64, *right->double64);
	default:
		return sign(number(left) - number(right));
	}
}

/* Letters of Latin-1; the tests draw no others. */
static WCHAR
upper(WCHAR letter)
{
	bool small = (letter >= 'a' && letter <= 'z')
	    || (letter >= 0xE0 && letter <= 0xFE && letter != 0xF7);

	return small ? (WCHAR)(letter - 0x20) : letter;
}

static bool
same_text(const WCHAR *left, const WCHAR *right)
{
	while (upper(*left) == upper(*right) && *left != 0)
		left++, right++;
	return upper(*left) == upper(*right);
}

/* The characters of a string, or of a blob that contains one, which may end with a NUL. */
static uint32_t
text_bytes(const FWP_VALUE0 *value, const uint8_t **bytes)
{
	uint32_t size = 0;

	if (value->type == FWP_BYTE_BLOB_TYPE) {
		*bytes = value->byteBlob->data;
		size = value->byteBlob->size;
		return size > 0 && size % 2 == 0 && ((*bytes)[size - 1] | (*bytes)[size - 2]) == 0
		    ? size - 2
		    : size;
	}
	*bytes = (const uint8_t *)value->unicodeString;
	while (value->unicodeString[size] != 0)
		size++;
	return 2 * size;
}

/* Windows: FWP_MATCH_PREFIX looks at the end, whatever its name.  [sdk:FWP_MATCH_TYPE] */
static bool
has_ending(const FWP_VALUE0 *seen, const FWP_VALUE0 *wanted)
{
	const uint8_t *whole, *end;
	uint32_t size = text_bytes(seen, &whole), end_size = text_bytes(wanted, &end);

	if (end_size > size)
		return false;
	return compare_bytes(whole + (size - end_size), end_size, end, end_size) == 0;
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

/* ---- access checks ---------------------------------------------------------------- */

/* The first of a token's SIDs is its user.  A group that is for denials only allows nothing. */
static bool
is_among(const SID_AND_ATTRIBUTES *sids, ULONG count, const SID *sid, bool denies)
{
	for (ULONG at = 0; at < count; at++) {
		ULONG bits = sids[at].Attributes;

		if (compare_sids(sids[at].Sid, sid) == 0)
			return at == 0 || (bits & SE_GROUP_ENABLED) != 0
			    || (denies && (bits & SE_GROUP_USE_FOR_DENY_ONLY) != 0);
	}
	return false;
}

static uint32_t
read_number(const uint8_t *bytes, unsigned size)
{
	uint32_t number = 0;

	while (size-- > 0)
		number = number << 8 | bytes[size];
	return number;
}

/*
 * Windows: without a list everybody may; else the first entry that is about one of the SIDs and
 *   about FWP_ACTRL_MATCH_FILTER tells.  [win32:how-dacls-control-access-to-an-object]
 *   A self-relative descriptor has its control at 2 and the offset of the list at 16; the list, the
 *   number of its entries at 4 and the first at 8.  [ms-dtyp 2.4.5, 2.4.6]
 */
static bool
list_grants(const uint8_t *descriptor, const SID_AND_ATTRIBUTES *sids, ULONG count)
{
	const uint8_t *list = descriptor + read_number(descriptor + 16, 4), *entry = list + 8;

	if ((read_number(descriptor + 2, 2) & SE_DACL_PRESENT) == 0 || list == descriptor)
		return true;
	for (uint32_t left = read_number(list + 4, 2); left > 0; left--) {
		const SID *sid = (const SID *)(const void *)(entry + 8);
		bool denies = entry[0] == ACCESS_DENIED_ACE_TYPE;

		if ((entry[0] == ACCESS_ALLOWED_ACE_TYPE || denies)
		    && (entry[1] & INHERIT_ONLY_ACE) == 0
		    && (read_number(entry + 4, 4) & FWP_ACTRL_MATCH_FILTER) != 0
		    && is_among(sids, count, sid, denies))
			return !denies;
		entry += read_number(entry + 2, 2);
	}
	return false;
}

/*
 * Windows: the descriptor grants FWP_ACTRL_MATCH_FILTER to the token; to a restricted one, if it does
 *   to both of its lists.  [win32:permitting-and-blocking-applications-and-users;
 *   win32:restricted-tokens]
 */
static bool
grants(const FWP_BYTE_BLOB *descriptor, const FWP_VALUE0 *token)
{
	const TOKEN_ACCESS_INFORMATION *access;
	FWP_TOKEN_INFORMATION lists = { 0 };

	if (token->type == FWP_TOKEN_INFORMATION_TYPE) {
		lists = *token->tokenInformation;
	} else if (token->type == FWP_TOKEN_ACCESS_INFORMATION_TYPE) {
		access = (const void *)token->tokenAccessInformation->data;
		lists.sidCount = access->SidHash->SidCount;
		lists.sids = access->SidHash->SidAttr;
		if (access->RestrictedSidHash != NULL) {
			lists.restrictedSidCount = access->RestrictedSidHash->SidCount;
			lists.restrictedSids = access->RestrictedSidHash->SidAttr;
		}
	} else {
		return false;
	}
	return list_grants(descriptor->data, lists.sids, lists.sidCount)
	    && (lists.restrictedSidCount == 0
		|| list_grants(descriptor->data, lists.restrictedSids, lists.restrictedSidCount));
}

/* ---- conditions ------------------------------------------------------------------- */

/* EQUAL, of which NOT_EQUAL is the contrary. */
static bool
is_equal(const FWP_VALUE0 *seen, const FWP_CONDITION_VALUE0 *wanted)
{
	switch ((uint32_t)wanted->type) {
	case FWP_V4_ADDR_MASK:
	case FWP_V6_ADDR_MASK:
		return in_network(seen, wanted);
	case FWP_SECURITY_DESCRIPTOR_TYPE:
		if (seen->type != FWP_SECURITY_DESCRIPTOR_TYPE)
			return grants(wanted->sd, seen);
		break;
	case FWP_BITMAP_ARRAY64_TYPE:
		if (seen->type == FWP_BITMAP_INDEX_TYPE)
			return (wanted->bitmapArray64->bitmapArray64[seen->uint8 % 64 / 8]
				   & 1 << seen->uint8 % 8)
			    != 0;
		break;
	}
	return compare(seen, (const FWP_VALUE0 *)(const void *)wanted) == 0;
}

/*
 * Windows: what is not known of a packet is empty, and meets only a condition that wants it empty.
 *   A range has both its ends.  [sdk:FWP_MATCH_TYPE, semantics 4.2]
 */
bool
oracle_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	const FWP_VALUE0 *one = (const FWP_VALUE0 *)(const void *)wanted;

	if (seen->type == FWP_EMPTY)
		return match == FWP_MATCH_EQUAL && wanted->type == FWP_EMPTY;
	if (wanted->type == FWP_EMPTY)
		return match == FWP_MATCH_NOT_EQUAL;
	switch (match) {
	case FWP_MATCH_EQUAL:
		return is_equal(seen, wanted);
	case FWP_MATCH_NOT_EQUAL:
		return !is_equal(seen, wanted);
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
	case FWP_MATCH_EQUAL_CASE_INSENSITIVE:
		return same_text(seen->unicodeString, one->unicodeString);
	case FWP_MATCH_PREFIX:
		return has_ending(seen, one);
	case FWP_MATCH_NOT_PREFIX:
		return !has_ending(seen, one);
	case FWP_MATCH_TYPE_MAX:
		break;
	}
	return false;
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
