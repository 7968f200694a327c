/*
 * Scenarios: Lua programs that drive a machine.  The language is docs/SCENARIOS.md.
 *
 * A scenario is somebody's file, so it gets no more than it needs: no files,
 * no processes, no clock, no chance but the machine's, and nothing whose order or spelling
 * differs from run to run (the order of pairs, addresses in texts, sort).  Its steps and its memory
 * are limited.
 *
 * A compiled scenario belongs to the process and runs in as many lives as one likes; each
 * finds fresh globals.
 */
#ifndef TRAFFIC_SCRIPT_H
#define TRAFFIC_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCRIPT_STEPS UINT64_C(50000000)
#define SCRIPT_BYTES (UINT64_C(64) << 20)

struct verdict;

struct script_error {
	char text[320]; /* "file.lua:12: message", one line */
	int line;       /* 0: no particular one */
};

enum script_end {
	SCRIPT_OK,
	SCRIPT_FAILED,    /* it erred, or something it expected is not so: `error` */
	SCRIPT_LIFE_OVER, /* the driver crashed, or something is not modelled: the verdict says it */
	SCRIPT_LIMIT,     /* too many steps, or too much memory: `error` */
};

struct script;

/* NULL: a syntax error. */
struct script *script_compile(
    const char *name, const char *text, size_t length, struct script_error *error);
void script_free(struct script *script);

/* In the life that the caller began; the caller asks for the verdict.  However the scenario ends,
 * its programs end with it: their requests are cancelled, their handles closed. */
enum script_end script_run_compiled(struct script *script, struct script_error *error);

bool script_check(const char *name, const char *text, size_t length, struct script_error *error);
enum script_end script_run(
    const char *name, const char *text, size_t length, struct script_error *error);

/* For later runs; 0: the default. */
void script_limit(uint64_t steps, uint64_t bytes);

/* The file on the command line, which machine:load may name; NULL: any name will do. */
void script_driver(const char *path);

/* Who prints what a scenario logs; at first nobody. */
void script_logs(void (*log)(const char *line, size_t length));

/*
 * What the last run expected of the verdict (expect.left, expect.finding, expect.verdict).
 * False: `error` names the first that is not so.
 */
bool script_expectations(const struct verdict *verdict, struct script_error *error);
size_t script_expected(void); /* how many there are */

#endif
