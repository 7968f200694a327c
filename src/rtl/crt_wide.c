/*
 * The C runtime over wide strings.  The case of letters is that of Rtl…UnicodeChar.
 */
#include "executive/string.h"
#include "rtl/crt.h"
#include "rtl/exports.h"

#include <string.h>

#define LETTER WCHAR
#define VALUE(letter) ((int)(letter))
#define LOWER(letter) string_downcase(letter)
#define UPPER(letter) string_upcase(letter)
#define TEXT_NAME(narrow, wide) wide

#include "rtl/crt_text.inc"

const struct contract crt_wide_exports[] = {
	TEXT_ROWS,
	EXPORTS_END,
};
