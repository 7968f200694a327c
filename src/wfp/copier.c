#include "wfp/copier.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "security/sid.h"

#include <string.h>

/* Faults where the memory is not there. */
static void
read_pages(const void *from, size_t bytes)
{
	const volatile char *at = from;

	for (size_t offset = 0; offset < bytes; offset += ARENA_PAGE)
		(void)at[offset];
	(void)at[bytes - 1];
}

void *
copier_put(struct copier *copier, const void *from, size_t bytes)
{
	size_t used = copier->used;

	if (from == NULL || bytes == 0)
		return NULL;
	copier->used += (bytes + 7) & ~(size_t)7;
	if (copier->room != NULL)
		return memcpy(copier->room + used, from, bytes);
	read_pages(from, bytes < COPIER_LIMIT ? bytes : COPIER_LIMIT);
	if (copier->used > COPIER_LIMIT)
		not_modelled("a structure of more than %zu bytes", COPIER_LIMIT);
	return NULL;
}

WCHAR *
copier_put_text(struct copier *copier, const WCHAR *text)
{
	size_t length = 0;

	if (text == NULL)
		return NULL;
	while (text[length] != 0)
		length++;
	return copier_put(copier, text, (length + 1) * sizeof(WCHAR));
}

void
copier_put_blob(struct copier *copier, FWP_BYTE_BLOB *blob)
{
	blob->data = copier_put(copier, blob->data, blob->size);
}

/* Of a SID with too many sub-authorities, which is none, the head: its length means nothing. */
static SID *
put_sid(struct copier *copier, const SID *sid)
{
	if (sid == NULL)
		return NULL;
	return copier_put(
	    copier, sid, sid_valid(sid) ? sid_bytes(sid) : offsetof(SID, SubAuthority));
}

FWP_BYTE_BLOB *
copier_put_whole_blob(struct copier *copier, const FWP_BYTE_BLOB *from)
{
	FWP_BYTE_BLOB blob;

	if (from == NULL)
		return NULL;
	blob = *from;
	copier_put_blob(copier, &blob);
	return copier_put(copier, &blob, sizeof(blob));
}

static SID_AND_ATTRIBUTES *
put_sids(struct copier *copier, const SID_AND_ATTRIBUTES *from, ULONG count)
{
	SID_AND_ATTRIBUTES *to = copier_put(copier, from, count * sizeof(*from));

	if (from == NULL)
		return NULL;
	for (ULONG at = 0; at < count; at++) {
		SID *sid = put_sid(copier, from[at].Sid);

		if (to != NULL)
			to[at].Sid = sid;
	}
	return to;
}

static FWP_TOKEN_INFORMATION *
put_token(struct copier *copier, const FWP_TOKEN_INFORMATION *from)
{
	FWP_TOKEN_INFORMATION token;

	if (from == NULL)
		return NULL;
	token = *from;
	token.sids = put_sids(copier, token.sids, token.sidCount);
	token.restrictedSids = put_sids(copier, token.restrictedSids, token.restrictedSidCount);
	return copier_put(copier, &token, sizeof(token));
}

void
copier_put_value(struct copier *copier, FWP_VALUE0 *value)
{
	switch ((uint32_t)value->type) {
	case FWP_UINT64:
	case FWP_INT64:
	case FWP_DOUBLE:
		value->uint64 = copier_put(copier, value->uint64, sizeof(*value->uint64));
		break;
	case FWP_BYTE_ARRAY16_TYPE:
		value->byteArray16 =
		    copier_put(copier, value->byteArray16, sizeof(*value->byteArray16));
		break;
	case FWP_BYTE_ARRAY6_TYPE:
		value->byteArray6 =
		    copier_put(copier, value->byteArray6, sizeof(*value->byteArray6));
		break;
	case FWP_BITMAP_ARRAY64_TYPE:
		value->bitmapArray64 =
		    copier_put(copier, value->bitmapArray64, sizeof(*value->bitmapArray64));
		break;
	case FWP_BYTE_BLOB_TYPE:
	case FWP_SECURITY_DESCRIPTOR_TYPE:
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		value->byteBlob = copier_put_whole_blob(copier, value->byteBlob);
		break;
	case FWP_SID:
		value->sid = put_sid(copier, value->sid);
		break;
	case FWP_TOKEN_INFORMATION_TYPE:
		value->tokenInformation = put_token(copier, value->tokenInformation);
		break;
	case FWP_UNICODE_STRING_TYPE:
		value->unicodeString = copier_put_text(copier, value->unicodeString);
		break;
	}
}

static FWP_RANGE0 *
put_range(struct copier *copier, const FWP_RANGE0 *from)
{
	FWP_RANGE0 range;

	if (from == NULL)
		return NULL;
	range = *from;
	copier_put_value(copier, &range.valueLow);
	copier_put_value(copier, &range.valueHigh);
	return copier_put(copier, &range, sizeof(range));
}

void
copier_put_condition(struct copier *copier, FWP_CONDITION_VALUE0 *value)
{
	if (value->type == FWP_V4_ADDR_MASK)
		value->v4AddrMask =
		    copier_put(copier, value->v4AddrMask, sizeof(*value->v4AddrMask));
	else if (value->type == FWP_V6_ADDR_MASK)
		value->v6AddrMask =
		    copier_put(copier, value->v6AddrMask, sizeof(*value->v6AddrMask));
	else if (value->type == FWP_RANGE_TYPE)
		value->rangeValue = put_range(copier, value->rangeValue);
	else
		copier_put_value(copier, (FWP_VALUE0 *)(void *)value);
}
