/*
 * The C runtime over strings of bytes.
 */
#include "rtl/crt.h"
#include "rtl/exports.h"

#include <string.h>

#define LETTER char
#define VALUE(letter) ((int)(unsigned char)(letter))
#define LOWER(letter) crt_lower(letter)
#define UPPER(letter) crt_upper(letter)
#define TEXT_NAME(narrow, wide) narrow

#include "rtl/crt_text.inc"

const struct contract crt_string_exports[] = {
	TEXT_ROWS,
	EXPORTS_END,
};
