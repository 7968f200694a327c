/*
 * Conditions: which a filter may have, and when they are met.  [win32:FWP_MATCH_TYPE]
 */
#include "wfp/value.h"

#include "security/sid.h"

#include "../test.h"

#include <stdlib.h>
#include <string.h>

static const struct layer_field port = { .name = "PORT", .type = FWP_UINT16 };
static const struct layer_field flags = { .name = "FLAGS", .type = FWP_UINT32 };
static const struct layer_field v4 = { .name = "V4", .type = FWP_UINT32, .address = true };
static const struct layer_field v6 = {
	.name = "V6", .type = FWP_BYTE_ARRAY16_TYPE, .address = true
};
static const struct layer_field user = { .name = "USER",
	.type = FWP_TOKEN_ACCESS_INFORMATION_TYPE };

/* What values point to.  The SIDs: S-1-1-0 and S-1-15-2-7. */
static UINT64 number64 = 5;
static double number_double = 1.5;
static FWP_BYTE_ARRAY16 array16 = { { 1, 2, 3 } };
static FWP_BYTE_ARRAY6 array6 = { { 1, 2, 3, 4, 5, 6 } };
static FWP_BITMAP_ARRAY64 bitmap = { { 0x05 } };
static UINT8 blob_bytes[4] = { 'a', 0, 'b', 0 };
static FWP_BYTE_BLOB blob = { sizeof(blob_bytes), blob_bytes };
static WCHAR string[] = { 'a', 'b', 0 };
static SID everyone = { 1, 1, { 0, 0, 0, 0, 0, 1 }, { 0 } };
static struct sid package = { .bytes = { 1, 2, 0, 0, 0, 0, 0, 15, 2, 0, 0, 0, 7 } };
static SID_AND_ATTRIBUTES groups[] = { { &everyone, 7 } };
static FWP_TOKEN_INFORMATION token = { 1, groups, 0, NULL };

/* D:(A;;CC;;;S-1-1-0), self-relative. */
static struct {
	SECURITY_DESCRIPTOR_RELATIVE head;
	ACL acl;
	struct {
		ACE_HEADER Header;
		ULONG Mask;
		SID sid;
	} ace;
} descriptor = {
	.head = { .Revision = 1,
	    .Control = SE_SELF_RELATIVE | SE_DACL_PRESENT,
	    .Dacl = sizeof(SECURITY_DESCRIPTOR_RELATIVE) },
	.acl = { .AclRevision = 2, .AclSize = sizeof(ACL) + 20, .AceCount = 1 },
	.ace = { .Header = { .AceSize = 20 },
	    .Mask = FWP_ACTRL_MATCH_FILTER,
	    .sid = { 1, 1, { 0, 0, 0, 0, 0, 1 }, { 0 } } },
};
static FWP_BYTE_BLOB descriptor_blob = { sizeof(descriptor), (UINT8 *)&descriptor };

static FWP_CONDITION_VALUE0
sample(uint32_t type)
{
	FWP_CONDITION_VALUE0 value = { .type = (FWP_DATA_TYPE)type };

	if (type == FWP_UINT64 || type == FWP_INT64)
		value.uint64 = &number64;
	else if (type == FWP_FLOAT)
		value.float32 = 1.5f;
	else if (type == FWP_DOUBLE)
		value.double64 = &number_double;
	else if (type == FWP_BYTE_ARRAY16_TYPE)
		value.byteArray16 = &array16;
	else if (type == FWP_BYTE_BLOB_TYPE || type == FWP_TOKEN_ACCESS_INFORMATION_TYPE)
		value.byteBlob = &blob;
	else if (type == FWP_SID)
		value.sid = &package.sid;
	else if (type == FWP_SECURITY_DESCRIPTOR_TYPE)
		value.sd = &descriptor_blob;
	else if (type == FWP_TOKEN_INFORMATION_TYPE)
		value.tokenInformation = &token;
	else if (type == FWP_UNICODE_STRING_TYPE)
		value.unicodeString = string;
	else if (type == FWP_BYTE_ARRAY6_TYPE)
		value.byteArray6 = &array6;
	else if (type == FWP_BITMAP_ARRAY64_TYPE)
		value.bitmapArray64 = &bitmap;
	else if (type != FWP_EMPTY)
		value.uint32 = 5;
	return value;
}

/* In the order of FWP_MATCH_TYPE: = > < >= <= range all any none =i != prefix !prefix. */
#define UNSIGNED "yyyyy-yyy-y--"
#define SIGNED "yyyyy-----y--"
#define EQUALITY "y---------y--"
static const struct {
	FWP_DATA_TYPE type;
	const char *single;
	bool ranges;
} types[] = {
	{ FWP_EMPTY, EQUALITY, false },
	{ FWP_UINT8, UNSIGNED, true },
	{ FWP_UINT16, UNSIGNED, true },
	{ FWP_UINT32, UNSIGNED, true },
	{ FWP_UINT64, UNSIGNED, true },
	{ FWP_INT8, SIGNED, true },
	{ FWP_INT16, SIGNED, true },
	{ FWP_INT32, SIGNED, true },
	{ FWP_INT64, SIGNED, true },
	{ FWP_FLOAT, EQUALITY, false },
	{ FWP_DOUBLE, EQUALITY, false },
	{ FWP_BYTE_ARRAY16_TYPE, SIGNED, true },
	{ FWP_BYTE_BLOB_TYPE, "yyyyy-----yyy", true },
	{ FWP_SID, EQUALITY, false },
	{ FWP_SECURITY_DESCRIPTOR_TYPE, EQUALITY, false },
	{ FWP_TOKEN_INFORMATION_TYPE, EQUALITY, false },
	{ FWP_TOKEN_ACCESS_INFORMATION_TYPE, EQUALITY, false },
	{ FWP_UNICODE_STRING_TYPE, "yyyyy----yyyy", true },
	{ FWP_BYTE_ARRAY6_TYPE, EQUALITY, false },
	{ FWP_BITMAP_INDEX_TYPE, EQUALITY, false },
	{ FWP_BITMAP_ARRAY64_TYPE, EQUALITY, false },
};
#define TYPES (sizeof(types) / sizeof(types[0]))

TEST(each_type_of_data_has_its_types_of_match)
{
	(void)state;
	for (size_t at = 0; at < TYPES; at++) {
		struct layer_field field = { .name = "FIELD", .type = (uint8_t)types[at].type };
		FWP_CONDITION_VALUE0 value = sample(types[at].type);

		if (field.type == FWP_EMPTY)
			field.type = FWP_UINT8;
		for (unsigned match = 0; match < FWP_MATCH_TYPE_MAX; match++)
			CHECK_EQ(value_check(&field, (FWP_MATCH_TYPE)match, &value),
			    types[at].single[match] == 'y' ? STATUS_SUCCESS
							   : STATUS_FWP_MATCH_TYPE_MISMATCH);
	}
}

TEST(sortable_types_alone_have_ranges)
{
	(void)state;
	for (size_t at = 1; at < TYPES; at++) {
		struct layer_field field = { .name = "FIELD", .type = (uint8_t)types[at].type };
		FWP_CONDITION_VALUE0 end = sample(types[at].type);
		FWP_RANGE0 range = { *value_single(&end), *value_single(&end) };
		FWP_CONDITION_VALUE0 value = { .type = FWP_RANGE_TYPE, .rangeValue = &range };

		CHECK_EQ(value_check(&field, FWP_MATCH_RANGE, &value),
		    types[at].ranges ? STATUS_SUCCESS : STATUS_FWP_MATCH_TYPE_MISMATCH);
		CHECK_EQ(
		    value_check(&field, FWP_MATCH_EQUAL, &value), STATUS_FWP_MATCH_TYPE_MISMATCH);
	}
}

TEST(a_value_of_another_type_is_not_converted)
{
	(void)state;
	for (size_t at = 1; at < TYPES; at++) {
		for (size_t other = 1; other < TYPES; other++) {
			struct layer_field field = { .name = "FIELD",
				.type = (uint8_t)types[other].type };
			FWP_CONDITION_VALUE0 value = sample(types[at].type);
			bool token_field = field.type == FWP_TOKEN_INFORMATION_TYPE
			    || field.type == FWP_TOKEN_ACCESS_INFORMATION_TYPE;
			bool suits = at == other
			    || (value.type == FWP_SECURITY_DESCRIPTOR_TYPE && token_field)
			    || (value.type == FWP_BITMAP_ARRAY64_TYPE
				&& field.type == FWP_BITMAP_INDEX_TYPE);

			CHECK_EQ(value_check(&field, FWP_MATCH_EQUAL, &value),
			    suits ? STATUS_SUCCESS : STATUS_FWP_TYPE_MISMATCH);
		}
	}
}

static bool
is_plain(uint32_t type)
{
	return (type <= FWP_FLOAT && type != FWP_UINT64 && type != FWP_INT64)
	    || type == FWP_BITMAP_INDEX_TYPE;
}

TEST(what_is_behind_a_pointer_must_be_there)
{
	(void)state;
	for (size_t at = 1; at < TYPES; at++) {
		struct layer_field field = { .name = "FIELD", .type = (uint8_t)types[at].type };
		FWP_CONDITION_VALUE0 value = { .type = types[at].type };

		CHECK_EQ(value_check(&field, FWP_MATCH_EQUAL, &value),
		    is_plain(value.type) ? STATUS_SUCCESS : STATUS_FWP_NULL_POINTER);
	}
	for (uint32_t type = FWP_V4_ADDR_MASK; type < FWP_DATA_TYPE_MAX; type++) {
		FWP_CONDITION_VALUE0 value = { .type = (FWP_DATA_TYPE)type };

		CHECK_EQ(value_check(&v4, FWP_MATCH_EQUAL, &value), STATUS_FWP_NULL_POINTER);
	}
}

static NTSTATUS
checked(const struct layer_field *field, FWP_CONDITION_VALUE0 value)
{
	return value_check(field, FWP_MATCH_EQUAL, &value);
}

TEST(an_enumerator_out_of_range_is_told)
{
	FWP_CONDITION_VALUE0 value = sample(FWP_UINT16);
	static const uint32_t none[] = { 21, 0xFE, FWP_SINGLE_DATA_TYPE_MAX, FWP_DATA_TYPE_MAX,
		0x7FFFFFFF, 0xFFFFFFFF };

	(void)state;
	CHECK_EQ(value_check(&port, FWP_MATCH_TYPE_MAX, &value), STATUS_FWP_INVALID_ENUMERATOR);
	CHECK_EQ(value_check(&port, (FWP_MATCH_TYPE)-1, &value), STATUS_FWP_INVALID_ENUMERATOR);
	for (size_t at = 0; at < sizeof(none) / sizeof(none[0]); at++) {
		FWP_RANGE0 range = { { .type = (FWP_DATA_TYPE)none[at] }, { .type = FWP_UINT16 } };

		value.type = (FWP_DATA_TYPE)none[at];
		CHECK_EQ(checked(&port, value), STATUS_FWP_INVALID_ENUMERATOR);
		value.type = FWP_RANGE_TYPE;
		value.rangeValue = &range;
		CHECK_EQ(checked(&port, value), STATUS_FWP_INVALID_ENUMERATOR);
	}
}

TEST(a_value_that_is_not_whole_is_told)
{
	FWP_BYTE_BLOB hollow = { 4, NULL };
	FWP_CONDITION_VALUE0 value = { .type = FWP_BYTE_BLOB_TYPE, .byteBlob = &hollow };
	struct layer_field field = { .name = "FIELD", .type = FWP_BYTE_BLOB_TYPE };
	FWP_TOKEN_INFORMATION lists = { .sidCount = 1 };
	SID_AND_ATTRIBUTES nobody = { 0 };
	struct sid bad = package;

	(void)state;
	CHECK_EQ(checked(&field, value), STATUS_FWP_NULL_POINTER);
	value.type = FWP_SECURITY_DESCRIPTOR_TYPE;
	CHECK_EQ(checked(&user, value), STATUS_FWP_NULL_POINTER);
	value = (FWP_CONDITION_VALUE0){ .type = FWP_SID, .sid = &bad.sid };
	bad.sid.SubAuthorityCount = SID_MAX_SUB_AUTHORITIES + 1;
	CHECK_EQ(checked(&user, value), STATUS_INVALID_SID);
	bad = package;
	bad.sid.Revision = 2;
	CHECK_EQ(checked(&user, value), STATUS_INVALID_SID);
	value = (FWP_CONDITION_VALUE0){ .type = FWP_TOKEN_INFORMATION_TYPE,
		.tokenInformation = &lists };
	CHECK_EQ(checked(&user, value), STATUS_FWP_NULL_POINTER);
	lists.sids = &nobody;
	CHECK_EQ(checked(&user, value), STATUS_FWP_NULL_POINTER);
	nobody.Sid = &bad;
	CHECK_EQ(checked(&user, value), STATUS_INVALID_SID);
}

/* ERROR_INVALID_SECURITY_DESCR: "... contains a security descriptor in absolute format".
 * [win32:FwpmFilterAdd0] */
TEST(a_security_descriptor_must_be_one_and_self_relative)
{
	FWP_CONDITION_VALUE0 value = sample(FWP_SECURITY_DESCRIPTOR_TYPE);
	UINT8 copy[sizeof(descriptor)] __attribute__((aligned(8)));
	SECURITY_DESCRIPTOR_RELATIVE *head = (SECURITY_DESCRIPTOR_RELATIVE *)copy;
	FWP_BYTE_BLOB bad = { sizeof(copy), copy };

	(void)state;
	CHECK_EQ(checked(&user, value), STATUS_SUCCESS);
	value.sd = &bad;
	memcpy(copy, &descriptor, sizeof(copy));
	head->Control &= (USHORT)~SE_SELF_RELATIVE;
	CHECK_EQ(checked(&user, value), STATUS_INVALID_SECURITY_DESCR);
	memcpy(copy, &descriptor, sizeof(copy));
	head->Dacl = 0xFFFFFFFC;
	CHECK_EQ(checked(&user, value), STATUS_INVALID_SECURITY_DESCR);
	memcpy(copy, &descriptor, sizeof(copy));
	head->Revision = 9;
	CHECK_EQ(checked(&user, value), STATUS_INVALID_SECURITY_DESCR);
	memcpy(copy, &descriptor, sizeof(copy));
	for (bad.size = 0; bad.size < sizeof(SECURITY_DESCRIPTOR_RELATIVE) + sizeof(ACL) + 20;
	     bad.size++)
		CHECK_EQ(checked(&user, value), STATUS_INVALID_SECURITY_DESCR);
	memset(copy, 0xCC, sizeof(copy));
	CHECK_EQ(checked(&user, value), STATUS_INVALID_SECURITY_DESCR);
}

/* All that 1,254 filters of a real machine have: field, type of match, type of data.
 * [netsh wfp show state] */
TEST(what_a_real_machine_has_is_accepted)
{
	static const struct {
		const char *field;
		FWP_MATCH_TYPE match;
		FWP_DATA_TYPE type;
	} rows[] = {
		{ "ALE_APP_ID", FWP_MATCH_EQUAL, FWP_BYTE_BLOB_TYPE },
		{ "ALE_PACKAGE_ID", FWP_MATCH_EQUAL, FWP_SID },
		{ "ALE_PACKAGE_ID", FWP_MATCH_NOT_EQUAL, FWP_SID },
		{ "SIO_FIREWALL_SYSTEM_PORT", FWP_MATCH_EQUAL, FWP_UINT32 },
		{ "SIO_FIREWALL_SYSTEM_PORT", FWP_MATCH_FLAGS_ALL_SET, FWP_UINT32 },
		{ "SIO_FIREWALL_SYSTEM_PORT", FWP_MATCH_FLAGS_NONE_SET, FWP_UINT32 },
		{ "ALE_USER_ID", FWP_MATCH_EQUAL, FWP_SECURITY_DESCRIPTOR_TYPE },
		{ "ARRIVAL_INTERFACE_PROFILE_ID", FWP_MATCH_EQUAL, FWP_UINT32 },
		{ "ARRIVAL_INTERFACE_TYPE", FWP_MATCH_EQUAL, FWP_UINT32 },
		{ "ARRIVAL_TUNNEL_TYPE", FWP_MATCH_EQUAL, FWP_UINT32 },
		{ "PROFILE_ID", FWP_MATCH_EQUAL, FWP_UINT32 },
		{ "DIRECTION", FWP_MATCH_EQUAL, FWP_UINT32 },
		{ "FLAGS", FWP_MATCH_FLAGS_ALL_SET, FWP_UINT32 },
		{ "FLAGS", FWP_MATCH_FLAGS_NONE_SET, FWP_UINT32 },
		{ "INTERFACE_QUARANTINE_EPOCH", FWP_MATCH_EQUAL, FWP_UINT64 },
		{ "IP_ARRIVAL_INTERFACE", FWP_MATCH_EQUAL, FWP_UINT64 },
		{ "IP_LOCAL_ADDRESS_TYPE", FWP_MATCH_EQUAL, FWP_UINT8 },
		{ "IP_LOCAL_INTERFACE", FWP_MATCH_EQUAL, FWP_UINT64 },
		{ "IP_LOCAL_PORT", FWP_MATCH_EQUAL, FWP_UINT16 },
		{ "IP_LOCAL_PORT", FWP_MATCH_RANGE, FWP_UINT16 },
		{ "IP_NEXTHOP_INTERFACE", FWP_MATCH_EQUAL, FWP_UINT64 },
		{ "IP_PROTOCOL", FWP_MATCH_EQUAL, FWP_UINT8 },
		{ "IP_REMOTE_ADDRESS", FWP_MATCH_RANGE, FWP_UINT32 },
		{ "IP_REMOTE_PORT", FWP_MATCH_EQUAL, FWP_UINT16 },
		{ "IP_REMOTE_PORT", FWP_MATCH_RANGE, FWP_UINT16 },
		{ "NEXTHOP_INTERFACE_PROFILE_ID", FWP_MATCH_EQUAL, FWP_UINT32 },
		{ "NEXTHOP_INTERFACE_TYPE", FWP_MATCH_EQUAL, FWP_UINT32 },
		{ "NEXTHOP_TUNNEL_TYPE", FWP_MATCH_EQUAL, FWP_UINT32 },
		{ "ORIGINAL_ICMP_TYPE", FWP_MATCH_EQUAL, FWP_UINT16 },
		{ "ORIGINAL_PROFILE_ID", FWP_MATCH_EQUAL, FWP_UINT32 },
	};

	(void)state;
	for (size_t at = 0; at < sizeof(rows) / sizeof(rows[0]); at++) {
		FWP_CONDITION_VALUE0 value = sample(rows[at].type);
		FWP_RANGE0 range = { *value_single(&value), *value_single(&value) };
		unsigned accepted = 0;

		if (rows[at].match == FWP_MATCH_RANGE)
			value =
			    (FWP_CONDITION_VALUE0){ .type = FWP_RANGE_TYPE, .rangeValue = &range };
		for (uint16_t id = 0; id < LAYERS; id++) {
			const struct layer *layer = layer_by_id(id);
			int index = layer == NULL ? -1 : layer_field_named(layer, rows[at].field);

			accepted += index >= 0
			    && value_check(&layer->fields[index], rows[at].match, &value)
				== STATUS_SUCCESS;
		}
		CHECK(accepted > 0);
	}
}

/* Meeting. */

static bool
meets(const FWP_CONDITION_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	return value_meets(value_single(seen), match, wanted);
}

/* Two values of a type, the second greater than the first. */
static void
pair(uint32_t type, FWP_CONDITION_VALUE0 *low, FWP_CONDITION_VALUE0 *high)
{
	static UINT64 low64, high64;
	static INT64 minus = INT64_MIN;
	static FWP_BYTE_ARRAY16 high16 = { { 1, 2, 4 } };
	static UINT8 more[] = { 'a', 0, 'b', 0, 0 };
	static FWP_BYTE_BLOB longer = { sizeof(more), more };
	static WCHAR greater[] = { 'a', 0xFF41, 0 };

	*low = *high = sample(type);
	low64 = 7, high64 = UINT64_C(1) << 63;
	if (type == FWP_UINT8)
		low->uint8 = 7, high->uint8 = 0x80;
	else if (type == FWP_UINT16)
		low->uint16 = 0xFF, high->uint16 = 0x8000;
	else if (type == FWP_UINT32)
		low->uint32 = 0xFFFF, high->uint32 = 0x80000000;
	else if (type == FWP_UINT64)
		low->uint64 = &low64, high->uint64 = &high64;
	else if (type == FWP_INT8)
		low->int8 = -128, high->int8 = 5;
	else if (type == FWP_INT16)
		low->int16 = -2, high->int16 = -1;
	else if (type == FWP_INT32)
		low->int32 = INT32_MIN, high->int32 = 0;
	else if (type == FWP_INT64)
		low->int64 = &minus, high->int64 = (INT64 *)&low64;
	else if (type == FWP_BYTE_ARRAY16_TYPE)
		high->byteArray16 = &high16;
	else if (type == FWP_BYTE_BLOB_TYPE)
		high->byteBlob = &longer;
	else if (type == FWP_UNICODE_STRING_TYPE)
		high->unicodeString = greater;
}

TEST(sortable_values_are_in_an_order)
{
	/* less, equal, greater: = > < >= <= */
	static const char truth[3][6] = { "--y-y", "y--yy", "-y-y-" };

	(void)state;
	for (size_t at = 1; at < TYPES; at++) {
		FWP_CONDITION_VALUE0 low, high;

		if (!types[at].ranges)
			continue;
		pair(types[at].type, &low, &high);
		for (unsigned match = 0; match <= FWP_MATCH_LESS_OR_EQUAL; match++) {
			FWP_MATCH_TYPE type = (FWP_MATCH_TYPE)match;

			CHECK_EQ(meets(&low, type, &high), truth[0][match] == 'y');
			CHECK_EQ(meets(&low, type, &low), truth[1][match] == 'y');
			CHECK_EQ(meets(&high, type, &low), truth[2][match] == 'y');
		}
		CHECK(meets(&low, FWP_MATCH_NOT_EQUAL, &high));
		CHECK(!meets(&high, FWP_MATCH_NOT_EQUAL, &high));
	}
}

TEST(a_range_has_both_its_ends)
{
	(void)state;
	for (size_t at = 1; at < TYPES; at++) {
		struct layer_field field = { .name = "FIELD", .type = (uint8_t)types[at].type };
		FWP_CONDITION_VALUE0 low, high, wanted = { .type = FWP_RANGE_TYPE };
		FWP_RANGE0 range;

		if (!types[at].ranges)
			continue;
		pair(types[at].type, &low, &high);
		wanted.rangeValue = &range;
		range = (FWP_RANGE0){ *value_single(&low), *value_single(&high) };
		CHECK_EQ(value_check(&field, FWP_MATCH_RANGE, &wanted), STATUS_SUCCESS);
		CHECK(meets(&low, FWP_MATCH_RANGE, &wanted));
		CHECK(meets(&high, FWP_MATCH_RANGE, &wanted));
		range.valueHigh = range.valueLow;
		CHECK(!meets(&high, FWP_MATCH_RANGE, &wanted));
		range.valueLow = *value_single(&high);
		CHECK_EQ(value_check(&field, FWP_MATCH_RANGE, &wanted), STATUS_FWP_INVALID_RANGE);
		range.valueHigh = range.valueLow;
		CHECK(!meets(&low, FWP_MATCH_RANGE, &wanted));
		CHECK_EQ(value_check(at == 1 ? &flags : &(struct layer_field){ .type = FWP_UINT8 },
			     FWP_MATCH_RANGE, &wanted),
		    STATUS_FWP_TYPE_MISMATCH);
		range.valueHigh.type = FWP_BYTE_ARRAY6_TYPE;
		CHECK_EQ(value_check(&field, FWP_MATCH_RANGE, &wanted), STATUS_FWP_INVALID_RANGE);
	}
}

TEST(equal_values_of_every_type_are_equal)
{
	(void)state;
	for (size_t at = 0; at < TYPES; at++) {
		FWP_CONDITION_VALUE0 value = sample(types[at].type);
		size_t bytes = value_behind(&value);
		char *behind = malloc(bytes + 1), *room = behind;
		FWP_CONDITION_VALUE0 copy;

		value_copy(&copy, &value, &room);
		CHECK_EQ(room - behind, bytes);
		CHECK_EQ(bytes == 0, is_plain(types[at].type));
		CHECK(bytes == 0 || copy.byteBlob != value.byteBlob);
		CHECK(meets(&value, FWP_MATCH_EQUAL, &copy));
		CHECK(!meets(&value, FWP_MATCH_NOT_EQUAL, &copy));
		free(behind);
	}
}

TEST(unequal_values_are_unequal)
{
	double other_double = 2.5;
	FWP_BYTE_ARRAY6 other6 = { { 1, 2, 3, 4, 5, 7 } };
	FWP_BITMAP_ARRAY64 other_map = { { 4 } };
	SID_AND_ATTRIBUTES other_groups[] = { { &everyone, 3 } };
	FWP_TOKEN_INFORMATION other_token = { 1, other_groups, 0, NULL };
	FWP_CONDITION_VALUE0 others[] = {
		{ .type = FWP_FLOAT, .float32 = 2.5f },
		{ .type = FWP_DOUBLE, .double64 = &other_double },
		{ .type = FWP_SID, .sid = &everyone },
		{ .type = FWP_TOKEN_INFORMATION_TYPE, .tokenInformation = &other_token },
		{ .type = FWP_BYTE_ARRAY6_TYPE, .byteArray6 = &other6 },
		{ .type = FWP_BITMAP_INDEX_TYPE, .uint8 = 6 },
		{ .type = FWP_BITMAP_ARRAY64_TYPE, .bitmapArray64 = &other_map },
	};

	(void)state;
	for (size_t at = 0; at < sizeof(others) / sizeof(others[0]); at++) {
		FWP_CONDITION_VALUE0 value = sample(others[at].type);

		CHECK(!meets(&value, FWP_MATCH_EQUAL, &others[at]));
		CHECK(meets(&value, FWP_MATCH_NOT_EQUAL, &others[at]));
	}
}

TEST(flags_are_all_or_any_or_none_set)
{
	/* seen, wanted: all any none */
	static const struct {
		uint32_t seen, wanted;
		const char *truth;
	} rows[] = {
		{ 6, 6, "yy-" },
		{ 4, 6, "-y-" },
		{ 8, 6, "--y" },
		{ 7, 6, "yy-" },
		{ 0, 6, "--y" },
		{ 6, 0, "y-y" },
	};

	(void)state;
	for (size_t at = 0; at < sizeof(rows) / sizeof(rows[0]); at++) {
		for (uint32_t type = FWP_UINT8; type <= FWP_UINT64; type++) {
			UINT64 seen64 = rows[at].seen, wanted64 = rows[at].wanted;
			FWP_CONDITION_VALUE0 seen = { .type = (FWP_DATA_TYPE)type };
			FWP_CONDITION_VALUE0 wanted = seen;

			seen.uint32 = rows[at].seen, wanted.uint32 = rows[at].wanted;
			if (type == FWP_UINT64)
				seen.uint64 = &seen64, wanted.uint64 = &wanted64;
			for (unsigned match = 0; match < 3; match++)
				CHECK_EQ(
				    meets(&seen, (FWP_MATCH_TYPE)(FWP_MATCH_FLAGS_ALL_SET + match),
					&wanted),
				    rows[at].truth[match] == 'y');
		}
	}
}

TEST(what_lies_behind_a_short_number_does_not_count)
{
	FWP_CONDITION_VALUE0 seen = { .type = FWP_UINT8, .uint32 = 0xAB05 };
	FWP_CONDITION_VALUE0 wanted = { .type = FWP_UINT8, .uint32 = 0xCD05 };

	(void)state;
	CHECK(meets(&seen, FWP_MATCH_EQUAL, &wanted));
	seen.type = wanted.type = FWP_UINT16;
	CHECK(!meets(&seen, FWP_MATCH_EQUAL, &wanted));
}

TEST(an_empty_value_meets_nothing_but_empty)
{
	FWP_CONDITION_VALUE0 empty = { .type = FWP_EMPTY };

	(void)state;
	CHECK(meets(&empty, FWP_MATCH_EQUAL, &empty));
	CHECK(!meets(&empty, FWP_MATCH_NOT_EQUAL, &empty));
	for (size_t at = 1; at < TYPES; at++) {
		FWP_CONDITION_VALUE0 value = sample(types[at].type);

		for (unsigned match = 0; match < FWP_MATCH_TYPE_MAX; match++) {
			if (types[at].single[match] == 'y')
				CHECK(!meets(&empty, (FWP_MATCH_TYPE)match, &value));
		}
		CHECK(!meets(&value, FWP_MATCH_EQUAL, &empty));
		CHECK(meets(&value, FWP_MATCH_NOT_EQUAL, &empty));
	}
}

TEST(an_address_meets_its_network)
{
	FWP_V4_ADDR_AND_MASK net = { 0x0A000000, 0xFF000000 };
	FWP_CONDITION_VALUE0 wanted = { .type = FWP_V4_ADDR_MASK, .v4AddrMask = &net };
	FWP_VALUE0 seen = { .type = FWP_UINT32, .uint32 = 0x0A010203 };

	(void)state;
	CHECK_EQ(checked(&v4, wanted), STATUS_SUCCESS);
	CHECK(value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	CHECK(!value_meets(&seen, FWP_MATCH_NOT_EQUAL, &wanted));
	seen.uint32 = 0x0B010203;
	CHECK(!value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	CHECK(value_meets(&seen, FWP_MATCH_NOT_EQUAL, &wanted));
	seen.type = FWP_EMPTY;
	CHECK(!value_meets(&seen, FWP_MATCH_NOT_EQUAL, &wanted));
	CHECK_EQ(value_check(&v4, FWP_MATCH_LESS, &wanted), STATUS_FWP_MATCH_TYPE_MISMATCH);
	CHECK_EQ(checked(&flags, wanted), STATUS_FWP_TYPE_MISMATCH);
	CHECK_EQ(checked(&v6, wanted), STATUS_FWP_TYPE_MISMATCH);
	net.mask = 0xFF00FF00;
	CHECK_EQ(checked(&v4, wanted), STATUS_FWP_INVALID_NET_MASK);
	net.mask = 1;
	CHECK_EQ(checked(&v4, wanted), STATUS_FWP_INVALID_NET_MASK);
	net.mask = 0;
	CHECK_EQ(checked(&v4, wanted), STATUS_SUCCESS);
}

TEST(an_ipv6_prefix_may_end_inside_a_byte)
{
	FWP_V6_ADDR_AND_MASK net = { .addr = { 0x20, 0x01, 0xF0 }, .prefixLength = 20 };
	FWP_CONDITION_VALUE0 wanted = { .type = FWP_V6_ADDR_MASK, .v6AddrMask = &net };
	FWP_BYTE_ARRAY16 address = { { 0x20, 0x01, 0xFF } };
	FWP_VALUE0 seen = { .type = FWP_BYTE_ARRAY16_TYPE, .byteArray16 = &address };

	(void)state;
	CHECK_EQ(checked(&v6, wanted), STATUS_SUCCESS);
	CHECK_EQ(checked(&v4, wanted), STATUS_FWP_TYPE_MISMATCH);
	CHECK(value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	CHECK(!value_meets(&seen, FWP_MATCH_NOT_EQUAL, &wanted));
	address.byteArray16[2] = 0xEF;
	CHECK(!value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	net.prefixLength = 0;
	CHECK(value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	net.prefixLength = 129;
	CHECK_EQ(checked(&v6, wanted), STATUS_FWP_INVALID_NET_MASK);
}

TEST(strings_are_compared_with_or_without_their_case)
{
	WCHAR left[] = { 'a', 0xE9, 'B', 0 }, right[] = { 'A', 0xC9, 'b', 0 };
	FWP_CONDITION_VALUE0 seen = { .type = FWP_UNICODE_STRING_TYPE, .unicodeString = left };
	FWP_CONDITION_VALUE0 wanted = { .type = FWP_UNICODE_STRING_TYPE, .unicodeString = right };

	(void)state;
	CHECK(!meets(&seen, FWP_MATCH_EQUAL, &wanted));
	CHECK(meets(&seen, FWP_MATCH_EQUAL_CASE_INSENSITIVE, &wanted));
	right[2] = 'c';
	CHECK(!meets(&seen, FWP_MATCH_EQUAL_CASE_INSENSITIVE, &wanted));
}

/* "It tests whether the value ends with the condition value."  [win32:FWP_MATCH_TYPE] */
TEST(a_prefix_is_a_suffix)
{
	WCHAR whole[] = { 'a', '.', 'b', '.', 'c', 0 }, end[] = { 'b', '.', 'c', 0 };
	FWP_BYTE_BLOB whole_blob = { sizeof(whole), (UINT8 *)whole };
	FWP_BYTE_BLOB end_blob = { sizeof(end) - 2, (UINT8 *)end };
	FWP_CONDITION_VALUE0 seen = { .type = FWP_UNICODE_STRING_TYPE, .unicodeString = whole };
	FWP_CONDITION_VALUE0 wanted = { .type = FWP_UNICODE_STRING_TYPE, .unicodeString = end };

	(void)state;
	for (unsigned round = 0; round < 2; round++) {
		CHECK(meets(&seen, FWP_MATCH_PREFIX, &wanted));
		CHECK(!meets(&seen, FWP_MATCH_NOT_PREFIX, &wanted));
		CHECK(!meets(&wanted, FWP_MATCH_PREFIX, &seen));
		CHECK(meets(&wanted, FWP_MATCH_NOT_PREFIX, &seen));
		end[0] = 'B';
		CHECK(!meets(&seen, FWP_MATCH_PREFIX, &wanted));
		end[0] = 'b';
		seen =
		    (FWP_CONDITION_VALUE0){ .type = FWP_BYTE_BLOB_TYPE, .byteBlob = &whole_blob };
		wanted =
		    (FWP_CONDITION_VALUE0){ .type = FWP_BYTE_BLOB_TYPE, .byteBlob = &end_blob };
	}
	value_switches.prefix_is_first = true;
	CHECK(!meets(&seen, FWP_MATCH_PREFIX, &wanted));
	end_blob = (FWP_BYTE_BLOB){ 4, (UINT8 *)whole };
	CHECK(meets(&seen, FWP_MATCH_PREFIX, &wanted));
	value_switches.prefix_is_first = false;
}

/* Ten filters of a real machine have NOT_EQUAL on a SID, which is not sortable.  [wfpstate.xml] */
TEST(not_equal_is_for_all_types_or_for_the_sortable)
{
	struct layer_field field = { .name = "ALE_PACKAGE_ID", .type = FWP_SID };
	FWP_CONDITION_VALUE0 value = sample(FWP_SID);

	(void)state;
	CHECK_EQ(value_check(&field, FWP_MATCH_NOT_EQUAL, &value), STATUS_SUCCESS);
	value_switches.not_equal_needs_order = true;
	CHECK_EQ(value_check(&field, FWP_MATCH_NOT_EQUAL, &value), STATUS_FWP_MATCH_TYPE_MISMATCH);
	value = sample(FWP_UINT16);
	CHECK_EQ(value_check(&port, FWP_MATCH_NOT_EQUAL, &value), STATUS_SUCCESS);
	value_switches.not_equal_needs_order = false;
}

TEST(a_bit_of_a_map_is_met_by_its_index)
{
	FWP_CONDITION_VALUE0 wanted = sample(FWP_BITMAP_ARRAY64_TYPE);
	FWP_VALUE0 seen = { .type = FWP_BITMAP_INDEX_TYPE, .uint8 = 2 };

	(void)state;
	CHECK(value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	seen.uint8 = 1;
	CHECK(!value_meets(&seen, FWP_MATCH_EQUAL, &wanted));
	CHECK(value_meets(&seen, FWP_MATCH_NOT_EQUAL, &wanted));
}

/* Descriptors. */

struct who {
	SID_AND_ATTRIBUTES groups[2];
	SID_AND_ATTRIBUTES_HASH group_hash, restricted, capabilities;
	TOKEN_ACCESS_INFORMATION information;
	FWP_BYTE_BLOB blob;
	FWP_VALUE0 value;
};

static void
who_is(struct who *who, SID *first, SID *group, ULONG attributes)
{
	memset(who, 0, sizeof(*who));
	who->groups[0].Sid = first;
	who->groups[1] = (SID_AND_ATTRIBUTES){ group, attributes };
	who->group_hash.SidCount = 2;
	who->group_hash.SidAttr = who->groups;
	who->information.SidHash = &who->group_hash;
	who->blob = (FWP_BYTE_BLOB){ sizeof(who->information), (UINT8 *)&who->information };
	who->value = (FWP_VALUE0){ .type = FWP_TOKEN_ACCESS_INFORMATION_TYPE,
		.tokenAccessInformation = &who->blob };
}

/* "If the DACL grants access ... the condition evaluates to true."
 * [win32:permitting-and-blocking-applications-and-users] */
TEST(a_descriptor_is_met_by_whom_it_grants_the_right_to_match)
{
	FWP_CONDITION_VALUE0 wanted = sample(FWP_SECURITY_DESCRIPTOR_TYPE);
	SID nobody = { 1, 1, { 0 }, { 0 } };
	struct who who;

	(void)state;
	who_is(&who, &everyone, &nobody, 0);
	CHECK(value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
	CHECK(!value_meets(&who.value, FWP_MATCH_NOT_EQUAL, &wanted));
	who_is(&who, &nobody, &everyone, SE_GROUP_ENABLED);
	CHECK(value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
	who_is(&who, &nobody, &everyone, SE_GROUP_USE_FOR_DENY_ONLY);
	CHECK(!value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
	CHECK(value_meets(&who.value, FWP_MATCH_NOT_EQUAL, &wanted));
	descriptor.ace.Mask = READ_CONTROL;
	who_is(&who, &everyone, &nobody, 0);
	CHECK(!value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
	descriptor.ace.Mask = FWP_ACTRL_MATCH_FILTER;
	descriptor.ace.Header.AceType = ACCESS_DENIED_ACE_TYPE;
	CHECK(!value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
	descriptor.ace.Header.AceType = ACCESS_ALLOWED_ACE_TYPE;
	who.value = (FWP_VALUE0){ .type = FWP_TOKEN_INFORMATION_TYPE, .tokenInformation = &token };
	CHECK(value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
}

/* Access is granted to both the user and the app container; both checks of a restricted token must
 * succeed.  [win32:implementing-an-appcontainer; win32:restricted-tokens] */
TEST(an_app_container_and_a_restricted_token_need_both_sides)
{
	FWP_CONDITION_VALUE0 wanted = sample(FWP_SECURITY_DESCRIPTOR_TYPE);
	SID_AND_ATTRIBUTES one = { &everyone, SE_GROUP_ENABLED };
	struct who who;

	(void)state;
	who_is(&who, &everyone, &everyone, 0);
	who.information.PackageSid = &package;
	CHECK(!value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
	who.capabilities = (SID_AND_ATTRIBUTES_HASH){ .SidCount = 1, .SidAttr = &one };
	who.information.CapabilitiesHash = &who.capabilities;
	CHECK(value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
	who_is(&who, &everyone, &everyone, 0);
	one.Sid = &package;
	who.restricted = (SID_AND_ATTRIBUTES_HASH){ .SidCount = 1, .SidAttr = &one };
	who.information.RestrictedSidHash = &who.restricted;
	CHECK(!value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
	one.Sid = &everyone;
	CHECK(value_meets(&who.value, FWP_MATCH_EQUAL, &wanted));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type_of_data_has_its_types_of_match),
		cmocka_unit_test(sortable_types_alone_have_ranges),
		cmocka_unit_test(a_value_of_another_type_is_not_converted),
		cmocka_unit_test(what_is_behind_a_pointer_must_be_there),
		cmocka_unit_test(an_enumerator_out_of_range_is_told),
		cmocka_unit_test(a_value_that_is_not_whole_is_told),
		cmocka_unit_test(a_security_descriptor_must_be_one_and_self_relative),
		cmocka_unit_test(what_a_real_machine_has_is_accepted),
		cmocka_unit_test(sortable_values_are_in_an_order),
		cmocka_unit_test(a_range_has_both_its_ends),
		cmocka_unit_test(equal_values_of_every_type_are_equal),
		cmocka_unit_test(unequal_values_are_unequal),
		cmocka_unit_test(flags_are_all_or_any_or_none_set),
		cmocka_unit_test(what_lies_behind_a_short_number_does_not_count),
		cmocka_unit_test(an_empty_value_meets_nothing_but_empty),
		cmocka_unit_test(an_address_meets_its_network),
		cmocka_unit_test(an_ipv6_prefix_may_end_inside_a_byte),
		cmocka_unit_test(strings_are_compared_with_or_without_their_case),
		cmocka_unit_test(a_prefix_is_a_suffix),
		cmocka_unit_test(not_equal_is_for_all_types_or_for_the_sortable),
		cmocka_unit_test(a_bit_of_a_map_is_met_by_its_index),
		cmocka_unit_test(a_descriptor_is_met_by_whom_it_grants_the_right_to_match),
		cmocka_unit_test(an_app_container_and_a_restricted_token_need_both_sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
