/*
 * A report: what one command has found out about a driver, in words that need no machine.
 *
 * It is put together in the supervisor from what the machine's process said,
 * so it owns every text in it.  All texts are one line, printable UTF-8 without control
 * characters.
 *
 * The verdict follows from the rest, strongest first: findings, unloadable, inconclusive
 * (also when the machine died and nothing was found), pass.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/text.h"
#include "machine/boot.h"
#include "machine/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REPORT_LIMIT 1024 /* of findings, of what is left, of reasons, of deaths */
#define REPORT_TRACE 8

/* Which life shows it. */
struct report_life {
	uint64_t seed;
	uint64_t refused_call; /* REFUSE_NONE, or N */
	bool from_entry;       /* as every refused life, and seed 0 */
};

struct report_finding {
	enum rule rule;
	char *text;
	char *bugcheck; /* "": none */
	char *where;
	uint32_t step;
	size_t trace_count;
	char *trace[REPORT_TRACE]; /* who called `where`, innermost first */
	struct report_life first;
	uint64_t lives; /* that show it */
};

struct report_left {
	enum holding_kind kind;
	uint64_t count;
	uint64_t bytes;
	uint32_t tag; /* a pool tag, or 0 */
	char *where;
	struct report_life first;
};

/* Why a life ended without a verdict; or what the machine died of. */
struct report_reason {
	char *text;
	struct report_life first;
};

struct report_options {
	const char *driver;   /* as the user named the file */
	const char *scenario; /* NULL: the built-in one */
	const char *policy;   /* NULL: none */
	enum target target;
	uint64_t seed;
	bool left_callout_pins;
	bool guard;
	bool faults;
};

struct report {
	struct report_options options; /* its texts belong to the caller */
	bool loaded_known;             /* a life ended: the next six are its, the first's */
	bool entered;
	NTSTATUS load_status;
	bool stopped;
	struct stop stop;
	uint64_t journal_hash;
	char *unloadable; /* NULL, or why */
	size_t finding_count, left_count, reason_count, death_count;
	struct report_finding *findings;
	struct report_left *left;
	struct report_reason *reasons; /* inconclusive */
	struct report_reason *deaths;  /* of the machine's process */
	uint64_t schedules, faults, lives;
	uint64_t dropped; /* findings and the like beyond the limits */
	struct packet_counts packets;
	bool has_expectations;
	uint64_t expectations;
	char *unmet; /* NULL, or the first expectation of the scenario that was not met */
};

void report_start(struct report *report, const struct report_options *options);
void report_free(struct report *report);

/*
 * Each takes over the texts of what it is given.  A finding that is known (rule, place) is
 * counted with the one there is, and so is what is left (kind, place).
 * Where the limit is reached it is dropped.
 */
struct report_finding *report_add_finding(struct report *report, struct report_finding finding);
void report_add_left(struct report *report, struct report_left left);
void report_add_reason(struct report *report, struct report_reason reason);
void report_add_death(struct report *report, struct report_reason death);

enum verdict_kind report_verdict(const struct report *report);
/* One line: why, for a verdict that is neither pass nor findings; else "". */
const char *report_reason(const struct report *report);

/* A copy in which nothing can harm a terminal: control characters become U+FFFD. */
char *report_line(const char *text);

const char *report_severity(char severity); /* F: "fatal", E: "error", W: "warning" */
/* "0x80000011 STATUS_DEVICE_BUSY"; the number alone where the name is not known. */
/* "drydock replay foo.sys --seed 17 --refuse 4", with what the shell needs quoted. */
void report_replay(const struct report *report, const struct report_life *life, struct text *text);

#endif
