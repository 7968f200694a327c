#include "cli/command.h"

#include "ledger/rule.h"
#include "report/report.h"

#include <stdio.h>

static void
print_one(const struct rule_row *row)
{
	printf("%s (%s)\n\n    %s\n\n", row->id, report_severity(row->severity), row->text);
	if (row->bugcheck[0] != '\0')
		printf("Windows  %s\n", row->bugcheck);
	printf("source   %s\n", row->source);
	if (row->remedy[0] != '\0')
		printf("remedy   %s\n", row->remedy);
}

int
command_rules(const struct options *options)
{
	enum rule wanted;

	if (options->topic == NULL) {
		for (int rule = 0; rule < RULES; rule++) {
			const struct rule_row *row = rule_row((enum rule)rule);

			printf(
			    "%-5s %-8s %s\n", row->id, report_severity(row->severity), row->text);
		}
		return EXIT_PASS;
	}
	wanted = rule_find(options->topic);
	if (wanted == RULES)
		return command_fails(EXIT_USAGE,
		    "there is no rule '%s'; 'drydock rules' lists them", options->topic);
	print_one(rule_row(wanted));
	return EXIT_PASS;
}
