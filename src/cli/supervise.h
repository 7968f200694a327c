/*
 * The supervisor: runs the machine in a child process and believes nothing it does.
 *
 * The child says what it finds in lines on a pipe, one JSON object a line (cli/say.h).  It may
 * say nothing, say too much, say nonsense, crash or never end: supervise()
 * returns in each case, with the child gone, and tells which it was.
 *
 * Silence is measured in wall-clock time, but a child that got no processor
 * meanwhile (a busy host, a closed laptop) is given up to four times as long.
 */
#ifndef CLI_SUPERVISE_H
#define CLI_SUPERVISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUPERVISE_LINE (1u << 20) /* bytes of the longest line */

struct charge {
	/* In the child: what it does; the result is its exit status. */
	int (*body)(void *context, int pipe);
	/* In the supervisor: a line without its newline, NUL-terminated.  False: nonsense. */
	bool (*hear)(void *context, char *line, size_t length);
	void *body_context;
	void *hear_context;
	unsigned silence_ms;   /* without a line, before it is killed */
	uint64_t memory_bytes; /* resident, before it is killed; 0: no limit */
	uint64_t flood_bytes;  /* of all its lines, before it is killed */
	bool own_stderr;       /* the child's stderr is ours; else only its last words are kept */
};

enum ending {
	ENDING_EXIT,    /* `number` is the status */
	ENDING_SIGNAL,  /* `number` is the signal; nobody here sent it */
	ENDING_SILENCE, /* killed, as are the next ones */
	ENDING_MEMORY,
	ENDING_NONSENSE,
	ENDING_FLOOD,
	ENDING_NO_CHILD, /* the host gave none; `number` is the errno */
};

struct outcome {
	enum ending ending;
	int number;
	char last_words[4096]; /* the end of what it wrote to stderr, printable lines */
};

void supervise(const struct charge *charge, struct outcome *outcome);

#endif
