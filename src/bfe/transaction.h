/*
 * Transactions: all of their changes, or none.
 *
 * One lock: either a session that writes or any number that only read.  A
 * change is made in the objects at once, since nobody else may look, and
 * noted in the session; an abort undoes the notes in reverse.  The filter engine below
 * hears of filters at commit alone.
 *
 * Every call that changes something and is in no explicit transaction has one
 * of its own: transaction_enter and transaction_leave.
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

/* Around a call that writes.  transaction_leave commits if `status` is success, and returns it. */
NTSTATUS transaction_enter(struct session *session);
NTSTATUS transaction_leave(struct session *session, NTSTATUS status);

/* Note what is done. */
void transaction_add(struct session *session, struct policy *policy);
void transaction_remove(struct session *session, struct policy *policy);

/* Both give the lock back. */
void transaction_commit(struct session *session);
void transaction_abort(struct session *session);

#endif
