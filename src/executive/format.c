/*
 * One walk over the format serves both kinds of text: a `struct job` reads a
 * character of the format, takes an argument and puts a character.
 */
#include "executive/format.h"

#include <string.h>

#define NO_PRECISION (-1)

struct job {
	char *narrow; /* one of both is NULL */
	WCHAR *wide;
	size_t limit;
	const char *narrow_format;
	const WCHAR *wide_format;
	const uint64_t *arguments;
	struct formatted made;
};

enum size {
	SIZE_INT,
	SIZE_SHORT, /* h */
	SIZE_LONG,  /* l: 32 bits, and wide */
	SIZE_WIDE,  /* w */
	SIZE_64,    /* ll, I64, I, L, j, z, t */
};

struct directive {
	bool left, plus, space, zero, alternate;
	int width;
	int precision;
	enum size size;
	unsigned type;
};

/* What a directive came to: digits and their sign. */
struct number {
	char sign[3];
	char digits[24];
	int count;
};

static unsigned
format_at(const struct job *job)
{
	return job->wide_format != NULL ? *job->wide_format : (unsigned char)*job->narrow_format;
}

static void
format_step(struct job *job)
{
	if (job->wide_format != NULL)
		job->wide_format++;
	else
		job->narrow_format++;
}

static void
put(struct job *job, unsigned character)
{
	size_t at = job->made.length++;

	if (at >= job->limit)
		return;
	if (job->wide != NULL)
		job->wide[at] = (WCHAR)character;
	else
		job->narrow[at] = character < 0x100 ? (char)character : '?';
}

static void
put_many(struct job *job, unsigned character, int count)
{
	for (; count > 0; count--)
		put(job, character);
}

static uint64_t
take(struct job *job)
{
	return *job->arguments++;
}

static bool
flag_read(struct directive *directive, unsigned character)
{
	switch (character) {
	case '-':
		directive->left = true;
		return true;
	case '+':
		directive->plus = true;
		return true;
	case ' ':
		directive->space = true;
		return true;
	case '0':
		directive->zero = true;
		return true;
	case '#':
		directive->alternate = true;
		return true;
	}
	return false;
}

static int
count_read(struct job *job)
{
	int count = 0;

	if (format_at(job) == '*') {
		format_step(job);
		return (int32_t)take(job);
	}
	for (; format_at(job) >= '0' && format_at(job) <= '9'; format_step(job)) {
		if (count < 100000)
			count = count * 10 + (int)(format_at(job) - '0');
	}
	return count;
}

/* I64, I32, or I alone: a pointer's size. */
static enum size
size_read_i(struct job *job)
{
	struct job ahead = *job;
	unsigned first, second;

	first = format_at(&ahead);
	if (first == 0)
		return SIZE_64;
	format_step(&ahead);
	second = format_at(&ahead);
	if (!(first == '6' && second == '4') && !(first == '3' && second == '2'))
		return SIZE_64;
	format_step(job);
	format_step(job);
	return first == '6' ? SIZE_64 : SIZE_INT;
}

static void
size_read(struct job *job, struct directive *directive)
{
	for (;;) {
		switch (format_at(job)) {
		case 'h':
			directive->size = SIZE_SHORT;
			break;
		case 'l':
			directive->size = directive->size == SIZE_LONG ? SIZE_64 : SIZE_LONG;
			break;
		case 'w':
			directive->size = SIZE_WIDE;
			break;
		case 'L':
		case 'j':
		case 'z':
		case 't':
			directive->size = SIZE_64;
			break;
		case 'I':
			format_step(job);
			directive->size = size_read_i(job);
			continue;
		default:
			return;
		}
		format_step(job);
	}
}

static struct directive
directive_read(struct job *job)
{
	struct directive directive = { .precision = NO_PRECISION };

	while (flag_read(&directive, format_at(job)))
		format_step(job);
	directive.width = count_read(job);
	if (directive.width < 0) {
		directive.left = true;
		directive.width = -directive.width;
	}
	if (format_at(job) == '.') {
		format_step(job);
		directive.precision = count_read(job);
	}
	size_read(job, &directive);
	directive.type = format_at(job);
	if (directive.type != 0)
		format_step(job);
	return directive;
}

/* Is the text that %s, %c, %S or %C names wide? */
static bool
text_is_wide(const struct job *job, const struct directive *directive)
{
	bool own = job->wide != NULL;

	switch (directive->size) {
	case SIZE_SHORT:
		return false;
	case SIZE_LONG:
	case SIZE_WIDE:
		return true;
	case SIZE_INT:
	case SIZE_64:
		break;
	}
	return directive->type == 's' || directive->type == 'c' ? own : !own;
}

static unsigned
text_at(const void *text, bool wide, size_t at)
{
	return wide ? ((const WCHAR *)text)[at] : ((const unsigned char *)text)[at];
}

/* `length` -1: up to the terminator. */
static void
put_text(struct job *job, const struct directive *directive, const void *text, bool wide,
    ptrdiff_t length)
{
	size_t count = 0;
	size_t limit =
	    directive->precision == NO_PRECISION ? SIZE_MAX : (size_t)directive->precision;
	int padding;

	if (text == NULL) {
		text = "(null)";
		wide = false;
		length = 6;
	}
	if (length >= 0 && (size_t)length < limit)
		limit = (size_t)length;
	while (count < limit && (length >= 0 || text_at(text, wide, count) != 0))
		count++;
	padding = directive->width - (int)count;
	job->made.unicode |= wide;
	if (!directive->left)
		put_many(job, directive->zero ? '0' : ' ', padding);
	for (size_t i = 0; i < count; i++)
		put(job, text_at(text, wide, i));
	if (directive->left)
		put_many(job, ' ', padding);
}

/* A counted string: STRING and UNICODE_STRING have the same members. */
static void
put_counted(struct job *job, const struct directive *directive)
{
	const UNICODE_STRING *string = (const UNICODE_STRING *)take(job);
	bool wide = directive->size == SIZE_WIDE || directive->size == SIZE_LONG;

	if (string == NULL || string->Buffer == NULL)
		put_text(job, directive, NULL, false, -1);
	else
		put_text(job, directive, string->Buffer, wide, string->Length / (wide ? 2 : 1));
}

static void
put_character(struct job *job, const struct directive *directive)
{
	bool wide = text_is_wide(job, directive);
	uint64_t value = take(job);
	WCHAR character = wide ? (WCHAR)value : (unsigned char)value;

	put_text(job, directive, &character, true, 1);
	job->made.unicode |= wide;
}

static uint64_t
value_take(struct job *job, const struct directive *directive, bool is_signed)
{
	uint64_t value = take(job);

	switch (directive->size) {
	case SIZE_64:
		return value;
	case SIZE_SHORT:
		return is_signed ? (uint64_t)(int16_t)value : (uint16_t)value;
	case SIZE_INT:
	case SIZE_LONG:
	case SIZE_WIDE:
		break;
	}
	return is_signed ? (uint64_t)(int32_t)value : (uint32_t)value;
}

static void
digits_make(struct number *number, uint64_t value, unsigned base, bool upper)
{
	const char *all = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char *at = number->digits + sizeof number->digits;

	for (; value != 0; value /= base)
		*--at = all[value % base];
	number->count = (int)(number->digits + sizeof number->digits - at);
	memmove(number->digits, at, (size_t)number->count);
}

static void
put_number(struct job *job, struct directive *directive, const struct number *number)
{
	int least = directive->precision == NO_PRECISION ? 1 : directive->precision;
	int zeroes = least > number->count ? least - number->count : 0;
	int padding = directive->width - (int)strlen(number->sign) - zeroes - number->count;

	if (directive->zero && !directive->left && directive->precision == NO_PRECISION
	    && padding > 0) {
		zeroes += padding;
		padding = 0;
	}
	if (!directive->left)
		put_many(job, ' ', padding);
	for (const char *at = number->sign; *at != '\0'; at++)
		put(job, (unsigned char)*at);
	put_many(job, '0', zeroes);
	for (int i = 0; i < number->count; i++)
		put(job, (unsigned char)number->digits[i]);
	if (directive->left)
		put_many(job, ' ', padding);
}

static void
put_signed(struct job *job, struct directive *directive)
{
	int64_t value = (int64_t)value_take(job, directive, true);
	struct number number = { .count = 0 };

	if (value < 0)
		number.sign[0] = '-';
	else if (directive->plus)
		number.sign[0] = '+';
	else if (directive->space)
		number.sign[0] = ' ';
	digits_make(&number, value < 0 ? -(uint64_t)value : (uint64_t)value, 10, false);
	put_number(job, directive, &number);
}

static void
put_unsigned(struct job *job, struct directive *directive, unsigned base)
{
	uint64_t value = value_take(job, directive, false);
	bool upper = directive->type == 'X' || directive->type == 'p';
	struct number number = { .count = 0 };

	if (directive->alternate && base == 16 && value != 0)
		memcpy(number.sign, upper ? "0X" : "0x", 3);
	digits_make(&number, value, base, upper);
	if (directive->alternate && base == 8 && directive->precision <= number.count)
		directive->precision = number.count + 1;
	put_number(job, directive, &number);
}

static void
put_directive(struct job *job, struct directive *directive)
{
	switch (directive->type) {
	case 'd':
	case 'i':
		put_signed(job, directive);
		return;
	case 'u':
		put_unsigned(job, directive, 10);
		return;
	case 'o':
		put_unsigned(job, directive, 8);
		return;
	case 'x':
	case 'X':
		put_unsigned(job, directive, 16);
		return;
	case 'p':
		directive->size = SIZE_64;
		directive->precision = 16;
		put_unsigned(job, directive, 16);
		return;
	case 'c':
	case 'C':
		put_character(job, directive);
		return;
	case 's':
	case 'S': {
		bool wide = text_is_wide(job, directive);

		put_text(job, directive, (const void *)take(job), wide, -1);
		return;
	}
	case 'Z':
		put_counted(job, directive);
		return;
	case 0:
		return;
	}
	put(job, directive->type); /* %% and whatever is no code */
}

static struct formatted
run(struct job *job)
{
	while (format_at(job) != 0) {
		unsigned character = format_at(job);
		struct directive directive;

		format_step(job);
		if (character != '%') {
			put(job, character);
			continue;
		}
		directive = directive_read(job);
		put_directive(job, &directive);
	}
	return job->made;
}

struct formatted
format_narrow(char *out, size_t limit, const char *format, const uint64_t *arguments)
{
	struct job job = {
		.narrow = out,
		.limit = limit,
		.narrow_format = format,
		.arguments = arguments,
	};

	return run(&job);
}

struct formatted
format_wide(WCHAR *out, size_t limit, const WCHAR *format, const uint64_t *arguments)
{
	WCHAR none;
	struct job job = {
		.wide = out != NULL ? out : &none,
		.limit = limit,
		.wide_format = format,
		.arguments = arguments,
	};

	return run(&job);
}
