#include "ledger/finding.h"

#include "ledger/journal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Outside the machine on purpose: finding_clear begins a new life. */
static struct {
	struct finding list[FINDING_LIMIT];
	size_t count;
	enum life_end end;
	char reason[FINDING_TEXT];
} findings;

static void (*leave)(void) __attribute__((noreturn));
static size_t (*trace)(uintptr_t *addresses, size_t limit);

void
life_leaves(void (*way_out)(void) __attribute__((noreturn)))
{
	leave = way_out;
}

void
finding_traces(size_t (*how)(uintptr_t *addresses, size_t limit))
{
	trace = how;
}

static bool
known(enum rule rule, uintptr_t where)
{
	for (size_t i = 0; i < findings.count; i++) {
		if (findings.list[i].rule == rule && findings.list[i].at.where == where)
			return true;
	}
	return false;
}

static void
note(enum rule rule, struct moment at, const char *bugcheck, const char *format, va_list arguments)
{
	struct finding *made = &findings.list[findings.count];

	if (findings.count == FINDING_LIMIT || known(rule, at.where))
		return;
	findings.count++;
	*made = (struct finding){ .rule = rule, .at = at };
	vsnprintf(made->text, sizeof made->text, format, arguments);
	snprintf(made->bugcheck, sizeof made->bugcheck, "%s",
	    bugcheck != NULL ? bugcheck : rule_row(rule)->bugcheck);
	if (trace != NULL)
		trace(made->trace, sizeof made->trace / sizeof made->trace[0]);
	journal_add(EVENT_FINDING, rule, at.where, at.step);
}

void
finding(enum rule rule, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	note(rule, moment_now(), NULL, format, arguments);
	va_end(arguments);
}

void
finding_at(enum rule rule, struct moment at, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	note(rule, at, NULL, format, arguments);
	va_end(arguments);
}

static _Noreturn void
end_life(enum life_end end)
{
	if (findings.end == LIFE_GOES_ON)
		findings.end = end;
	if (leave == NULL)
		abort();
	leave();
}

void
driver_is_wrong(enum rule rule, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	note(rule, moment_now(), NULL, format, arguments);
	va_end(arguments);
	end_life(LIFE_STOPPED);
}

void
driver_crashes(enum rule rule, uintptr_t where, const char *bugcheck, const char *format, ...)
{
	struct moment at = { journal_step(), where };
	va_list arguments;

	va_start(arguments, format);
	note(rule, at, bugcheck, format, arguments);
	va_end(arguments);
	end_life(LIFE_STOPPED);
}

static _Noreturn void
end_with_reason(enum life_end end, const char *format, va_list arguments)
{
	if (findings.end == LIFE_GOES_ON)
		vsnprintf(findings.reason, sizeof findings.reason, format, arguments);
	end_life(end);
}

void
not_modelled(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	end_with_reason(LIFE_NOT_MODELLED, format, arguments);
}

void
life_over_budget(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	end_with_reason(LIFE_BUDGET, format, arguments);
}

void
host_die(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("drydock: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	_Exit(70);
}

enum life_end
life_end(void)
{
	return findings.end;
}

const char *
life_reason(void)
{
	return findings.reason;
}

size_t
finding_count(void)
{
	return findings.count;
}

const struct finding *
finding_get(size_t number)
{
	return &findings.list[number];
}

void
finding_clear(void)
{
	findings.count = 0;
	findings.end = LIFE_GOES_ON;
	findings.reason[0] = '\0';
}
