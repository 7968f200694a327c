/*
 * A trial: a driver's lives, supervised, from the files on the command line to the report
 * on stdout.  What check, run and replay have in common.
 */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include "cli/options.h"

#include <stdbool.h>

/* The exit code.  `one_life`: that of the options' seed and refusal; else the search. */
int trial(const struct options *options, bool one_life);

#endif
