/*
 * A line is formatted even where nobody reads it: formatting touches what the
 * driver names, and a bad pointer must fault in every run alike.
 */
#include "executive/debug.h"

#include "executive/format.h"
#include "ledger/finding.h"
#include "sched/thread.h"

#define LINE 512 /* one call transmits no more  [ddi:DbgPrint, Remarks] */

NTAPI ULONG DbgPrint(PCSTR Format, ...);
NTAPI ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...);
NTAPI ULONG vDbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, const uint64_t *arglist);
NTAPI ULONG vDbgPrintExWithPrefix(
    PCSTR Prefix, ULONG ComponentId, ULONG Level, PCSTR Format, const uint64_t *arglist);

static void (*sink)(const char *text);

void
debug_sink(void (*line)(const char *text))
{
	sink = line;
}

/* Windows: Unicode codes only at PASSIVE_LEVEL.  [ddi:DbgPrint, Remarks] */
static void
say(const char *prefix, const char *format, const uint64_t *arguments)
{
	char line[LINE + 1];
	size_t length = 0;
	struct formatted made;

	while (prefix != NULL && prefix[length] != '\0' && length < LINE) {
		line[length] = prefix[length];
		length++;
	}
	made = format_narrow(line + length, LINE - length, format, arguments);
	length += made.length;
	line[length < LINE ? length : LINE] = '\0';
	if (made.unicode && irql_now() > PASSIVE_LEVEL)
		finding(RULE_R65, "prints Unicode at IRQL %d", irql_now());
	if (sink != NULL)
		sink(line);
}

ULONG NTAPI
DbgPrint(PCSTR Format, ...)
{
	__builtin_ms_va_list list;

	__builtin_ms_va_start(list, Format);
	say(NULL, Format, FORMAT_ARGUMENTS(list));
	__builtin_ms_va_end(list);
	return STATUS_SUCCESS;
}

/* Here: every component and level is printed; in Windows a filter mask decides. */
ULONG NTAPI
DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...)
{
	__builtin_ms_va_list list;

	(void)ComponentId, (void)Level;
	__builtin_ms_va_start(list, Format);
	say(NULL, Format, FORMAT_ARGUMENTS(list));
	__builtin_ms_va_end(list);
	return STATUS_SUCCESS;
}

ULONG NTAPI
vDbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, const uint64_t *arglist)
{
	(void)ComponentId, (void)Level;
	say(NULL, Format, arglist);
	return STATUS_SUCCESS;
}

ULONG NTAPI
vDbgPrintExWithPrefix(
    PCSTR Prefix, ULONG ComponentId, ULONG Level, PCSTR Format, const uint64_t *arglist)
{
	(void)ComponentId, (void)Level;
	say(Prefix, Format, arglist);
	return STATUS_SUCCESS;
}

const struct contract debug_exports[] = {
	EXPORT(DbgPrint, GATE_ARGUMENTS, HIGH_LEVEL, REFUSAL_NONE, VARIADIC, PAGE(wdm)),
	EXPORT(DbgPrintEx, GATE_ARGUMENTS, HIGH_LEVEL, REFUSAL_NONE, VARIADIC, PAGE(wdm)),
	EXPORT(vDbgPrintEx, 4, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(vDbgPrintExWithPrefix, 5, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
