#include "bfe/xml_value.h"

#include "bfe/xml_key.h"
#include "rtl/address.h"
#include "security/sddl.h"
#include "security/sid.h"

#include <string.h>

static bool
ends_in(const char *text, const char *end)
{
	size_t length = strlen(text), wanted = strlen(end);

	return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

enum xml_sense
xml_sense_of(const GUID *field)
{
	char room[XML_KEY_TEXT];
	const char *name = xml_key_text(field, room);

	if (ends_in(name, "_ADDRESS") || ends_in(name, "_ADDRESS_V4"))
		return SENSE_ADDRESS;
	return ends_in(name, "_APP_ID") ? SENSE_PATH : SENSE_NONE;
}

void
xml_put_v4(struct xml_writer *writer, const char *name, UINT32 address)
{
	UINT32 bytes = __builtin_bswap32(address);

	xml_leaf(writer, name, address_v4_text((const UCHAR *)&bytes).text);
}

static void
put_hex(struct xml_writer *writer, const char *name, const UINT8 *bytes, size_t count)
{
	static const char digits[] = "0123456789abcdef";
	struct text hex = { 0 };

	for (size_t i = 0; i < count; i++) {
		char pair[2] = { digits[bytes[i] >> 4], digits[bytes[i] & 15] };

		text_add_bytes(&hex, pair, 2);
	}
	xml_leaf(writer, name, text_string(&hex));
	text_free(&hex);
}

/* UTF-16 of `count` units; halves of pairs without the other become U+FFFD. */
static void
add_utf16(struct text *out, const WCHAR *units, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t unit = units[i];
		bool pair =
		    (unit & 0xFC00) == 0xD800 && i + 1 < count && (units[i + 1] & 0xFC00) == 0xDC00;

		if (pair)
			unit = 0x10000 + ((unit & 0x3FF) << 10) + (units[++i] & 0x3FF);
		else if ((unit & 0xF800) == 0xD800 || (unit < ' ' && unit != '\t' && unit != '\n'))
			unit = 0xFFFD;
		if (unit < 0x80)
			text_add(out, "%c", (int)unit);
		else if (unit < 0x800)
			text_add(out, "%c%c", (int)(0xC0 | unit >> 6), (int)(0x80 | (unit & 0x3F)));
		else if (unit < 0x10000)
			text_add(out, "%c%c%c", (int)(0xE0 | unit >> 12),
			    (int)(0x80 | (unit >> 6 & 0x3F)), (int)(0x80 | (unit & 0x3F)));
		else
			text_add(out, "%c%c%c%c", (int)(0xF0 | unit >> 18),
			    (int)(0x80 | (unit >> 12 & 0x3F)), (int)(0x80 | (unit >> 6 & 0x3F)),
			    (int)(0x80 | (unit & 0x3F)));
	}
}

void
xml_put_string(struct xml_writer *writer, const char *name, const WCHAR *string)
{
	struct text text = { 0 };
	size_t length = 0;

	while (string != NULL && string[length] != 0)
		length++;
	add_utf16(&text, string, length);
	xml_leaf(writer, name, text_string(&text));
	text_free(&text);
}

void
xml_put_sid(struct xml_writer *writer, const char *name, const SID *sid)
{
	char text[SID_TEXT] = "";

	if (sid != NULL)
		sid_text(sid, text);
	xml_leaf(writer, name, text);
}

/* A byte is a character, where it is one that needs no escaping; else a dot. */
static void
put_bytes_as_string(struct xml_writer *writer, const FWP_BYTE_BLOB *blob)
{
	struct text text = { 0 };

	for (UINT32 i = 0; i < blob->size; i++) {
		UINT8 byte = blob->data[i];
		bool plain = byte >= ' ' && byte < 0x7f && strchr("&<>", byte) == NULL;

		text_add(&text, "%c", plain ? byte : '.');
	}
	xml_leaf(writer, "asString", text_string(&text));
	text_free(&text);
}

static void
put_path_as_string(struct xml_writer *writer, const FWP_BYTE_BLOB *blob)
{
	size_t units = blob->size / sizeof(WCHAR), length = 0;
	const WCHAR *path = (const WCHAR *)(const void *)blob->data;
	struct text text = { 0 };

	while (length < units && path[length] != 0)
		length++;
	add_utf16(&text, path, length);
	xml_leaf(writer, "asString", text_string(&text));
	text_free(&text);
}

void
xml_put_blob(
    struct xml_writer *writer, const char *name, const FWP_BYTE_BLOB *blob, enum xml_sense sense)
{
	if (blob == NULL || blob->size == 0 || blob->data == NULL) {
		xml_empty(writer, name);
		return;
	}
	xml_open(writer, name);
	put_hex(writer, "data", blob->data, blob->size);
	if (sense == SENSE_PATH)
		put_path_as_string(writer, blob);
	else
		put_bytes_as_string(writer, blob);
	xml_close(writer, name);
}

static void
put_descriptor(struct xml_writer *writer, const char *name, const FWP_BYTE_BLOB *blob)
{
	struct text text = { 0 };

	if (blob == NULL || blob->data == NULL || !sddl_write(blob->data, &text))
		text_clear(&text);
	xml_leaf(writer, name, text_string(&text));
	text_free(&text);
}

static void
put_sids(
    struct xml_writer *writer, const char *name, const SID_AND_ATTRIBUTES *sids, uint32_t count)
{
	if (!xml_open_items(writer, name, count))
		return;
	for (uint32_t i = 0; i < count; i++) {
		xml_open(writer, "item");
		xml_put_sid(writer, "sid", sids[i].Sid);
		xml_leaf_format(writer, "attributes", "%u", sids[i].Attributes);
		xml_close(writer, "item");
	}
	xml_close(writer, name);
}

void
xml_put_v6(struct xml_writer *writer, const char *name, const UINT8 *address)
{
	xml_leaf(writer, name, address_v6_text(address).text);
}

/* What stands behind a pointer and has parts. */
static void
put_parts(struct xml_writer *writer, const char *name, const FWP_CONDITION_VALUE0 *value,
    enum xml_sense sense)
{
	const FWP_TOKEN_INFORMATION *token = value->tokenInformation;

	xml_open(writer, name);
	if (value->type == FWP_V4_ADDR_MASK) {
		xml_put_v4(writer, "addr", value->v4AddrMask->addr);
		xml_put_v4(writer, "mask", value->v4AddrMask->mask);
	} else if (value->type == FWP_V6_ADDR_MASK) {
		xml_put_v6(writer, "addr", value->v6AddrMask->addr);
		xml_leaf_format(writer, "prefixLength", "%u", value->v6AddrMask->prefixLength);
	} else if (value->type == FWP_RANGE_TYPE) {
		const FWP_RANGE0 *range = value->rangeValue;

		xml_put_value(writer, "valueLow",
		    (const FWP_CONDITION_VALUE0 *)(const void *)&range->valueLow, sense);
		xml_put_value(writer, "valueHigh",
		    (const FWP_CONDITION_VALUE0 *)(const void *)&range->valueHigh, sense);
	} else {
		put_sids(writer, "sids", token->sids, token->sidCount);
		put_sids(
		    writer, "restrictedSids", token->restrictedSids, token->restrictedSidCount);
	}
	xml_close(writer, name);
}

static void
put_content(struct xml_writer *writer, const char *name, const FWP_CONDITION_VALUE0 *value,
    enum xml_sense sense)
{
	switch ((uint32_t)value->type) {
	case FWP_UINT8:
		xml_leaf_format(writer, name, "%u", value->uint8);
		break;
	case FWP_UINT16:
		xml_leaf_format(writer, name, "%u", value->uint16);
		break;
	case FWP_UINT32:
		if (sense == SENSE_ADDRESS)
			xml_put_v4(writer, name, value->uint32);
		else
			xml_leaf_format(writer, name, "%u", value->uint32);
		break;
	case FWP_UINT64:
		xml_leaf_format(writer, name, "%lu", (unsigned long)*value->uint64);
		break;
	case FWP_INT8:
		xml_leaf_format(writer, name, "%d", value->int8);
		break;
	case FWP_INT16:
		xml_leaf_format(writer, name, "%d", value->int16);
		break;
	case FWP_INT32:
		xml_leaf_format(writer, name, "%d", value->int32);
		break;
	case FWP_INT64:
		xml_leaf_format(writer, name, "%ld", (long)*value->int64);
		break;
	case FWP_FLOAT:
		xml_leaf_format(writer, name, "%.9g", (double)value->float32);
		break;
	case FWP_DOUBLE:
		xml_leaf_format(writer, name, "%.17g", *value->double64);
		break;
	case FWP_BYTE_ARRAY16_TYPE:
		xml_put_v6(writer, name, value->byteArray16->byteArray16);
		break;
	case FWP_BYTE_ARRAY6_TYPE:
		put_hex(writer, name, value->byteArray6->byteArray6, 6);
		break;
	case FWP_BYTE_BLOB_TYPE:
		xml_put_blob(writer, name, value->byteBlob, sense);
		break;
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		xml_put_blob(writer, name, value->tokenAccessInformation, SENSE_NONE);
		break;
	case FWP_SID:
		xml_put_sid(writer, name, value->sid);
		break;
	case FWP_SECURITY_DESCRIPTOR_TYPE:
		put_descriptor(writer, name, value->sd);
		break;
	case FWP_UNICODE_STRING_TYPE:
		xml_put_string(writer, name, value->unicodeString);
		break;
	default:
		put_parts(writer, name, value, sense);
		break;
	}
}

void
xml_put_value(struct xml_writer *writer, const char *name, const FWP_CONDITION_VALUE0 *value,
    enum xml_sense sense)
{
	const char *type = xml_word(xml_data_types, (uint32_t)value->type);
	const char *member = xml_value_member((uint32_t)value->type);

	xml_open(writer, name);
	if (type == NULL)
		xml_leaf_format(writer, "type", "%u", (uint32_t)value->type);
	else
		xml_leaf(writer, "type", type);
	if (member != NULL)
		put_content(writer, member, value, sense);
	xml_close(writer, name);
}
