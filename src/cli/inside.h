/*
 * The machine's process: what runs in the child that cli/supervise.h makes.
 */
#ifndef CLI_INSIDE_H
#define CLI_INSIDE_H

#include "cli/options.h"
#include "cli/say.h"
#include "machine/file.h"
#include "search/lives.h"

#include <stddef.h>

struct job {
	const struct options *options;
	const struct driver_file *file;
	const char *scenario_name;
	const char *scenario;
	size_t scenario_bytes;
	struct board *board;
	struct search_plan plan;
	bool one_life; /* that of the options' seed and refusal; else the plan's */
};

/* The driver's process from its first moment to its last; for struct charge. */
int inside(const struct job *job, int pipe);

#endif
