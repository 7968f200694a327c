/*
 * The C runtime's classes of characters, in the C locale, and its conversions to wide ones.
 */
#include "executive/string.h"
#include "rtl/crt.h"
#include "rtl/exports.h"

#include <string.h>

static int NTAPI
is_lower(int letter)
{
	return letter >= 'a' && letter <= 'z';
}

static int NTAPI
is_upper(int letter)
{
	return letter >= 'A' && letter <= 'Z';
}

static int NTAPI
is_digit(int letter)
{
	return letter >= '0' && letter <= '9';
}

static int NTAPI
is_alpha(int letter)
{
	return is_lower(letter) || is_upper(letter);
}

static int NTAPI
is_alnum(int letter)
{
	return is_alpha(letter) || is_digit(letter);
}

static int NTAPI
is_xdigit(int letter)
{
	return is_digit(letter) || (crt_lower(letter) >= 'a' && crt_lower(letter) <= 'f');
}

static int NTAPI
is_space(int letter)
{
	return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

static int NTAPI
is_print(int letter)
{
	return letter >= ' ' && letter <= '~';
}

static int NTAPI
is_graph(int letter)
{
	return letter > ' ' && letter <= '~';
}

static int NTAPI
is_punct(int letter)
{
	return is_graph(letter) && !is_alnum(letter);
}

static int NTAPI
is_cntrl(int letter)
{
	return (letter >= 0 && letter < ' ') || letter == 0x7f;
}

static int NTAPI
to_lower(int letter)
{
	return crt_lower(letter);
}

static int NTAPI
to_upper(int letter)
{
	return crt_upper(letter);
}

static int NTAPI
wide_to_lower(WCHAR letter)
{
	return string_downcase(letter);
}

static int NTAPI
wide_to_upper(WCHAR letter)
{
	return string_upcase(letter);
}

/* Windows: in the C locale a byte is its own wide character.  [crt:mbstowcs] */
static size_t NTAPI
text_to_wide(WCHAR *out, const char *text, size_t limit)
{
	size_t count = 0;

	for (; out == NULL || count < limit; count++) {
		if (out != NULL)
			out[count] = (unsigned char)text[count];
		if (text[count] == '\0')
			break;
	}
	return count;
}

/* Windows: -1 for a character above 255.  [crt:wcstombs] */
static size_t NTAPI
wide_to_text(char *out, const WCHAR *text, size_t limit)
{
	size_t count = 0;

	for (; out == NULL || count < limit; count++) {
		if (text[count] > 0xff)
			return SIZE_MAX;
		if (out != NULL)
			out[count] = (char)text[count];
		if (text[count] == 0)
			break;
	}
	return count;
}

static int NTAPI
letter_to_wide(WCHAR *out, const char *text, size_t limit)
{
	if (text == NULL || limit == 0)
		return 0;
	if (out != NULL)
		*out = (unsigned char)*text;
	return *text != '\0';
}

static int NTAPI
wide_to_letter(char *out, WCHAR letter)
{
	if (out == NULL)
		return 0;
	if (letter > 0xff)
		return -1;
	*out = (char)letter;
	return 1;
}

const struct contract crt_class_exports[] = {
	CRT("islower", is_lower, 1),
	CRT("isupper", is_upper, 1),
	CRT("isdigit", is_digit, 1),
	CRT("isalpha", is_alpha, 1),
	CRT("isalnum", is_alnum, 1),
	CRT("isxdigit", is_xdigit, 1),
	CRT("isspace", is_space, 1),
	CRT("isprint", is_print, 1),
	CRT("isgraph", is_graph, 1),
	CRT("ispunct", is_punct, 1),
	CRT("iscntrl", is_cntrl, 1),
	CRT("tolower", to_lower, 1),
	CRT("toupper", to_upper, 1),
	CRT("towlower", wide_to_lower, 1),
	CRT("towupper", wide_to_upper, 1),
	CRT("mbstowcs", text_to_wide, 3),
	CRT("wcstombs", wide_to_text, 3),
	CRT("mbtowc", letter_to_wide, 3),
	CRT("wctomb", wide_to_letter, 2),
	EXPORTS_END,
};
