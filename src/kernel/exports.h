/*
 * The kernel's tables of entry points.
 */
#ifndef KERNEL_EXPORTS_H
#define KERNEL_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract wait_exports[];  /* KeWaitFor…, KeDelayExecutionThread */
extern const struct contract event_exports[]; /* events, semaphores, mutants */
extern const struct contract lock_exports[];  /* spin locks, queued spin locks, IRQL */
extern const struct contract timer_exports[]; /* timers, DPCs, time */
extern const struct contract bugcheck_exports[];

#endif
