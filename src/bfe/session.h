/*
 * Sessions with the Base Filtering Engine: what FwpmEngineOpen opens.
 *
 * An engine handle is the address of a session.  A dynamic session owns what is added in
 * it.  Drivers' sessions are in the ledger; a user-mode program's are not.
 */
#ifndef BFE_SESSION_H
#define BFE_SESSION_H

#include "base/list.h"
#include "nt/fwp.h"
#include "nt/status.h"

#include <stdbool.h>
#include <stdint.h>

struct thread;

enum transaction_kind {
	TRANSACTION_NONE,
	TRANSACTION_READ,
	TRANSACTION_WRITE,
};

struct session {
	uint32_t magic;
	bool dynamic;
	bool user;     /* a program's, not a driver's */
	bool restores; /* what a dump shows: ids, weights and flags are taken as they are */
	bool service;  /* the engine's own */
	bool boots;    /* the engine's own, before the service runs */
	bool aborted;  /* the engine stopped since */
	bool closing;
	uint32_t calls;                    /* that threads are in */
	struct thread *closer;             /* waits for them */
	enum transaction_kind transaction; /* the explicit one */
	uint32_t inside;                   /* calls that are in it */
	bool transaction_aborted;          /* and not told yet */
	uint64_t expires_100ns;            /* of a program's */
	struct link program;               /* of those that expire */
	struct thread *began;              /* by this thread */
	uint32_t timeout_ms;               /* to wait for a transaction to begin */
	GUID key;                          /* zeroes: it gets one when somebody looks */
	uint64_t process;                  /* the id of its client's */
	FWPM_SESSION0 *display;            /* a copy that has its display data, or NULL */
	struct link objects;               /* if dynamic, in order of adding */
	struct link changes;               /* of the transaction, explicit or not */
	struct link link;                  /* all sessions */
};

void session_start(void);

/* The session of an engine handle.  NULL: STATUS_INVALID_HANDLE or what *status says.  A finding if
 * the call comes from a callout [rule R47]. */
struct session *session_of(HANDLE engineHandle, const char *call, NTSTATUS *status);

/* Around a call that may wait: the session stays until it is left. */
void session_enter(struct session *session);
void session_leave(struct session *session);

/* `wanted` may be NULL. */
struct session *session_open(const FWPM_SESSION0 *wanted, bool user);
void session_close(struct session *session); /* it holds nothing any more */

/* Those of drivers and programs, in the order in which they were opened. */
void sessions_each(void (*each)(void *context, const FWPM_SESSION0 *shown), void *context);

/* The engine stops: all of them are aborted, and so are their transactions. */
void sessions_abort(void);

#endif
