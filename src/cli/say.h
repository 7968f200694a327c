/*
 * What the machine's process says to its supervisor: one JSON object a line.
 *
 *	{"is": "started"}		the sandbox is entered; the driver runs from here
 *	{"is": "trouble", "exit": 4, "text": …}	it can't begin; the last line
 *	{"is": "first", …}		how the first life loaded and unloaded
 *	{"is": "finding", "number": n, …}	n counts from 0 in each process
 *	{"is": "left", …}
 *	{"is": "reason", "text": …}	a life ended without a verdict
 *	{"is": "unloadable", "status": …}
 *	{"is": "expectations", "count": n, "unmet": text or null}
 *	{"is": "journal", "text": …}	whole lines of it
 *	{"is": "log", "text": …}	a line that the scenario wrote
 *	{"is": "shown", "what": "state" or "events", "text": …}	a piece of netsh's XML
 *	{"is": "count", …}		at least every quarter of a second while lives end
 *	{"is": "done"}			the last line of a process that did all it should
 *
 * Seeds and the numbers of refused calls are texts, as JSON's integers are too short for them.
 *
 * Where the process is stands on the board, a page it shares with the supervisor, so that
 * whoever finds it dead knows in which life it died.  Neither words nor board are to be trusted.
 */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include "base/text.h"
#include "ledger/journal.h"
#include "machine/verdict.h"
#include "search/lives.h"

#include <stddef.h>
#include <stdint.h>

enum place_in_search {
	BEFORE_LIVES,
	IN_FIRST_LIFE, /* the ordinary run, which the snapshot is taken in */
	IN_LIFE,
	BEHIND_LIVES,
};

struct board {
	volatile uint32_t place; /* enum place_in_search */
	volatile uint32_t from_entry;
	volatile uint64_t seed;
	volatile uint64_t refused_call;
};

void say_to(int fd);

void say_started(void);
void say_trouble(int exit_code, const char *text);
void say_first(const struct verdict *verdict); /* of the life that ended last */
/* All that the merge has beyond what was said before. */
void say_news(const struct merge *merge);
void say_unloadable(NTSTATUS status);
void say_expectations(size_t count, const char *unmet);
/* Of the life that ended last. */
void say_journal(void);
/* What netsh would show; `what`: "state" or "events". */
void say_shown(const char *what, const struct text *shown);
void say_log(const char *line, size_t length);
void say_count(const struct search *search);
void say_done(void);

#endif
