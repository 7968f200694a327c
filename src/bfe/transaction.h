/*
 * Transactions: all of their changes, or none.
 *
 * One lock: either a session that writes or any number that only read.  A
 * change is made in the objects at once, since nobody else may look, and
 * noted in the session; an abort undoes the notes in reverse.  The filter engine below
 * hears of filters at commit alone.
 *
 * Every call that looks at objects or changes them and is in no explicit transaction has one
 * of its own: transaction_enter and transaction_leave.  In an explicit one calls of several
 * threads may be under way at a time; its end waits for them.
 *
 * Windows: a kernel-mode caller may own the lock for as long as it likes, a program for one hour;
 *   then its transaction is aborted, which its next call in it is told.
 *   [win32:object-management]
 * Here: that happens when somebody looks: its next call, or who waits for the lock.
 */
#ifndef BFE_TRANSACTION_H
#define BFE_TRANSACTION_H

#include "bfe/policy.h"
#include "bfe/session.h"
#include "kernel/contract.h"

#include <stdbool.h>

void transaction_start(void);

/* Wait for the lock as long as the session will, or for ever. */
NTSTATUS transaction_take(struct session *session, enum transaction_kind kind, bool for_ever);

/* Around a call that looks or writes.  transaction_leave ends what enter began, and returns
 * `status`: a call that failed has changed nothing. */
NTSTATUS transaction_enter(struct session *session, enum transaction_kind kind);
NTSTATUS transaction_leave(struct session *session, NTSTATUS status);

/* Note what is done. */
void transaction_add(struct session *session, struct policy *policy);
void transaction_remove(struct session *session, struct policy *policy);

/* Both give the lock back. */
void transaction_commit(struct session *session);
void transaction_abort(struct session *session);

/* Has the explicit transaction of a program's session been aborted, since it owned the lock for too
 * long?  Told once. */
bool transaction_was_aborted(struct session *session);

void transaction_settle(struct session *session); /* wait for the calls that are in it */
void transaction_wake(void); /* who waits looks again: its session is aborted, maybe */

#endif
