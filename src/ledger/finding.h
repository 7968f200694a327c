/*
 * Findings: what was wrong, and how a life ends because of it.
 *
 * Five shapes, never mixed (STYLE, Failing): a refusal is an NTSTATUS and no
 * business of this file; finding() notes a broken rule and goes on;
 * driver_is_wrong() notes what Windows would stop for and ends the life;
 * not_modelled() ends it without a verdict; host_die() is our own fault.
 *
 * Findings are kept outside the machine.  One rule broken at one place is
 * one finding, however often.
 */
#ifndef LEDGER_FINDING_H
#define LEDGER_FINDING_H

#include "ledger/holding.h"
#include "ledger/rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FINDING_LIMIT 64
#define FINDING_TEXT 240

struct finding {
	enum rule rule;
	struct moment at;
	uintptr_t trace[8]; /* driver addresses, innermost first; 0 ends */
	char text[FINDING_TEXT];
	char bugcheck[96]; /* what Windows would show; "" if nothing */
};

enum life_end {
	LIFE_GOES_ON,
	LIFE_STOPPED,      /* Windows would have stopped: a finding says why */
	LIFE_NOT_MODELLED, /* inconclusive; the reason names itself */
	LIFE_BUDGET,       /* inconclusive: too many steps */
};

void finding(enum rule rule, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* As finding, about another place than the innermost call. */
void finding_at(enum rule rule, struct moment at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void driver_is_wrong(enum rule rule, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));
/* As driver_is_wrong, with the bug check spelled out: "0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL". */
void driver_crashes(enum rule rule, uintptr_t where, const char *bugcheck, const char *format, ...)
    __attribute__((format(printf, 4, 5), noreturn));
void not_modelled(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void life_over_budget(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void host_die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* How the life ended, why, and the way out: the scheduler's, which never returns. */
enum life_end life_end(void);
const char *life_reason(void);
void life_leaves(void (*way_out)(void) __attribute__((noreturn)));
/* Who fills in `trace`: the kernel floor. */
void finding_traces(size_t (*trace)(uintptr_t *addresses, size_t limit));

size_t finding_count(void);
const struct finding *finding_get(size_t number);
void finding_clear(void); /* a new life */

#endif
