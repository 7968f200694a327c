#include "ledger/rule.h"

#include <string.h>

static const struct rule_row rows[] = {
#define RULE(id, severity, bugcheck, text, source, remedy) \
	[RULE_##id] = { #id, severity, bugcheck, text, source, remedy },
#include "ledger/rules.inc"
#undef RULE
};

const struct rule_row *
rule_row(enum rule rule)
{
	return &rows[rule];
}

enum rule
rule_find(const char *id)
{
	for (int i = 0; i < RULES; i++) {
		if (strcmp(rows[i].id, id) == 0)
			return (enum rule)i;
	}
	return RULES;
}
