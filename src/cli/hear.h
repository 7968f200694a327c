/*
 * What the supervisor makes of the machine's words (cli/say.h).
 *
 * Each line is parsed as if an enemy had written it: unknown words, wrong types,
 * numbers out of range and names that do not exist make the line nonsense, and
 * the process that said it is killed.
 */
#ifndef CLI_HEAR_H
#define CLI_HEAR_H

#include "report/report.h"
#include "search/merge.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct hearing {
	struct report *report;
	FILE *state, *events;                          /* where netsh's XML goes; NULL: nowhere */
	FILE *journal;                                 /* where its lines go; NULL: nowhere */
	void (*log)(const char *line);                 /* may be NULL */
	void (*progress)(const struct report *report); /* may be NULL */

	/* About the process that speaks now; hearing_begin clears them. */
	bool started;
	bool done;
	int trouble; /* the exit code it asks for, or 0 */
	char *trouble_text;
	struct report before;           /* its counts when the process began */
	size_t numbers;                 /* findings it has told */
	size_t finding[MERGE_FINDINGS]; /* which of the report's they are; SIZE_MAX: dropped */
	uint64_t counted[MERGE_FINDINGS];
};

/* Before each process. */
void hearing_begin(struct hearing *hearing);
void hearing_end(struct hearing *hearing); /* gives back what it holds of its own */

/* For struct charge. */
bool hear(void *hearing, char *line, size_t length);

#endif
