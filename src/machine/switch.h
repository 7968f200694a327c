/*
 * Switches: where Windows' pages contradict each other or say nothing, and one has to choose.
 *
 * Each has a name, a default, which is off, and a reason; `--switch NAME` turns one on, `drydock
 * switches` lists them.  They belong to the process, not to the machine, and are set before it
 * starts.  tests/facts has a test for both positions of each.
 */
#ifndef MACHINE_SWITCH_H
#define MACHINE_SWITCH_H

#include <stdbool.h>

struct switch_row {
	const char *name; /* "hard-block-stops"; NULL ends the table */
	bool *on;
	const char *on_means;
	const char *off_means;
	const char *why; /* off is the default */
};

extern const struct switch_row switches[];

/* "NAME", "NAME=on" or "NAME=off"; false: there is no such switch or position. */
bool switch_set(const char *text);

#endif
