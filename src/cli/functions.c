/*
 * What a driver can call, as the rows of the contract tables have it.  Nothing runs.
 */
#include "cli/command.h"

#include "machine/modules.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct listing {
	const char *wanted; /* NULL: all */
	size_t count;
};

static const char *
irql_name(KIRQL irql)
{
	switch (irql) {
	case PASSIVE_LEVEL:
		return "PASSIVE_LEVEL";
	case APC_LEVEL:
		return "APC_LEVEL";
	case DISPATCH_LEVEL:
		return "DISPATCH_LEVEL";
	default:
		return "any";
	}
}

static const char *
refusal_name(enum refusal refusal)
{
	switch (refusal) {
	case REFUSAL_NONE:
		return "-";
	case REFUSAL_NULL:
		return "NULL";
	case REFUSAL_STATUS:
		return "STATUS_INSUFFICIENT_RESOURCES";
	case REFUSAL_INSIDE:
		return "its own";
	}
	return "?";
}

static const char *
or_dash(const char *text)
{
	return text != NULL ? text : "-";
}

static void
print_page(const char *header, const char *name)
{
	printf("%s/nf-%s-", header, header);
	while (*name != '\0')
		putchar(tolower((unsigned char)*name++));
}

static void
print_row(void *context, const char *module, const struct contract *row)
{
	struct listing *listing = context;

	if (listing->wanted != NULL && strcmp(listing->wanted, row->name) != 0)
		return;
	listing->count++;
	if (row->flags & DATA) {
		printf("%s\t%s\tdata\n", module, row->name);
		return;
	}
	printf("%s\t%s\t", module, row->name);
	if (row->flags & VARIADIC)
		printf("...");
	else
		printf("%u", row->arguments);
	printf("\t%s\t%s\t%s\t%s\t%s\t%s\t", irql_name(row->highest_irql),
	    row->flags & SCHEDULES ? "yields" : "-", refusal_name((enum refusal)row->refusal),
	    or_dash(row->fails), or_dash(row->enters), or_dash(row->strikes));
	if (row->page != NULL)
		print_page(row->page, row->name);
	else
		putchar('-');
	printf("\t%s\n", or_dash(row->approximates));
}

static void
print_approximated(void *context, const char *module, const struct contract *row)
{
	struct listing *listing = context;

	if (row->approximates == NULL)
		return;
	listing->count++;
	printf("- %s (%s): %s\n", row->name, module, row->approximates);
}

int
command_functions(const struct options *options)
{
	struct listing listing = { .wanted = options->topic };

	if (options->topic != NULL && strcmp(options->topic, "approximated") == 0)
		machine_exports(print_approximated, &listing);
	else
		machine_exports(print_row, &listing);
	if (listing.count == 0)
		return command_fails(EXIT_USAGE,
		    "there is no function '%s'; 'drydock functions' lists them", options->topic);
	return EXIT_PASS;
}
