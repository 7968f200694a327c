/*
 * The printf family.
 */
#include "executive/format.h"
#include "rtl/crt.h"
#include "rtl/exports.h"

/* The text made, and the list that a variadic function was called with. */
#define LIST(call) \
	__builtin_ms_va_list list; \
	int count; \
\
	__builtin_ms_va_start(list, format); \
	count = call; \
	__builtin_ms_va_end(list); \
	return count
#define ARGUMENTS FORMAT_ARGUMENTS(list)

#define UNLIMITED (SIZE_MAX / 4)

/*
 * Windows: -1 where the text does not fit; then there is no terminator, as
 *   there is none where it fits exactly.  [crt:_vsnprintf]
 */
static int
ended(size_t length, size_t limit)
{
	return length > limit ? -1 : (int)length;
}

static int NTAPI
print_list(char *out, size_t limit, const char *format, const uint64_t *arguments)
{
	size_t length = format_narrow(out, limit, format, arguments).length;

	if (length < limit)
		out[length] = '\0';
	return ended(length, limit);
}

static int NTAPI
wide_print_list(WCHAR *out, size_t limit, const WCHAR *format, const uint64_t *arguments)
{
	size_t length = format_wide(out, limit, format, arguments).length;

	if (length < limit)
		out[length] = 0;
	return ended(length, limit);
}

static int NTAPI
print_list_unlimited(char *out, const char *format, const uint64_t *arguments)
{
	return print_list(out, UNLIMITED, format, arguments);
}

static int NTAPI
wide_print_list_unlimited(WCHAR *out, const WCHAR *format, const uint64_t *arguments)
{
	return wide_print_list(out, UNLIMITED, format, arguments);
}

/*
 * What the text of a secure function came to: where it ends, and -1 if it was cut.
 *
 * Windows: cut on purpose where `count` was reached within the buffer, or is _TRUNCATE; else an
 *   error, and the text is empty.  [crt:_vsnprintf_s]
 */
struct cut {
	size_t end;
	int result;
};

static struct cut
cut_at(size_t length, size_t size, size_t count)
{
	if (length <= count && length < size)
		return (struct cut){ length, (int)length };
	if (count < size)
		return (struct cut){ count, -1 };
	return (struct cut){ count == CRT_TRUNCATE ? size - 1 : 0, -1 };
}

static int NTAPI
print_list_s(char *out, size_t size, size_t count, const char *format, const uint64_t *arguments)
{
	struct cut cut;

	if (out == NULL || size == 0 || format == NULL)
		return -1;
	cut = cut_at(format_narrow(out, size - 1, format, arguments).length, size, count);
	out[cut.end] = '\0';
	return cut.result;
}

static int NTAPI
wide_print_list_s(
    WCHAR *out, size_t size, size_t count, const WCHAR *format, const uint64_t *arguments)
{
	struct cut cut;

	if (out == NULL || size == 0 || format == NULL)
		return -1;
	cut = cut_at(format_wide(out, size - 1, format, arguments).length, size, count);
	out[cut.end] = 0;
	return cut.result;
}

static int NTAPI
print_list_whole_s(char *out, size_t size, const char *format, const uint64_t *arguments)
{
	return print_list_s(out, size, CRT_ALL, format, arguments);
}

static int NTAPI
wide_print_list_whole_s(WCHAR *out, size_t size, const WCHAR *format, const uint64_t *arguments)
{
	return wide_print_list_s(out, size, CRT_ALL, format, arguments);
}

static int NTAPI
print(char *out, const char *format, ...)
{
	LIST(print_list_unlimited(out, format, ARGUMENTS));
}

static int NTAPI
wide_print(WCHAR *out, const WCHAR *format, ...)
{
	LIST(wide_print_list_unlimited(out, format, ARGUMENTS));
}

static int NTAPI
print_some(char *out, size_t limit, const char *format, ...)
{
	LIST(print_list(out, limit, format, ARGUMENTS));
}

static int NTAPI
wide_print_some(WCHAR *out, size_t limit, const WCHAR *format, ...)
{
	LIST(wide_print_list(out, limit, format, ARGUMENTS));
}

static int NTAPI
print_s(char *out, size_t size, const char *format, ...)
{
	LIST(print_list_s(out, size, CRT_ALL, format, ARGUMENTS));
}

static int NTAPI
wide_print_s(WCHAR *out, size_t size, const WCHAR *format, ...)
{
	LIST(wide_print_list_s(out, size, CRT_ALL, format, ARGUMENTS));
}

static int NTAPI
print_some_s(char *out, size_t size, size_t limit, const char *format, ...)
{
	LIST(print_list_s(out, size, limit, format, ARGUMENTS));
}

static int NTAPI
wide_print_some_s(WCHAR *out, size_t size, size_t limit, const WCHAR *format, ...)
{
	LIST(wide_print_list_s(out, size, limit, format, ARGUMENTS));
}

const struct contract crt_print_exports[] = {
	CRT("_vsnprintf", print_list, 4),
	CRT("_vsnwprintf", wide_print_list, 4),
	CRT("vsprintf", print_list_unlimited, 3),
	CRT("_vswprintf", wide_print_list_unlimited, 3),
	CRT("vsprintf_s", print_list_whole_s, 4),
	CRT("vswprintf_s", wide_print_list_whole_s, 4),
	CRT("_vsnprintf_s", print_list_s, 5),
	CRT("_vsnwprintf_s", wide_print_list_s, 5),
	CRT_VARIADIC("sprintf", print),
	CRT_VARIADIC("swprintf", wide_print),
	CRT_VARIADIC("_swprintf", wide_print),
	CRT_VARIADIC("_snprintf", print_some),
	CRT_VARIADIC("_snwprintf", wide_print_some),
	CRT_VARIADIC("sprintf_s", print_s),
	CRT_VARIADIC("swprintf_s", wide_print_s),
	CRT_VARIADIC("_snprintf_s", print_some_s),
	CRT_VARIADIC("_snwprintf_s", wide_print_some_s),
	EXPORTS_END,
};
