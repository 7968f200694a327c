/*
 * May a filter have this condition?
 *
 * Windows: which match types suit which data types, and which values suit which fields, is in the
 *   page of FWP_MATCH_TYPE; what each code means in that of the WFP error codes.
 * Here: of several mistakes that of the value itself comes first, then that of its type, then
 *   that of the match type; Windows' order is not known.  A type that is none is an enumerator out
 *   of range; a range whose ends have two types is an invalid range; a SID or a descriptor that is
 *   none has the code of the kernel's functions, as FwpmFilterAdd0's page says of descriptors.
 */
#include "wfp/value.h"

#include "ledger/finding.h"
#include "security/descriptor.h"
#include "security/sid.h"

static bool
is_data_type(uint32_t type)
{
	return type <= FWP_BITMAP_ARRAY64_TYPE
	    || (type >= FWP_V4_ADDR_MASK && type <= FWP_RANGE_TYPE);
}

/* Is the value behind a pointer? */
static bool
is_pointer(uint32_t type)
{
	return type == FWP_UINT64 || type == FWP_INT64
	    || (type >= FWP_DOUBLE && type != FWP_BITMAP_INDEX_TYPE);
}

static NTSTATUS
check_blob(const FWP_BYTE_BLOB *blob)
{
	return blob->size > 0 && blob->data == NULL ? STATUS_FWP_NULL_POINTER : STATUS_SUCCESS;
}

/* Windows: self-relative.  [win32:FWP_CONDITION_VALUE0; win32:FwpmFilterAdd0] */
static NTSTATUS
check_descriptor(const FWP_BYTE_BLOB *blob)
{
	if (blob->data == NULL)
		return STATUS_FWP_NULL_POINTER;
	return descriptor_packed_valid(blob->data, blob->size) ? STATUS_SUCCESS
							       : STATUS_INVALID_SECURITY_DESCR;
}

static NTSTATUS
check_sids(const SID_AND_ATTRIBUTES *sids, ULONG count)
{
	if (count > 0 && sids == NULL)
		return STATUS_FWP_NULL_POINTER;
	for (ULONG at = 0; at < count; at++) {
		if (sids[at].Sid == NULL)
			return STATUS_FWP_NULL_POINTER;
		if (!sid_valid(sids[at].Sid))
			return STATUS_INVALID_SID;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS
check_token(const FWP_TOKEN_INFORMATION *token)
{
	NTSTATUS status = check_sids(token->sids, token->sidCount);

	if (status != STATUS_SUCCESS)
		return status;
	return check_sids(token->restrictedSids, token->restrictedSidCount);
}

/* Windows: the ones of a mask stand together, at its upper end.  [FWP_E_INVALID_NET_MASK] */
static NTSTATUS
check_v4_mask(uint32_t mask)
{
	return (~mask & (~mask + 1)) != 0 ? STATUS_FWP_INVALID_NET_MASK : STATUS_SUCCESS;
}

/* Windows: both ends are of one type, and the upper one is not below.  [win32:FWP_RANGE0] */
static NTSTATUS
check_range(const FWP_RANGE0 *range)
{
	const FWP_VALUE0 *low = &range->valueLow, *high = &range->valueHigh;
	NTSTATUS status;

	if (!is_data_type(low->type) || !is_data_type(high->type))
		return STATUS_FWP_INVALID_ENUMERATOR;
	if (low->type != high->type || low->type >= FWP_SINGLE_DATA_TYPE_MAX)
		return STATUS_FWP_INVALID_RANGE;
	status = value_well_formed((const FWP_CONDITION_VALUE0 *)(const void *)low);
	if (status == STATUS_SUCCESS)
		status = value_well_formed((const FWP_CONDITION_VALUE0 *)(const void *)high);
	if (status != STATUS_SUCCESS)
		return status;
	if (value_is_sortable(low->type) && value_compare(low, high) > 0)
		return STATUS_FWP_INVALID_RANGE;
	return STATUS_SUCCESS;
}

NTSTATUS
value_well_formed(const FWP_CONDITION_VALUE0 *value)
{
	if (!is_data_type(value->type))
		return STATUS_FWP_INVALID_ENUMERATOR;
	if (is_pointer(value->type) && value->byteBlob == NULL)
		return STATUS_FWP_NULL_POINTER;
	switch ((uint32_t)value->type) {
	case FWP_BYTE_BLOB_TYPE:
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		return check_blob(value->byteBlob);
	case FWP_SECURITY_DESCRIPTOR_TYPE:
		return check_descriptor(value->sd);
	case FWP_SID:
		return sid_valid(value->sid) ? STATUS_SUCCESS : STATUS_INVALID_SID;
	case FWP_TOKEN_INFORMATION_TYPE:
		return check_token(value->tokenInformation);
	case FWP_V4_ADDR_MASK:
		return check_v4_mask(value->v4AddrMask->mask);
	case FWP_V6_ADDR_MASK:
		return value->v6AddrMask->prefixLength > 128 ? STATUS_FWP_INVALID_NET_MASK
							     : STATUS_SUCCESS;
	case FWP_RANGE_TYPE:
		return check_range(value->rangeValue);
	default:
		return STATUS_SUCCESS;
	}
}

static bool
is_token(uint32_t type)
{
	return type == FWP_TOKEN_INFORMATION_TYPE || type == FWP_TOKEN_ACCESS_INFORMATION_TYPE;
}

static bool
suits_field(const struct layer_field *field, const FWP_CONDITION_VALUE0 *value)
{
	switch ((uint32_t)value->type) {
	case FWP_EMPTY:
		return true;
	case FWP_V4_ADDR_MASK:
		return field->address && field->type == FWP_UINT32;
	case FWP_V6_ADDR_MASK:
		return field->address && field->type == FWP_BYTE_ARRAY16_TYPE;
	case FWP_RANGE_TYPE:
		return value->rangeValue->valueLow.type == field->type;
	case FWP_SECURITY_DESCRIPTOR_TYPE:
		return is_token(field->type) || field->type == FWP_SECURITY_DESCRIPTOR_TYPE;
	case FWP_BITMAP_ARRAY64_TYPE:
		return field->type == FWP_BITMAP_INDEX_TYPE
		    || field->type == FWP_BITMAP_ARRAY64_TYPE;
	default:
		return value->type == field->type;
	}
}

/* Windows: FWP_MATCH_RANGE goes with a range, and nothing else does.  [win32:FWP_MATCH_TYPE] */
static bool
suits_match(const FWP_CONDITION_VALUE0 *value, FWP_MATCH_TYPE match)
{
	uint32_t type = value->type;
	bool mask = type == FWP_V4_ADDR_MASK || type == FWP_V6_ADDR_MASK;

	if (type == FWP_RANGE_TYPE)
		return match == FWP_MATCH_RANGE
		    && value_is_sortable(value->rangeValue->valueLow.type);
	switch (match) {
	case FWP_MATCH_EQUAL:
		return true;
	case FWP_MATCH_NOT_EQUAL:
		return !value_switches.not_equal_needs_order || mask || value_is_sortable(type);
	case FWP_MATCH_GREATER:
	case FWP_MATCH_LESS:
	case FWP_MATCH_GREATER_OR_EQUAL:
	case FWP_MATCH_LESS_OR_EQUAL:
		return value_is_sortable(type);
	case FWP_MATCH_FLAGS_ALL_SET:
	case FWP_MATCH_FLAGS_ANY_SET:
	case FWP_MATCH_FLAGS_NONE_SET:
		return value_is_unsigned(type);
	case FWP_MATCH_EQUAL_CASE_INSENSITIVE:
		return type == FWP_UNICODE_STRING_TYPE;
	case FWP_MATCH_PREFIX:
	case FWP_MATCH_NOT_PREFIX:
		return type == FWP_UNICODE_STRING_TYPE || type == FWP_BYTE_BLOB_TYPE;
	case FWP_MATCH_RANGE:
	case FWP_MATCH_TYPE_MAX:
		break;
	}
	return false;
}

NTSTATUS
value_check(
    const struct layer_field *field, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted)
{
	NTSTATUS status;

	if ((uint32_t)match >= FWP_MATCH_TYPE_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	status = value_well_formed(wanted);
	if (status != STATUS_SUCCESS)
		return status;
	if (field->type == FWP_EMPTY)
		not_modelled("a filter's condition on %s, type %u", field->name, wanted->type);
	if (!suits_field(field, wanted))
		return STATUS_FWP_TYPE_MISMATCH;
	return suits_match(wanted, match) ? STATUS_SUCCESS : STATUS_FWP_MATCH_TYPE_MISMATCH;
}
