#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
text_reserve(struct text *text, size_t more)
{
	size_t wanted = text->length + more + 1;
	size_t capacity = text->capacity ? text->capacity : 128;

	if (wanted <= text->capacity)
		return;
	while (capacity < wanted)
		capacity *= 2;
	text->bytes = realloc(text->bytes, capacity);
	if (text->bytes == NULL) {
		fputs("drydock: out of memory\n", stderr);
		exit(70);
	}
	text->capacity = capacity;
}

void
text_add_bytes(struct text *text, const void *bytes, size_t length)
{
	text_reserve(text, length);
	if (length > 0)
		memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	text->bytes[text->length] = '\0';
}

void
text_add_list(struct text *text, const char *format, va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length <= 0)
		return;
	text_reserve(text, (size_t)length);
	vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
	text->length += (size_t)length;
}

void
text_add(struct text *text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_add_list(text, format, arguments);
	va_end(arguments);
}

/* The length of the well-formed UTF-8 sequence at `at`, or 0. */
static size_t
utf8_length(const unsigned char *at)
{
	static const unsigned char lead[] = { 0x00, 0xc0, 0xe0, 0xf0 };
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	size_t more = at[0] < 0x80 ? 0
	    : at[0] < 0xc2         ? 4
	    : at[0] < 0xe0         ? 1
	    : at[0] < 0xf0         ? 2
	    : at[0] < 0xf5         ? 3
				   : 4;
	uint32_t value;

	if (more == 0)
		return 1;
	if (more > 3)
		return 0;
	value = (uint32_t)(at[0] - lead[more]);
	for (size_t i = 1; i <= more; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (at[i] & 0x3f);
	}
	if (value < least[more] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
		return 0;
	return more + 1;
}

void
text_add_json(struct text *text, const char *string)
{
	const unsigned char *at = (const unsigned char *)string;

	text_add_bytes(text, "\"", 1);
	while (*at != '\0') {
		size_t length = utf8_length(at);

		if (*at == '"' || *at == '\\')
			text_add(text, "\\%c", *at);
		else if (*at < 0x20 || *at == 0x7f)
			text_add(text, "\\u%04x", *at);
		else if (length == 0)
			text_add(text, "\\ufffd");
		else
			text_add_bytes(text, at, length);
		at += length ? length : 1;
	}
	text_add_bytes(text, "\"", 1);
}

const char *
text_string(const struct text *text)
{
	return text->bytes ? text->bytes : "";
}

void
text_clear(struct text *text)
{
	text->length = 0;
	if (text->bytes != NULL)
		text->bytes[0] = '\0';
}

void
text_free(struct text *text)
{
	free(text->bytes);
	*text = (struct text){ 0 };
}
