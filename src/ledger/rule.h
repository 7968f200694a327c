/*
 * The rules: what a driver may do wrong, and who says so.
 *
 * One row a rule in rules.inc: RULE(id, severity, bug check, text, source,
 * remedy).  Severities: F the machine crashes or memory is corrupted, E an
 * error, W a warning.  The numbers R1.. are stable: reports name them.
 */
#ifndef LEDGER_RULE_H
#define LEDGER_RULE_H

enum rule {
#define RULE(id, severity, bugcheck, text, source, remedy) RULE_##id,
#include "ledger/rules.inc"
#undef RULE
	RULES,
};

struct rule_row {
	const char *id;       /* "R11" */
	char severity;        /* F, E or W */
	const char *bugcheck; /* what Windows would show, or "" */
	const char *text;
	const char *source;
	const char *remedy;
};

const struct rule_row *rule_row(enum rule rule);
enum rule rule_find(const char *id); /* RULES if there is none */

#endif
