/*
 * Work items: what is to be done later, by a system thread at PASSIVE_LEVEL.
 */
#ifndef EXECUTIVE_WORK_H
#define EXECUTIVE_WORK_H

#include "kernel/contract.h"

/* For our own floors: `body` runs on a worker thread of System's. */
void work_queue(void (*body)(void *), void *argument);

/* An item of this device or driver object is queued, and its routine has returned: until then the
 * image stays. */
void work_hold(void *object);
void work_unhold(void *object);

/* Is a work item of a device or driver object queued, or its routine running? */
bool work_holds_driver(void);

/* What else keeps the driver's image until it has run: IoSetCompletionRoutineEx. */
void work_hold_driver(void);
void work_release_driver(void);

extern const struct contract work_exports[];

#endif
