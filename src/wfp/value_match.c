/*
 * Does a value meet a condition?  The engine's inner loop: numbers first.
 *
 * Here: where Windows' pages are silent: blobs and strings are in the order of their bytes or
 *   characters, the shorter of two that begin alike first; SIDs are equal, and so are lists of
 *   SIDs, if all of them are.
 */
#include "wfp/value.h"

#include "executive/string.h"
#include "security/access.h"
#include "security/sid.h"
#include "wfp/copier.h"

#include <string.h>

struct value_switches value_switches;

/* A number of up to 32 bits, whatever lies behind it in the union. */
static inline uint32_t
small_number(const FWP_VALUE0 *value)
{
	static const uint32_t masks[] = {
		[FWP_UINT8] = 0xFF, [FWP_UINT16] = 0xFFFF, [FWP_UINT32] = 0xFFFFFFFF
	};

	return value->uint32 & masks[value->type];
}

static inline bool
number_meets(uint64_t seen, FWP_MATCH_TYPE match, uint64_t wanted)
{
	switch (match) {
	case FWP_MATCH_EQUAL:
		return seen == wanted;
	case FWP_MATCH_NOT_EQUAL:
		return seen != wanted;
	case FWP_MATCH_GREATER:
		return seen > wanted;
	case FWP_MATCH_LESS:
		return seen < wanted;
	case FWP_MATCH_GREATER_OR_EQUAL:
		return seen >= wanted;
	case FWP_MATCH_LESS_OR_EQUAL:
		return seen <= wanted;
	case FWP_MATCH_FLAGS_ALL_SET:
		return (seen & wanted) == wanted;
	case FWP_MATCH_FLAGS_ANY_SET:
		return (seen & wanted) != 0;
	case FWP_MATCH_FLAGS_NONE_SET:
		return (seen & wanted) == 0;
	case FWP_MATCH_RANGE:
	case FWP_MATCH_EQUAL_CASE_INSENSITIVE:
	case FWP_MATCH_PREFIX:
	case FWP_MATCH_NOT_PREFIX:
	case FWP_MATCH_TYPE_MAX:
		break;
	}
	return false;
}

static int
sign(bool greater, bool less)
{
	return greater - less;
}

static int64_t
signed_number(const FWP_VALUE0 *value)
{
	switch ((uint32_t)value->type) {
	case FWP_INT8:
		return value->int8;
	case FWP_INT16:
		return value->int16;
	case FWP_INT32:
		return value->int32;
	default:
		return *value->int64;
	}
}

static int
compare_signed(const FWP_VALUE0 *left, const FWP_VALUE0 *right)
{
	int64_t a = signed_number(left), b = signed_number(right);

	return sign(a > b, a < b);
}

static int
compare_blobs(const FWP_BYTE_BLOB *left, const FWP_BYTE_BLOB *right)
{
	UINT32 shared = left->size < right->size ? left->size : right->size;
	int order = shared == 0 ? 0 : memcmp(left->data, right->data, shared);

	return order != 0 ? order : sign(left->size > right->size, left->size < right->size);
}

static int
compare_strings(const WCHAR *left, const WCHAR *right, bool fold)
{
	for (;; left++, right++) {
		WCHAR a = fold ? string_upcase(*left) : *left;
		WCHAR b = fold ? string_upcase(*right) : *right;

		if (a != b || a == 0)
			return sign(a > b, a < b);
	}
}

int
value_compare(const FWP_VALUE0 *left, const FWP_VALUE0 *right)
{
	uint32_t type = left->type;

	if (type <= FWP_UINT32)
		return sign(small_number(left) > small_number(right),
		    small_number(left) < small_number(right));
	if (type == FWP_UINT64)
		return sign(*left->uint64 > *right->uint64, *left->uint64 < *right->uint64);
	if (type == FWP_BYTE_ARRAY16_TYPE)
		return memcmp(left->byteArray16, right->byteArray16, sizeof(*left->byteArray16));
	if (type == FWP_BYTE_BLOB_TYPE)
		return compare_blobs(left->byteBlob, right->byteBlob);
	if (type == FWP_UNICODE_STRING_TYPE)
		return compare_strings(left->unicodeString, right->unicodeString, false);
	return compare_signed(left, right);
}

static bool
sids_equal(const SID_AND_ATTRIBUTES *left, ULONG left_count, const SID_AND_ATTRIBUTES *right,
    ULONG right_count)
{
	for (ULONG at = 0; at < left_count && left_count == right_count; at++) {
		if (left[at].Attributes != right[at].Attributes
		    || !sid_same(left[at].Sid, right[at].Sid))
			return false;
	}
	return left_count == right_count;
}

static bool
tokens_equal(const FWP_TOKEN_INFORMATION *left, const FWP_TOKEN_INFORMATION *right)
{
	return sids_equal(left->sids, left->sidCount, right->sids, right->sidCount)
	    && sids_equal(left->restrictedSids, left->restrictedSidCount, right->restrictedSids,
		right->restrictedSidCount);
}

/* Of one type. */
static bool
equal(const FWP_VALUE0 *left, const FWP_VALUE0 *right)
{
	switch ((uint32_t)left->type) {
	case FWP_FLOAT:
		return left->float32 == right->float32;
	case FWP_DOUBLE:
		return *left->double64 == *right->double64;
	case FWP_SID:
		return sid_same(left->sid, right->sid);
	case FWP_SECURITY_DESCRIPTOR_TYPE:
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		return compare_blobs(left->byteBlob, right->byteBlob) == 0;
	case FWP_TOKEN_INFORMATION_TYPE:
		return tokens_equal(left->tokenInformation, right->tokenInformation);
	case FWP_BYTE_ARRAY6_TYPE:
		return memcmp(left->byteArray6, right->byteArray6, 6) == 0;
	case FWP_BITMAP_INDEX_TYPE:
		return left->uint8 == right->uint8;
	case FWP_BITMAP_ARRAY64_TYPE:
		return memcmp(left->bitmapArray64, right->bitmapArray64, 8) == 0;
	default:
		return value_compare(left, right) == 0;
	}
}

/* A string, or a blob that contains one: its NUL at the end, if it has one, is no part of it. */
static FWP_BYTE_BLOB
text_of(const FWP_VALUE0 *value)
{
	FWP_BYTE_BLOB text = { 0 };

	if (value->type == FWP_UNICODE_STRING_TYPE) {
		text.data = (UINT8 *)value->unicodeString;
		while (value->unicodeString[text.size / 2] != 0)
			text.size += 2;
		return text;
	}
	text = *value->byteBlob;
	if (text.size >= 2 && text.size % 2 == 0 && text.data[text.size - 1] == 0
	    && text.data[text.size - 2] == 0)
		text.size -= 2;
	return text;
}

static bool
ends_with(const FWP_VALUE0 *seen, const FWP_VALUE0 *wanted)
{
	FWP_BYTE_BLOB whole = text_of(seen), part = text_of(wanted);

	if (part.size > whole.size)
		return false;
	if (part.size == 0)
		return true;
	if (!value_switches.prefix_is_first)
		whole.data += whole.size - part.size;
	return memcmp(whole.data, part.data, part.size) == 0;
}

static bool
same_type_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_VALUE0 *wanted)
{
	if (seen->type == FWP_UINT64)
		return number_meets(*seen->uint64, match, *wanted->uint64);
	switch (match) {
	case FWP_MATCH_EQUAL:
		return equal(seen, wanted);
	case FWP_MATCH_NOT_EQUAL:
		return !equal(seen, wanted);
	case FWP_MATCH_GREATER:
		return value_compare(seen, wanted) > 0;
	case FWP_MATCH_LESS:
		return value_compare(seen, wanted) < 0;
	case FWP_MATCH_GREATER_OR_EQUAL:
		return value_compare(seen, wanted) >= 0;
	case FWP_MATCH_LESS_OR_EQUAL:
		return value_compare(seen, wanted) <= 0;
	case FWP_MATCH_EQUAL_CASE_INSENSITIVE:
		return compare_strings(seen->unicodeString, wanted->unicodeString, true) == 0;
	case FWP_MATCH_PREFIX:
		return ends_with(seen, wanted);
	case FWP_MATCH_NOT_PREFIX:
		return !ends_with(seen, wanted);
	case FWP_MATCH_RANGE: /* of other types alone */
	case FWP_MATCH_FLAGS_ALL_SET:
	case FWP_MATCH_FLAGS_ANY_SET:
	case FWP_MATCH_FLAGS_NONE_SET:
	case FWP_MATCH_TYPE_MAX:
		break;
	}
	return false;
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
in_range(const FWP_VALUE0 *seen, const FWP_RANGE0 *range)
{
	return seen->type == range->valueLow.type && value_compare(seen, &range->valueLow) >= 0
	    && value_compare(seen, &range->valueHigh) <= 0;
}

/*
 * Windows: the condition is met if the descriptor grants FWP_ACTRL_MATCH_FILTER to the token.
 *   [win32:permitting-and-blocking-applications-and-users]
 */
static bool
is_granted(const FWP_VALUE0 *seen, const FWP_BYTE_BLOB *descriptor)
{
	struct subject subject;

	if (seen->type == FWP_TOKEN_ACCESS_INFORMATION_TYPE)
		subject = subject_of_access(
		    (const TOKEN_ACCESS_INFORMATION *)seen->tokenAccessInformation->data);
	else if (seen->type == FWP_TOKEN_INFORMATION_TYPE)
		subject = subject_of_information(seen->tokenInformation);
	else
		return false;
	return subject_allowed(&subject, descriptor->data, FWP_ACTRL_MATCH_FILTER);
}

/* Windows: an empty value meets EQUAL to empty alone.  [semantics 4.2] */
static bool
empty_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	if (match == FWP_MATCH_NOT_EQUAL)
		return seen->type != FWP_EMPTY;
	return match == FWP_MATCH_EQUAL && seen->type == wanted->type;
}

static bool
other_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	bool differs = match == FWP_MATCH_NOT_EQUAL;

	if (seen->type == FWP_EMPTY || wanted->type == FWP_EMPTY)
		return empty_meets(seen, match, wanted);
	switch ((uint32_t)wanted->type) {
	case FWP_RANGE_TYPE:
		return in_range(seen, wanted->rangeValue);
	case FWP_V6_ADDR_MASK:
		return seen->type == FWP_BYTE_ARRAY16_TYPE
		    && in_prefix(seen->byteArray16->byteArray16, wanted->v6AddrMask) != differs;
	case FWP_SECURITY_DESCRIPTOR_TYPE:
		if (seen->type == FWP_SECURITY_DESCRIPTOR_TYPE)
			break;
		return is_granted(seen, wanted->sd) != differs;
	case FWP_BITMAP_ARRAY64_TYPE:
		if (seen->type != FWP_BITMAP_INDEX_TYPE)
			break;
		return (wanted->bitmapArray64->bitmapArray64[seen->uint8 / 8 % 8] >> seen->uint8 % 8
			   & 1)
		    != differs;
	}
	return seen->type == wanted->type && same_type_meets(seen, match, value_single(wanted));
}

bool
value_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	if (seen->type == FWP_UINT32 && wanted->type == FWP_V4_ADDR_MASK)
		return (((seen->uint32 ^ wanted->v4AddrMask->addr) & wanted->v4AddrMask->mask) == 0)
		    == (match == FWP_MATCH_EQUAL);
	if (seen->type != wanted->type || wanted->type > FWP_UINT32 || wanted->type == FWP_EMPTY)
		return other_meets(seen, match, wanted);
	return number_meets(small_number(seen), match, small_number(value_single(wanted)));
}

size_t
value_behind(const FWP_CONDITION_VALUE0 *value)
{
	struct copier counting = { .room = NULL };
	FWP_CONDITION_VALUE0 counted = *value;

	copier_put_condition(&counting, &counted);
	return counting.used;
}

void
value_copy(FWP_CONDITION_VALUE0 *to, const FWP_CONDITION_VALUE0 *from, char **room)
{
	struct copier copier = { .room = *room };

	*to = *from;
	copier_put_condition(&copier, to);
	*room += copier.used;
}
