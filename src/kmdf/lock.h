/*
 * Locks: those that a driver makes, and the one that serializes its callbacks.
 *
 * Windows: a device or queue with a synchronization scope calls the driver
 *   holding a lock: a spin lock, so at DISPATCH_LEVEL, unless its execution level is
 *   passive, when it is a mutex.  [K: fxcallbackspinlock, fxcallbackmutexlock]
 */
#ifndef KMDF_LOCK_H
#define KMDF_LOCK_H

#include "kmdf/object.h"
#include "nt/ke.h"

struct thread;

struct wdf_callback_lock {
	bool passive;
	KIRQL before; /* while a spin lock is held */
	KSPIN_LOCK spin;
	KEVENT free;
	struct thread *owner;
};

void wdf_callback_lock_start(struct wdf_callback_lock *lock, bool passive);
bool wdf_callback_lock_mine(const struct wdf_callback_lock *lock);
/* NULL is a lock that is always free. */
void wdf_callback_lock_take(struct wdf_callback_lock *lock);
void wdf_callback_lock_give(struct wdf_callback_lock *lock);

/*
 * The lock under which a work item, timer or DPC with this parent calls the
 * driver; NULL: none.  [K: FxObject::_GetEffectiveLock]
 */
NTSTATUS wdf_lock_of_parent(
    struct wdf_object *parent, bool automatic, bool passive, struct wdf_callback_lock **lock);

extern const struct contract wdf_lock_slots[];

#endif
