#include "bfe/xml_value.h"

#include "rtl/address.h"
#include "security/sddl.h"
#include "security/sid.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The member of FWP_VALUE0 or FWP_CONDITION_VALUE0 that a type stands for. */
const char *
xml_value_member(uint32_t type)
{
	switch (type) {
	case FWP_UINT8:
		return "uint8";
	case FWP_UINT16:
		return "uint16";
	case FWP_UINT32:
		return "uint32";
	case FWP_UINT64:
		return "uint64";
	case FWP_INT8:
		return "int8";
	case FWP_INT16:
		return "int16";
	case FWP_INT32:
		return "int32";
	case FWP_INT64:
		return "int64";
	case FWP_FLOAT:
		return "float32";
	case FWP_DOUBLE:
		return "double64";
	case FWP_BYTE_ARRAY16_TYPE:
		return "byteArray16";
	case FWP_BYTE_BLOB_TYPE:
		return "byteBlob";
	case FWP_SID:
		return "sid";
	case FWP_SECURITY_DESCRIPTOR_TYPE:
		return "sd";
	case FWP_TOKEN_INFORMATION_TYPE:
		return "tokenInformation";
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		return "tokenAccessInformation";
	case FWP_UNICODE_STRING_TYPE:
		return "unicodeString";
	case FWP_BYTE_ARRAY6_TYPE:
		return "byteArray6";
	case FWP_V4_ADDR_MASK:
		return "v4AddrMask";
	case FWP_V6_ADDR_MASK:
		return "v6AddrMask";
	case FWP_RANGE_TYPE:
		return "rangeValue";
	default:
		return NULL;
	}
}

void *
xml_take(struct xml_getter *getter, size_t bytes)
{
	void *taken = getter->room + getter->used;

	getter->used += (bytes + 7) & ~(size_t)7;
	assert(getter->used <= getter->size); /* xml_room */
	return taken;
}

const char *
xml_text(const struct xml *element)
{
	return element->text == NULL ? "" : element->text;
}

static bool
wants(struct xml_getter *getter, const struct xml *element, const char *wanted)
{
	xml_complain(getter->error, getter->file, element, "<%.40s> wants %s, not '%.60s'",
	    element->name, wanted, xml_text(element));
	return false;
}

bool
xml_get_number(
    struct xml_getter *getter, const struct xml *element, uint64_t limit, uint64_t *number)
{
	const char *text = xml_text(element);
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || *number > limit)
		return wants(getter, element, "a number that fits");
	return true;
}

static bool
get_signed(struct xml_getter *getter, const struct xml *element, int64_t limit, int64_t *number)
{
	const char *text = xml_text(element);
	char *end;

	errno = 0;
	*number = strtoll(text, &end, 10);
	if (*text == '\0' || *text == ' ' || *end != '\0' || errno != 0 || *number > limit
	    || *number < -limit - 1)
		return wants(getter, element, "a number that fits");
	return true;
}

static bool
get_double(struct xml_getter *getter, const struct xml *element, double *number)
{
	const char *text = xml_text(element);
	char *end;

	*number = strtod(text, &end);
	if (*text == '\0' || *end != '\0')
		return wants(getter, element, "a number");
	return true;
}

/* In the host's order, as FWP has it. */
static bool
get_v4(struct xml_getter *getter, const struct xml *element, UINT32 *address)
{
	const char *text = xml_text(element);
	UCHAR bytes[4];

	if (!address_v4_read(&text, true, bytes) || *text != '\0')
		return wants(getter, element, "an IPv4 address");
	*address =
	    (UINT32)bytes[0] << 24 | (UINT32)bytes[1] << 16 | (UINT32)bytes[2] << 8 | bytes[3];
	return true;
}

static bool
get_v6(struct xml_getter *getter, const struct xml *element, UINT8 *address)
{
	const char *text = xml_text(element);

	if (!address_v6_read(&text, address) || *text != '\0')
		return wants(getter, element, "an IPv6 address");
	return true;
}

static int
digit_of(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

static bool
get_hex(struct xml_getter *getter, const struct xml *element, UINT8 *bytes, size_t count)
{
	const char *text = xml_text(element);

	if (strlen(text) != 2 * count)
		return wants(getter, element, "pairs of hexadecimal digits");
	for (size_t i = 0; i < count; i++) {
		int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return wants(getter, element, "pairs of hexadecimal digits");
		bytes[i] = (UINT8)(high << 4 | low);
	}
	return true;
}

/* <data> counts; <asString> follows from it. */
bool
xml_get_blob(struct xml_getter *getter, const struct xml *element, FWP_BYTE_BLOB *blob)
{
	const struct xml *data = xml_child(element, "data");

	if (data == NULL && element->first == NULL && *xml_text(element) == '\0')
		return true;
	if (data == NULL)
		return wants(getter, element, "<data>");
	blob->size = (UINT32)(strlen(xml_text(data)) / 2);
	blob->data = xml_take(getter, blob->size);
	return get_hex(getter, data, blob->data, blob->size);
}

/* The reader has seen to it that this is UTF-8. */
bool
xml_get_string(struct xml_getter *getter, const struct xml *element, WCHAR **string)
{
	const unsigned char *text = (const unsigned char *)xml_text(element);
	size_t length = 0;

	if (element->first != NULL)
		return wants(getter, element, "text");
	if (*text == '\0')
		return true; /* NULL, or empty: netsh does not tell */
	*string = xml_take(getter, (strlen((const char *)text) + 1) * sizeof(WCHAR));
	while (*text != '\0') {
		int more = *text >= 0xF0 ? 3 : *text >= 0xE0 ? 2 : *text >= 0xC0 ? 1 : 0;
		uint32_t unit = more == 0 ? *text : *text & (0x3Fu >> more);

		for (text++; more > 0 && *text != '\0'; more--)
			unit = unit << 6 | (*text++ & 0x3F);
		if (unit >= 0x10000) {
			(*string)[length++] = (WCHAR)(0xD800 + ((unit - 0x10000) >> 10));
			unit = 0xDC00 + (unit & 0x3FF);
		}
		(*string)[length++] = (WCHAR)unit;
	}
	(*string)[length] = 0;
	return true;
}

bool
xml_get_sid(struct xml_getter *getter, const struct xml *element, SID **sid)
{
	struct sid parsed;

	if (*xml_text(element) == '\0' && element->first == NULL)
		return true;
	if (strncmp(xml_text(element), "S-", 2) != 0 || !sid_parse(xml_text(element), &parsed))
		return wants(getter, element, "a SID");
	*sid = xml_take(getter, sid_bytes(&parsed.sid));
	memcpy(*sid, &parsed, sid_bytes(&parsed.sid));
	return true;
}

static bool
get_descriptor(struct xml_getter *getter, const struct xml *element, FWP_BYTE_BLOB *blob)
{
	size_t room = sddl_room(xml_text(element)), bytes;
	const char *where;
	void *read = malloc(room);
	bool good;

	if (read == NULL)
		abort();
	memset(read, 0, room);
	good = sddl_read(xml_text(element), read, &bytes, &where);
	if (good) {
		blob->size = (UINT32)bytes;
		blob->data = xml_take(getter, bytes);
		memcpy(blob->data, read, bytes);
	} else {
		xml_complain(getter->error, getter->file, element,
		    "<%.40s> wants a security descriptor; '%.40s' is not understood", element->name,
		    where);
	}
	free(read);
	return good;
}

static const struct xml *
part(struct xml_getter *getter, const struct xml *element, const char *name)
{
	const struct xml *child = xml_child(element, name);

	if (child == NULL)
		xml_complain(getter->error, getter->file, element, "<%.40s> has no <%s>",
		    element->name, name);
	return child;
}

static bool
get_v4_mask(struct xml_getter *getter, const struct xml *element, FWP_V4_ADDR_AND_MASK *mask)
{
	const struct xml *address = part(getter, element, "addr");
	const struct xml *bits = address == NULL ? NULL : part(getter, element, "mask");

	return bits != NULL && get_v4(getter, address, &mask->addr)
	    && get_v4(getter, bits, &mask->mask);
}

static bool
get_v6_mask(struct xml_getter *getter, const struct xml *element, FWP_V6_ADDR_AND_MASK *mask)
{
	const struct xml *address = part(getter, element, "addr");
	const struct xml *length = address == NULL ? NULL : part(getter, element, "prefixLength");
	uint64_t number = 0;

	if (length == NULL || !get_v6(getter, address, mask->addr)
	    || !xml_get_number(getter, length, UINT8_MAX, &number))
		return false;
	mask->prefixLength = (UINT8)number;
	return true;
}

static bool
get_range(struct xml_getter *getter, const struct xml *element, FWP_RANGE0 *range)
{
	const struct xml *low = part(getter, element, "valueLow");
	const struct xml *high = low == NULL ? NULL : part(getter, element, "valueHigh");
	FWP_CONDITION_VALUE0 value = { 0 };

	if (high == NULL || !xml_get_value(getter, low, &value))
		return false;
	memcpy(&range->valueLow, &value, sizeof(value));
	memset(&value, 0, sizeof(value));
	if (!xml_get_value(getter, high, &value))
		return false;
	memcpy(&range->valueHigh, &value, sizeof(value));
	if (range->valueLow.type < FWP_SINGLE_DATA_TYPE_MAX
	    && range->valueHigh.type < FWP_SINGLE_DATA_TYPE_MAX)
		return true;
	xml_complain(getter->error, getter->file, element, "a range of ranges or masks");
	return false;
}

static bool
get_sids(struct xml_getter *getter, const struct xml *list, SID_AND_ATTRIBUTES **sids, ULONG *count)
{
	if (list == NULL || list->children == 0)
		return true;
	*sids = xml_take(getter, list->children * sizeof(**sids));
	for (const struct xml *item = list->first; item != NULL; item = item->next) {
		const struct xml *sid = part(getter, item, "sid");
		const struct xml *attributes = xml_child(item, "attributes");
		uint64_t number = 0;

		if (sid == NULL || !xml_get_sid(getter, sid, (SID **)&(*sids)[*count].Sid))
			return false;
		if (attributes != NULL && !xml_get_number(getter, attributes, UINT32_MAX, &number))
			return false;
		(*sids)[(*count)++].Attributes = (ULONG)number;
	}
	return true;
}

static bool
get_token(struct xml_getter *getter, const struct xml *element, FWP_TOKEN_INFORMATION *token)
{
	return get_sids(getter, xml_child(element, "sids"), &token->sids, &token->sidCount)
	    && get_sids(getter, xml_child(element, "restrictedSids"), &token->restrictedSids,
		&token->restrictedSidCount);
}

/* What the union holds itself. */
static bool
get_direct(struct xml_getter *getter, const struct xml *element, FWP_CONDITION_VALUE0 *value)
{
	uint64_t number = 0;
	int64_t with_sign = 0;
	double real = 0;
	bool good;

	switch ((uint32_t)value->type) {
	case FWP_UINT8:
		good = xml_get_number(getter, element, UINT8_MAX, &number);
		value->uint8 = (UINT8)number;
		return good;
	case FWP_UINT16:
		good = xml_get_number(getter, element, UINT16_MAX, &number);
		value->uint16 = (UINT16)number;
		return good;
	case FWP_UINT32:
		if (strchr(xml_text(element), '.') != NULL)
			return get_v4(getter, element, &value->uint32);
		good = xml_get_number(getter, element, UINT32_MAX, &number);
		value->uint32 = (UINT32)number;
		return good;
	case FWP_INT8:
		good = get_signed(getter, element, INT8_MAX, &with_sign);
		value->int8 = (INT8)with_sign;
		return good;
	case FWP_INT16:
		good = get_signed(getter, element, INT16_MAX, &with_sign);
		value->int16 = (INT16)with_sign;
		return good;
	case FWP_INT32:
		good = get_signed(getter, element, INT32_MAX, &with_sign);
		value->int32 = (INT32)with_sign;
		return good;
	default:
		good = get_double(getter, element, &real);
		value->float32 = (float)real;
		return good;
	}
}

/* What stands behind the pointer. */
static bool
get_behind(struct xml_getter *getter, const struct xml *element, FWP_CONDITION_VALUE0 *value)
{
	switch ((uint32_t)value->type) {
	case FWP_UINT64:
		value->uint64 = xml_take(getter, sizeof(*value->uint64));
		return xml_get_number(getter, element, UINT64_MAX, value->uint64);
	case FWP_INT64:
		value->int64 = xml_take(getter, sizeof(*value->int64));
		return get_signed(getter, element, INT64_MAX, value->int64);
	case FWP_DOUBLE:
		value->double64 = xml_take(getter, sizeof(*value->double64));
		return get_double(getter, element, value->double64);
	case FWP_BYTE_ARRAY16_TYPE:
		value->byteArray16 = xml_take(getter, sizeof(*value->byteArray16));
		return get_v6(getter, element, value->byteArray16->byteArray16);
	case FWP_BYTE_ARRAY6_TYPE:
		value->byteArray6 = xml_take(getter, sizeof(*value->byteArray6));
		return get_hex(getter, element, value->byteArray6->byteArray6, 6);
	case FWP_BYTE_BLOB_TYPE:
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		value->byteBlob = xml_take(getter, sizeof(*value->byteBlob));
		return xml_get_blob(getter, element, value->byteBlob);
	case FWP_SECURITY_DESCRIPTOR_TYPE:
		value->sd = xml_take(getter, sizeof(*value->sd));
		return get_descriptor(getter, element, value->sd);
	case FWP_SID:
		return xml_get_sid(getter, element, &value->sid);
	case FWP_UNICODE_STRING_TYPE:
		return xml_get_string(getter, element, &value->unicodeString);
	case FWP_TOKEN_INFORMATION_TYPE:
		value->tokenInformation = xml_take(getter, sizeof(*value->tokenInformation));
		return get_token(getter, element, value->tokenInformation);
	case FWP_V4_ADDR_MASK:
		value->v4AddrMask = xml_take(getter, sizeof(*value->v4AddrMask));
		return get_v4_mask(getter, element, value->v4AddrMask);
	case FWP_V6_ADDR_MASK:
		value->v6AddrMask = xml_take(getter, sizeof(*value->v6AddrMask));
		return get_v6_mask(getter, element, value->v6AddrMask);
	case FWP_RANGE_TYPE:
		value->rangeValue = xml_take(getter, sizeof(*value->rangeValue));
		return get_range(getter, element, value->rangeValue);
	default:
		return get_direct(getter, element, value);
	}
}

bool
xml_get_value(struct xml_getter *getter, const struct xml *element, FWP_CONDITION_VALUE0 *value)
{
	const struct xml *type = part(getter, element, "type");
	const struct xml *content;
	uint32_t number;

	if (type == NULL)
		return false;
	if (!xml_word_value(xml_data_types, xml_text(type), &number))
		return wants(getter, type, "a data type");
	value->type = (FWP_DATA_TYPE)number;
	if (number == FWP_EMPTY)
		return true;
	content = part(getter, element, xml_value_member(number));
	return content != NULL && get_behind(getter, content, value);
}
