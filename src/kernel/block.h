/*
 * Waiting for what is no dispatcher object: mutexes of the executive, push
 * locks, resources, run-down protection, queues.
 *
 * A lock's state lies where Windows keeps it or with its owner; here is only
 * who waits for it.  Whoever is woken looks again, so a lock that is let go
 * belongs to the first that comes by, as on Windows.
 */
#ifndef KERNEL_BLOCK_H
#define KERNEL_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* `word` is for a report.  False: the time came first. */
bool block_on(const volatile void *lock, const char *word, uint64_t until_100ns);
void block_wake(const volatile void *lock);     /* all that wait for it */
void block_wake_one(const volatile void *lock); /* the one that has waited longest */

/* What names the running thread as an owner: its ETHREAD. */
void *owner_now(void);

#endif
