/*
 * The command line: one struct for all commands, and which command takes which option.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/text.h"
#include "machine/boot.h"

#include <stdbool.h>
#include <stdint.h>

enum command {
	COMMAND_CHECK,
	COMMAND_RUN,
	COMMAND_REPLAY,
	COMMAND_IMPORTS,
	COMMAND_FUNCTIONS,
	COMMAND_RULES,
	COMMAND_SWITCHES,
	COMMAND_WFP,
	COMMAND_HELP,
	COMMAND_VERSION,
};

enum exit_code {
	EXIT_PASS = 0,
	EXIT_FINDINGS = 1,
	EXIT_USAGE = 2,
	EXIT_INCONCLUSIVE = 3,
	EXIT_UNLOADABLE = 4,
	EXIT_OURS = 70,
};

/* What `wfp` shall do. */
enum wfp_verb {
	WFP_NOTHING,
	WFP_IMPORT,
	WFP_SHOW, /* and then? */
	WFP_SHOW_STATE,
	WFP_SHOW_FILTERS,
	WFP_SHOW_EVENTS,
};

struct options {
	enum command command;
	const char *driver;   /* NULL where the command takes none */
	const char *scenario; /* NULL: the built-in one */
	const char *topic;    /* of rules and help; NULL: all */
	const char *policy;   /* netsh's XML that the machine begins with; NULL: none */
	const char *dump;     /* what is in it, main's */
	size_t dump_bytes;
	const char *state;  /* where netsh's XML goes, of the objects and */
	const char *events; /* of the net events; NULL: nowhere, "-": stdout */
	enum wfp_verb wfp;
	bool hashes;         /* of the journal of each plain life */
	const char *journal; /* NULL: none; "-": stdout */
	enum target target;
	bool target_given; /* or the dump tells; else a scenario may choose it */
	uint64_t seed;
	uint64_t schedules;
	uint64_t refused_call; /* REFUSE_NONE: nothing */
	uint64_t silence_seconds;
	bool faults;
	bool guard;
	bool from_entry;
	bool expect; /* the exit code tells whether the scenario's expectations were met */
	bool json;
	bool left_callout_pins;
	bool no_sandbox;
	bool verbose;
};

/* False: `complaint` is one line to show, EXIT_USAGE.  The texts are argv's own. */
bool options_parse(int argc, char **argv, struct options *options, struct text *complaint);

#endif
