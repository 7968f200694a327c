/*
 * Dispatcher objects: what a thread can wait for.
 *
 * The state lives where Windows keeps it, in the DISPATCHER_HEADER in the
 * driver's memory (SignalState, Type); who waits lives with the threads.  So
 * an object that is freed while somebody waits leaves no pointer of ours in
 * freed memory, and unload can name the waiter.
 */
#ifndef KERNEL_WAIT_H
#define KERNEL_WAIT_H

#include "kernel/contract.h"
#include "kernel/irql.h"
#include "nt/ke.h"

#include <stdbool.h>

/* For our own floors: the same objects in our own memory.  until_100ns is absolute virtual time. */
void event_start(KEVENT *event, EVENT_TYPE type, bool signaled);
void event_signal(KEVENT *event); /* a manual or automatic event; wakes who waits */
void event_clear(KEVENT *event);
bool event_wait(KEVENT *event, uint64_t until_100ns, const char *waits_for);

/* Wake whoever waits for the object at `header`, after its SignalState changed. */
void wait_signaled(DISPATCHER_HEADER *header);

/* When a driver's Timeout ends, and whether it may wait so long at its IRQL [rule R186]. */
uint64_t wait_deadline(const LARGE_INTEGER *timeout);
void wait_check_level(const char *function, const LARGE_INTEGER *timeout);

/* DPCs and timers of our own floors (KMDF's). */
bool dpc_queue(KDPC *dpc, void *argument1, void *argument2);
bool dpc_cancel(KDPC *dpc);
void dpc_flush(void); /* returns when all that are queued have run */
void timer_start(KTIMER *timer, TIMER_TYPE type);
bool timer_set(KTIMER *timer, LARGE_INTEGER due, uint64_t period_100ns, KDPC *dpc); /* it was set */
bool timer_cancel(KTIMER *timer);
void timers_start(void); /* with the scheduler's hooks */

#endif
