/*
 * One function a command, each in the file of its name; the result is the exit code.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"

#include <stddef.h>
#include <stdint.h>

int command_check(const struct options *options);
int command_run(const struct options *options);
int command_replay(const struct options *options);
int command_imports(const struct options *options);
int command_functions(const struct options *options);
int command_rules(const struct options *options);
int command_switches(const struct options *options);
int command_wfp(const struct options *options);
int command_cc(char **arguments); /* does not return, unless it fails */
int command_help(const struct options *options);
int command_version(const struct options *options);

/* One line on stderr, "drydock: …"; returns the code. */
int command_fails(int exit_code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A whole file.  NULL: one line about it was written.  Given back with free(). */
uint8_t *command_reads(const char *path, size_t limit, size_t *length);

#endif
