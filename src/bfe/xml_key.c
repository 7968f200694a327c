#include "bfe/xml_key.h"

#include "wfp/key_name.h"

#include <stdio.h>
#include <string.h>

const char *
xml_key_text(const GUID *key, char room[XML_KEY_TEXT])
{
	const char *name = key_name(key);
	const UCHAR *tail = key->Data4;

	if (name != NULL)
		return name;
	snprintf(room, XML_KEY_TEXT, "{%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}",
	    key->Data1, key->Data2, key->Data3, tail[0], tail[1], tail[2], tail[3], tail[4],
	    tail[5], tail[6], tail[7]);
	return room;
}

static bool
hex(const char *text, unsigned digits, uint64_t *number)
{
	*number = 0;
	for (unsigned i = 0; i < digits; i++) {
		const char *all = "0123456789abcdef0123456789ABCDEF";
		const char *digit = text[i] == '\0' ? NULL : strchr(all, text[i]);

		if (digit == NULL)
			return false;
		*number = *number << 4 | (uint64_t)((digit - all) & 15);
	}
	return true;
}

bool
xml_key_read(const char *text, GUID *key)
{
	const GUID *named = key_by_name(text);
	uint64_t first, second, third, fourth, last;

	if (named != NULL) {
		*key = *named;
		return true;
	}
	if (strlen(text) != 38 || text[0] != '{' || text[9] != '-' || text[14] != '-'
	    || text[19] != '-' || text[24] != '-' || text[37] != '}')
		return false;
	if (!hex(text + 1, 8, &first) || !hex(text + 10, 4, &second) || !hex(text + 15, 4, &third)
	    || !hex(text + 20, 4, &fourth) || !hex(text + 25, 12, &last))
		return false;
	*key = (GUID){ (ULONG)first, (USHORT)second, (USHORT)third, { 0 } };
	for (unsigned i = 0; i < 8; i++)
		key->Data4[i] = (UCHAR)((fourth << 48 | last) >> 8 * (7 - i));
	return true;
}
