/*
 * The C runtime's numbers: to text, from text, and by chance.
 */
#include "executive/string.h"
#include "host/arena.h"
#include "rtl/crt.h"
#include "rtl/digits.h"
#include "rtl/exports.h"

#include <string.h>

/* The text of a number with its sign, terminated; the count without the terminator. */
struct numeral {
	char text[DIGITS_MAX + 2];
	size_t count;
};

/* Windows: a sign in base 10 alone; elsewhere the bits are taken as they are.  [crt:_itoa] */
static struct numeral
numeral_of(uint64_t value, bool negative, unsigned base)
{
	struct numeral numeral = { .count = 0 };

	if (negative)
		numeral.text[numeral.count++] = '-';
	numeral.count +=
	    digits_of(numeral.text + numeral.count, negative ? -value : value, base, false);
	numeral.text[numeral.count] = '\0';
	return numeral;
}

static struct numeral
numeral_32(int32_t value, int base)
{
	if (base == 10 && value < 0)
		return numeral_of((uint64_t)value, true, 10);
	return numeral_of((uint32_t)value, false, (unsigned)base);
}

static struct numeral
numeral_64(int64_t value, int base)
{
	return numeral_of((uint64_t)value, base == 10 && value < 0, (unsigned)base);
}

static bool
is_base(int base)
{
	return base >= 2 && base <= 36;
}

/* Without a size there is room enough, says the caller. */
static int
narrow_out(char *out, size_t size, struct numeral numeral)
{
	if (numeral.count >= size) {
		out[0] = '\0';
		return CRT_ERANGE;
	}
	memcpy(out, numeral.text, numeral.count + 1);
	return 0;
}

static int
wide_out(WCHAR *out, size_t size, struct numeral numeral)
{
	if (numeral.count >= size) {
		out[0] = 0;
		return CRT_ERANGE;
	}
	string_widen(out, numeral.text, numeral.count + 1);
	return 0;
}

/* One kind of number into one kind of text, with and without the size. */
#define NUMERAL(name, letter, type, numeral, out_function) \
	static letter *NTAPI name(type value, letter *out, int base) \
	{ \
		if (out != NULL && is_base(base)) \
			(void)out_function(out, SIZE_MAX, numeral); \
		return out; \
	} \
	static int NTAPI name##_s(type value, letter *out, size_t size, int base) \
	{ \
		if (out == NULL || size == 0) \
			return CRT_EINVAL; \
		out[0] = 0; \
		return is_base(base) ? out_function(out, size, numeral) : CRT_EINVAL; \
	}

NUMERAL(int_text, char, int32_t, numeral_32(value, base), narrow_out)
NUMERAL(int_wide, WCHAR, int32_t, numeral_32(value, base), wide_out)
NUMERAL(ulong_text, char, uint32_t, numeral_of(value, false, (unsigned)base), narrow_out)
NUMERAL(ulong_wide, WCHAR, uint32_t, numeral_of(value, false, (unsigned)base), wide_out)
NUMERAL(int64_text, char, int64_t, numeral_64(value, base), narrow_out)
NUMERAL(int64_wide, WCHAR, int64_t, numeral_64(value, base), wide_out)
NUMERAL(uint64_text, char, uint64_t, numeral_of(value, false, (unsigned)base), narrow_out)
NUMERAL(uint64_wide, WCHAR, uint64_t, numeral_of(value, false, (unsigned)base), wide_out)

/* What was read, as far as it was a number. */
struct numeral_read {
	uint64_t value;
	size_t end;
	bool negative;
	bool any;
};

static unsigned
letter_at(const void *text, bool wide, size_t at)
{
	return wide ? ((const WCHAR *)text)[at] : ((const unsigned char *)text)[at];
}

static bool
is_blank(unsigned letter)
{
	return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

/* Beyond `limit` the value stays there.  [crt:strtoul] */
static struct numeral_read
read_number(const void *text, bool wide, int base, uint64_t limit)
{
	struct numeral_read read = { .end = 0 };
	size_t at = 0;
	unsigned digit;

	while (is_blank(letter_at(text, wide, at)))
		at++;
	read.negative = letter_at(text, wide, at) == '-';
	if (read.negative || letter_at(text, wide, at) == '+')
		at++;
	if ((base == 0 || base == 16) && letter_at(text, wide, at) == '0'
	    && (letter_at(text, wide, at + 1) | 0x20) == 'x'
	    && digit_value(letter_at(text, wide, at + 2)) < 16) {
		at += 2;
		base = 16;
	}
	if (base == 0)
		base = letter_at(text, wide, at) == '0' ? 8 : 10;
	while ((digit = digit_value(letter_at(text, wide, at))) < (unsigned)base) {
		read.value = read.value > (limit - digit) / (unsigned)base
		    ? limit
		    : read.value * (unsigned)base + digit;
		read.any = true;
		at++;
	}
	read.end = read.any ? at : 0;
	return read;
}

static uint64_t
value_of(struct numeral_read read)
{
	return read.negative ? -read.value : read.value;
}

static int32_t
signed_of(struct numeral_read read)
{
	if (read.negative)
		return read.value > INT32_MAX ? INT32_MIN : -(int32_t)read.value;
	return read.value > INT32_MAX ? INT32_MAX : (int32_t)read.value;
}

static int NTAPI
text_int(const char *text)
{
	return signed_of(read_number(text, false, 10, UINT64_MAX));
}

static int NTAPI
wide_int(const WCHAR *text)
{
	return signed_of(read_number(text, true, 10, UINT64_MAX));
}

static int64_t NTAPI
text_int64(const char *text)
{
	return (int64_t)value_of(read_number(text, false, 10, INT64_MAX));
}

static int64_t NTAPI
wide_int64(const WCHAR *text)
{
	return (int64_t)value_of(read_number(text, true, 10, INT64_MAX));
}

static int32_t NTAPI
text_long(const char *text, char **end, int base)
{
	struct numeral_read read = read_number(text, false, base, UINT64_MAX);

	if (end != NULL)
		*end = (char *)text + read.end;
	return signed_of(read);
}

static uint32_t NTAPI
text_ulong(const char *text, char **end, int base)
{
	struct numeral_read read = read_number(text, false, base, UINT32_MAX);

	if (end != NULL)
		*end = (char *)text + read.end;
	return (uint32_t)value_of(read);
}

static uint32_t NTAPI
wide_ulong(const WCHAR *text, WCHAR **end, int base)
{
	struct numeral_read read = read_number(text, true, base, UINT32_MAX);

	if (end != NULL)
		*end = (WCHAR *)text + read.end;
	return (uint32_t)value_of(read);
}

static int NTAPI
absolute(int value)
{
	return value < 0 ? (int)-(unsigned)value : value;
}

/* Windows: Microsoft's generator, which begins at 1.  [crt:rand] */
static MACHINE_STATE uint32_t chance = 1;

static int NTAPI
chance_next(void)
{
	chance = chance * 214013 + 2531011;
	return (int)(chance >> 16 & 0x7fff);
}

static void NTAPI
chance_seed(unsigned seed)
{
	chance = seed;
}

const struct contract crt_number_exports[] = {
	CRT("_itoa", int_text, 3),
	CRT("_itoa_s", int_text_s, 4),
	CRT("_itow", int_wide, 3),
	CRT("_itow_s", int_wide_s, 4),
	CRT("_ltoa_s", int_text_s, 4),
	CRT("_ltow_s", int_wide_s, 4),
	CRT("_ultoa", ulong_text, 3),
	CRT("_ultoa_s", ulong_text_s, 4),
	CRT("_ultow", ulong_wide, 3),
	CRT("_ultow_s", ulong_wide_s, 4),
	CRT("_i64toa", int64_text, 3),
	CRT("_i64toa_s", int64_text_s, 4),
	CRT("_i64tow", int64_wide, 3),
	CRT("_i64tow_s", int64_wide_s, 4),
	CRT("_ui64toa", uint64_text, 3),
	CRT("_ui64toa_s", uint64_text_s, 4),
	CRT("_ui64tow", uint64_wide, 3),
	CRT("_ui64tow_s", uint64_wide_s, 4),
	CRT("atoi", text_int, 1),
	CRT("atol", text_int, 1),
	CRT("_atoi64", text_int64, 1),
	CRT("_wtoi", wide_int, 1),
	CRT("_wtol", wide_int, 1),
	CRT("_wtoi64", wide_int64, 1),
	CRT("strtol", text_long, 3),
	CRT("strtoul", text_ulong, 3),
	CRT("wcstoul", wide_ulong, 3),
	CRT("abs", absolute, 1),
	CRT("labs", absolute, 1),
	CRT("rand", chance_next, 0),
	EXPORT_AS("srand", chance_seed, 1, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT),
	EXPORTS_END,
};
