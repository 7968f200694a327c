/*
 * What runs later: work items, timers and DPCs.
 *
 * Each hangs under an object below a device and may be serialized with that
 * object's callbacks.  Disposing of one stops it and waits until it no
 * longer runs, so that no callback comes after EvtCleanup.
 */
#ifndef KMDF_ASYNC_H
#define KMDF_ASYNC_H

#include "kmdf/object.h"

/* Run `body` on a worker thread, at PASSIVE_LEVEL: the framework's own work. */
void wdf_async_work(void (*body)(void *), void *argument);

void wdf_work_item_dispose(struct wdf_object *object);
void wdf_timer_dispose(struct wdf_object *object);
void wdf_dpc_dispose(struct wdf_object *object);

extern const struct contract wdf_async_slots[];

#endif
