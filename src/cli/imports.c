/*
 * What the driver imports, and whether we have it.  Nothing runs.
 */
#include "cli/command.h"

#include "machine/file.h"

#include <stdio.h>
#include <stdlib.h>

struct listing {
	struct text rows;
	size_t counts[IMPORT_ORDINAL + 1];
	size_t total;
	bool json;
};

static const char *
state_name(enum import_state state)
{
	switch (state) {
	case IMPORT_MODELLED:
		return "modelled";
	case IMPORT_APPROXIMATED:
		return "approximated";
	case IMPORT_MISSING:
		return "missing";
	case IMPORT_UNKNOWN:
		return "unknown";
	case IMPORT_ORDINAL:
		return "by ordinal";
	}
	return "?";
}

static void
add_import(void *context, const struct import *import)
{
	struct listing *listing = context;
	const char *name = import->name;
	char ordinal[16];

	if (name == NULL) {
		snprintf(ordinal, sizeof ordinal, "#%u", import->ordinal);
		name = ordinal;
	}
	if (listing->json) {
		text_add(&listing->rows, "%s\n    {\"dll\": ", listing->total ? "," : "");
		text_add_json(&listing->rows, import->dll);
		text_add(&listing->rows, ", \"name\": ");
		text_add_json(&listing->rows, name);
		text_add(&listing->rows, ", \"state\": \"%s\"}", state_name(import->state));
	} else {
		text_add(&listing->rows, "%-13s %-16s %s\n", state_name(import->state), import->dll,
		    name);
	}
	listing->counts[import->state]++;
	listing->total++;
}

static void
print_listing(const struct options *options, const struct listing *listing)
{
	const size_t *counts = listing->counts;
	struct text name = { 0 };

	if (!listing->json) {
		printf("%s%zu imports: %zu modelled, %zu approximated, %zu missing",
		    text_string(&listing->rows), listing->total, counts[IMPORT_MODELLED],
		    counts[IMPORT_APPROXIMATED], counts[IMPORT_MISSING]);
		if (counts[IMPORT_UNKNOWN] > 0)
			printf(", %zu unknown: no module of Windows is known to export them",
			    counts[IMPORT_UNKNOWN]);
		if (counts[IMPORT_ORDINAL] > 0)
			printf(", %zu by ordinal: it can't be loaded", counts[IMPORT_ORDINAL]);
		else if (counts[IMPORT_MISSING] + counts[IMPORT_UNKNOWN] > 0)
			printf("; it loads, and a run ends where it calls a missing one");
		printf("\n");
		return;
	}
	text_add_json(&name, options->driver);
	printf("{\n  \"driver\": %s,\n  \"loads\": %s,\n  \"imports\": [%s\n  ],\n"
	       "  \"modelled\": %zu,\n  \"approximated\": %zu,\n  \"missing\": %zu,\n"
	       "  \"unknown\": %zu,\n"
	       "  \"ordinal\": %zu\n}\n",
	    text_string(&name), counts[IMPORT_ORDINAL] == 0 ? "true" : "false",
	    text_string(&listing->rows), counts[IMPORT_MODELLED], counts[IMPORT_APPROXIMATED],
	    counts[IMPORT_MISSING], counts[IMPORT_UNKNOWN], counts[IMPORT_ORDINAL]);
	text_free(&name);
}

int
command_imports(const struct options *options)
{
	struct listing listing = { .json = options->json };
	struct driver_file *file;
	struct pe_error error;
	size_t length;
	uint8_t *bytes = command_reads(options->driver, PE_IMAGE_LIMIT, &length);

	if (bytes == NULL)
		return EXIT_USAGE;
	file = driver_file_make(options->driver, bytes, length, &error);
	free(bytes);
	if (file == NULL)
		return command_fails(EXIT_UNLOADABLE, "%s: %s", options->driver, error.text);
	driver_file_imports(file, add_import, &listing);
	print_listing(options, &listing);
	text_free(&listing.rows);
	driver_file_free(file);
	return listing.counts[IMPORT_ORDINAL] > 0 ? EXIT_UNLOADABLE : EXIT_PASS;
}
