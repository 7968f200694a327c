#include "cli/command.h"

#include "machine/switch.h"

#include <stdio.h>

int
command_switches(const struct options *options)
{
	(void)options;
	puts("Where Windows' pages contradict each other or say nothing.  All are off by default;\n"
	     "--switch NAME turns one on.");
	for (const struct switch_row *row = switches; row->name != NULL; row++)
		printf("\n%s\n    on   %s\n    off  %s\n    why  %s\n", row->name, row->on_means,
		    row->off_means, row->why);
	return EXIT_PASS;
}
