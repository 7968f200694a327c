/*
 * The kernel's tables of entry points.
 */
#ifndef KERNEL_EXPORTS_H
#define KERNEL_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract wait_exports[];             /* KeWaitFor…, KeDelayExecutionThread */
extern const struct contract event_exports[];            /* events, semaphores, mutants */
extern const struct contract lock_exports[];             /* spin locks, queued spin locks, IRQL */
extern const struct contract rw_spin_exports[];          /* EX_SPIN_LOCK */
extern const struct contract interlocked_exports[];      /* ExInterlocked… */
extern const struct contract region_exports[];           /* critical and guarded regions */
extern const struct contract mutex_exports[];            /* fast and guarded mutexes */
extern const struct contract push_lock_exports[];        /* ExAcquirePushLock… */
extern const struct contract filter_push_lock_exports[]; /* FltAcquirePushLock… */
extern const struct contract resource_exports[];         /* ERESOURCE */
extern const struct contract rundown_exports[];          /* run-down protection */
extern const struct contract queue_exports[];            /* KQUEUE */
extern const struct contract timer_exports[];            /* timers, DPCs */
extern const struct contract ex_timer_exports[];         /* ExAllocateTimer, … */
extern const struct contract time_exports[];             /* what time it is */
extern const struct contract affinity_exports[];         /* processors, affinity, priority */
extern const struct contract feature_exports[];          /* processor features, extended state */
extern const struct contract bugcheck_exports[];

#endif
