/*
 * The journal: what happened, in order, in 32 bytes an event.
 *
 * It is kept outside the machine, so that a restored machine begins an empty
 * journal.  Two runs are the same if and only if their journals are, byte for
 * byte; no event may hold a host address, a host time or a padding byte.
 * Beyond JOURNAL_LIMIT events only their number and their hash go on.
 */
#ifndef LEDGER_JOURNAL_H
#define LEDGER_JOURNAL_H

#include <stddef.h>
#include <stdint.h>

#define JOURNAL_LIMIT (1u << 20)

enum event_kind {
	EVENT_CALL = 1, /* the driver calls: a = contract row, b, c = first arguments */
	EVENT_RETURN,   /* a = contract row, b = result */
	EVENT_ENTER, /* the driver is called: a = enum entry_kind, b = function, c = first argument */
	EVENT_LEAVE,    /* a = enum entry_kind, b = result */
	EVENT_RUN,      /* a = thread that runs from here, b = processor */
	EVENT_REFUSE,   /* a = contract row, b = how many calls that can fail came before */
	EVENT_TAKE,     /* a = holding kind, b = what, c = bytes */
	EVENT_GIVE,     /* a = holding kind, b = what */
	EVENT_FINDING,  /* a = rule, b = where */
	EVENT_PACKET,   /* a = enum packet_event, b = packet number, c = detail */
	EVENT_CLASSIFY, /* a = layer, b = filter id, c = action */
	EVENT_TIME,     /* the clock jumped: b = now in 100 ns */
	EVENT_CLIENT,   /* a = enum client_event, b = handle or code, c = status */
	EVENT_LIFE,     /* a = enum life_event, b, c = detail */
	EVENT_RAISE,    /* an exception: a = its code, b = where */
	EVENT_UNWIND,   /* the driver goes on in a handler: b = where */
};

struct event {
	uint32_t step;
	uint16_t kind;
	uint16_t thread;
	uint64_t a;
	uint64_t b;
	uint64_t c;
};

void journal_start(void); /* once in a process */
void journal_clear(void);
void journal_add(enum event_kind kind, uint64_t a, uint64_t b, uint64_t c);

/* The step of the run: how many times the driver came to us or we to it. */
uint32_t journal_step(void);
void journal_next_step(void);

/* Who acts from here on; the scheduler says so. */
void journal_thread(unsigned number);

size_t journal_length(void); /* events added, kept or not */
const struct event *journal_events(size_t *kept);
uint64_t journal_hash(void);

#endif
