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

NTAPI void DbgBreakPoint(void);
NTAPI void DbgBreakPointWithStatus(ULONG Status);
NTAPI ULONG DbgPrompt(PCSTR Prompt, CHAR *Response, ULONG Length);
NTAPI void RtlAssert(const void *VoidFailedAssertion, const void *VoidFileName, ULONG LineNumber,
    CHAR *MutableMessage);

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

/* Windows: an exception that nobody handles where no debugger is.  [ddi:DbgBreakPoint, Remarks] */
void NTAPI
DbgBreakPoint(void)
{
	driver_crashes(RULE_X2, moment_now().where, "0x7E SYSTEM_THREAD_EXCEPTION_NOT_HANDLED",
	    "breaks into a debugger that is not there");
}

void NTAPI
DbgBreakPointWithStatus(ULONG Status)
{
	(void)Status;
	DbgBreakPoint();
}

/* Windows: nothing is read where no debugger answers.  [ddi:DbgPrompt] */
ULONG NTAPI
DbgPrompt(PCSTR Prompt, CHAR *Response, ULONG Length)
{
	(void)Response, (void)Length;
	say(NULL, "%s", (const uint64_t[]){ (uint64_t)(uintptr_t)Prompt });
	return 0;
}

/* Windows: in a free build this does nothing.  [wdm.h] */
void NTAPI
RtlAssert(const void *VoidFailedAssertion, const void *VoidFileName, ULONG LineNumber,
    CHAR *MutableMessage)
{
	(void)VoidFailedAssertion, (void)VoidFileName, (void)LineNumber, (void)MutableMessage;
}

const struct contract debug_exports[] = {
	EXPORT(DbgPrint, GATE_ARGUMENTS, HIGH_LEVEL, REFUSAL_NONE, VARIADIC, PAGE(wdm)),
	EXPORT(DbgPrintEx, GATE_ARGUMENTS, HIGH_LEVEL, REFUSAL_NONE, VARIADIC, PAGE(wdm)),
	EXPORT(vDbgPrintEx, 4, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(vDbgPrintExWithPrefix, 5, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(DbgBreakPoint, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(DbgBreakPointWithStatus, 1, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(wdm)),
	EXPORT(DbgPrompt, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk)),
	EXPORT(RtlAssert, 4, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT),
	EXPORTS_END,
};
