#include "rtl/address.h"

#include "rtl/digits.h"

#include <string.h>

void
address_text_add(struct address_text *text, const char *more)
{
	for (; *more != '\0' && text->length + 1 < sizeof text->text; more++)
		text->text[text->length++] = *more;
	text->text[text->length] = '\0';
}

static void
add_in_base(struct address_text *text, ULONG number, unsigned base)
{
	char digits[DIGITS_MAX + 1];

	digits[digits_of(digits, number, base, false)] = '\0';
	address_text_add(text, digits);
}

void
address_text_add_number(struct address_text *text, ULONG number)
{
	add_in_base(text, number, 10);
}

static void
add_v4(struct address_text *text, const UCHAR address[4])
{
	for (int i = 0; i < 4; i++) {
		if (i > 0)
			address_text_add(text, ".");
		address_text_add_number(text, address[i]);
	}
}

struct address_text
address_v4_text(const UCHAR address[4])
{
	struct address_text text = { .length = 0 };

	add_v4(&text, address);
	return text;
}

static unsigned
group(const UCHAR address[16], int at)
{
	return (unsigned)address[at * 2] << 8 | address[at * 2 + 1];
}

/* Windows: a v4-mapped, v4-compatible, translated or ISATAP address ends in dotted form.
 * [win32:RtlIpv6AddressToStringW; RFC 5952] */
static bool
ends_dotted(const UCHAR address[16])
{
	bool zeroes = true;

	for (int at = 0; at < 4; at++)
		zeroes &= group(address, at) == 0;
	if (zeroes && group(address, 6) != 0
	    && ((group(address, 4) == 0 && (group(address, 5) == 0 || group(address, 5) == 0xffff))
		|| (group(address, 4) == 0xffff && group(address, 5) == 0)))
		return true;
	return (group(address, 4) & 0xfdff) == 0 && group(address, 5) == 0x5efe;
}

/* The longest row of zero groups, two at least; the first of equals. */
static int
longest_zeroes(const UCHAR address[16], int groups, int *length)
{
	int best = -1;

	*length = 1;
	for (int at = 0; at < groups; at++) {
		int run = 0;

		while (at + run < groups && group(address, at + run) == 0)
			run++;
		if (run > *length) {
			best = at;
			*length = run;
		}
		at += run > 0 ? run - 1 : 0;
	}
	return best;
}

struct address_text
address_v6_text(const UCHAR address[16])
{
	struct address_text text = { .length = 0 };
	bool dotted = ends_dotted(address);
	int groups = dotted ? 6 : 8;
	int length, zeroes = longest_zeroes(address, groups, &length);

	for (int at = 0; at < groups;) {
		if (at == zeroes) {
			address_text_add(&text, "::");
			at += length;
			continue;
		}
		if (at > 0 && at != zeroes + length)
			address_text_add(&text, ":");
		add_in_base(&text, group(address, at), 16);
		at++;
	}
	if (!dotted)
		return text;
	if (zeroes < 0 || zeroes + length != groups)
		address_text_add(&text, ":");
	add_v4(&text, address + 12);
	return text;
}

bool
address_number_read(const char **text, bool any_base, uint64_t limit, uint64_t *number)
{
	const char *at = *text;
	unsigned base = 10, digit;
	bool any = false;

	if (any_base && at[0] == '0') {
		base = 8;
		any = true;
		at++;
		if ((*at | 0x20) == 'x') {
			base = 16;
			any = false;
			at++;
		}
	}
	for (*number = 0; (digit = digit_value((unsigned char)*at)) < base; at++) {
		*number = *number * base + digit;
		any = true;
		if (*number > limit)
			break;
	}
	*text = at;
	return any && *number <= limit;
}

/* Windows: strict is four decimal parts; else one to four, in C's bases, the last one filling
 * what is left.  [win32:RtlIpv4StringToAddressW] */
bool
address_v4_read(const char **text, bool strict, UCHAR address[4])
{
	uint64_t parts[4], last;
	int count = 0;

	do {
		if (count > 0)
			(*text)++;
		if (!address_number_read(text, !strict, UINT32_MAX, &parts[count]))
			return false;
	} while (++count < 4 && **text == '.');
	if (strict && count < 4)
		return false;
	last = parts[count - 1];
	if (last >> 8 * (5 - count) != 0)
		return false;
	for (int i = 0; i < count - 1; i++) {
		if (parts[i] > 255)
			return false;
		address[i] = (UCHAR)parts[i];
	}
	for (int i = 3; i >= count - 1; i--, last >>= 8)
		address[i] = (UCHAR)last;
	return true;
}

/* Up to four hexadecimal digits. */
static bool
group_read(const char **text, unsigned *value)
{
	int count = 0;
	unsigned digit;

	for (*value = 0; (digit = digit_value((unsigned char)**text)) < 16; (*text)++) {
		if (++count > 4)
			return false;
		*value = *value << 4 | digit;
	}
	return count > 0;
}

/* Groups, and where the double colon stood among them. */
struct groups {
	UCHAR bytes[16];
	int count; /* of bytes */
	int gap;   /* -1: none */
};

/* A group, or the dotted end.  False: neither. */
static bool
piece_read(const char **text, struct groups *groups, bool *dotted)
{
	const char *start = *text;
	unsigned value;

	if (!group_read(text, &value))
		return false;
	*dotted = **text == '.' && groups->count <= 12;
	if (*dotted) {
		*text = start;
		if (!address_v4_read(text, true, groups->bytes + groups->count))
			return false;
		groups->count += 4;
		return true;
	}
	groups->bytes[groups->count++] = (UCHAR)(value >> 8);
	groups->bytes[groups->count++] = (UCHAR)value;
	return true;
}

bool
address_v6_read(const char **text, UCHAR address[16])
{
	struct groups groups = { .gap = -1 };
	bool dotted = false;

	while (groups.count < 16 && !dotted) {
		if (groups.gap < 0 && (*text)[0] == ':' && (*text)[1] == ':') {
			*text += 2;
			groups.gap = groups.count;
			if (digit_value((unsigned char)**text) >= 16)
				break;
		} else if (groups.count > 0 && groups.gap != groups.count) {
			if (**text != ':' || digit_value((unsigned char)(*text)[1]) >= 16)
				break;
			(*text)++;
		}
		if (!piece_read(text, &groups, &dotted))
			return false;
	}
	if (groups.gap < 0 && groups.count == 16) {
		memcpy(address, groups.bytes, 16);
		return true;
	}
	if (groups.gap < 0 || groups.count > 14)
		return false;
	memset(address, 0, 16);
	memcpy(address, groups.bytes, (size_t)groups.gap);
	memcpy(address + 16 - (groups.count - groups.gap), groups.bytes + groups.gap,
	    (size_t)(groups.count - groups.gap));
	return true;
}
