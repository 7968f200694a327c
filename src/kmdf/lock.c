#include "kmdf/lock.h"

#include "kernel/wait.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/queue.h"
#include "kmdf/status.h"
#include "sched/clock.h"
#include "sched/thread.h"

struct wdf_spin_lock {
	struct wdf_object object;
	KSPIN_LOCK spin;
	KIRQL before;
};

struct wdf_wait_lock {
	struct wdf_object object;
	KEVENT free;
	struct thread *owner;
};

void
wdf_callback_lock_start(struct wdf_callback_lock *lock, bool passive)
{
	lock->passive = passive;
	event_start(&lock->free, SynchronizationEvent, true);
}

bool
wdf_callback_lock_mine(const struct wdf_callback_lock *lock)
{
	return lock != NULL && lock->owner != NULL && lock->owner == thread_now();
}

void
wdf_callback_lock_take(struct wdf_callback_lock *lock)
{
	if (lock == NULL)
		return;
	if (wdf_callback_lock_mine(lock))
		wdf_violation(VIOLATION_RECURSIVE_LOCK, "takes the callback lock that it holds");
	if (lock->passive)
		event_wait(&lock->free, CLOCK_NEVER, "framework callback lock");
	else
		lock->before = spin_lock_take(&lock->spin);
	lock->owner = thread_now();
}

void
wdf_callback_lock_give(struct wdf_callback_lock *lock)
{
	if (lock == NULL)
		return;
	if (!wdf_callback_lock_mine(lock))
		wdf_violation(VIOLATION_LOCK, "gives a callback lock that it does not hold");
	lock->owner = NULL;
	if (lock->passive)
		event_signal(&lock->free);
	else
		spin_lock_give(&lock->spin, lock->before);
}

/* The nearest object that has callbacks: a queue or a device.  NULL: there is none. */
static struct wdf_object *
with_callbacks(struct wdf_object *object)
{
	struct wdf_device *device = wdf_object_device(object);

	for (; object != NULL; object = object->parent) {
		if (object->kind == WDF_KIND_QUEUE || object->kind == WDF_KIND_DEVICE)
			return object;
	}
	return device != NULL ? &device->object : NULL;
}

static struct wdf_callback_lock *
lock_in(struct wdf_object *object, bool *synchronized)
{
	if (object->kind == WDF_KIND_QUEUE) {
		struct wdf_queue *queue = (struct wdf_queue *)object;

		*synchronized = queue->lock != NULL;
		return queue->lock != NULL ? queue->lock : &queue->own_lock;
	}
	*synchronized = ((struct wdf_device *)object)->scope == WdfSynchronizationScopeDevice
	    || ((struct wdf_device *)object)->scope == WdfSynchronizationScopeQueue;
	return &((struct wdf_device *)object)->lock;
}

NTSTATUS
wdf_lock_of_parent(
    struct wdf_object *parent, bool automatic, bool passive, struct wdf_callback_lock **lock)
{
	struct wdf_object *callbacks = with_callbacks(parent);
	struct wdf_callback_lock *theirs;
	bool synchronized;

	*lock = NULL;
	if (!automatic)
		return STATUS_SUCCESS;
	if (callbacks == NULL)
		return STATUS_INVALID_DEVICE_REQUEST;
	theirs = lock_in(callbacks, &synchronized);
	if (!synchronized)
		return STATUS_SUCCESS;
	if (passive != theirs->passive)
		return STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL;
	*lock = theirs;
	return STATUS_SUCCESS;
}

static struct wdf_callback_lock *
presentation_lock(WDFOBJECT handle, const char *function)
{
	struct wdf_object *object = wdf_object_get(handle, WDF_KIND_ANY, function);
	bool synchronized;

	if (object->kind != WDF_KIND_QUEUE && object->kind != WDF_KIND_DEVICE)
		wdf_violation(VIOLATION_LOCK, "%s: a %s has no lock", function,
		    wdf_object_name(object->kind));
	return lock_in(object, &synchronized);
}

static void NTAPI
WdfObjectAcquireLock(PWDF_DRIVER_GLOBALS DriverGlobals, WDFOBJECT Object)
{
	(void)wdf_binding_from(DriverGlobals, __func__);
	wdf_callback_lock_take(presentation_lock(Object, __func__));
}

static void NTAPI
WdfObjectReleaseLock(PWDF_DRIVER_GLOBALS DriverGlobals, WDFOBJECT Object)
{
	(void)wdf_binding_from(DriverGlobals, __func__);
	wdf_callback_lock_give(presentation_lock(Object, __func__));
}

static NTSTATUS NTAPI
WdfSpinLockCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES SpinLockAttributes,
    WDFSPINLOCK *SpinLock)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct wdf_object *object;
	NTSTATUS status;

	wdf_not_null(SpinLock, __func__, "SpinLock");
	status = attributes_check(SpinLockAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	*SpinLock = NULL;
	object = wdf_object_take(
	    binding, WDF_KIND_SPIN_LOCK, sizeof(struct wdf_spin_lock), SpinLockAttributes, NULL);
	if (object == NULL)
		return STATUS_DELETE_PENDING;
	*SpinLock = wdf_object_handle(object);
	return STATUS_SUCCESS;
}

static void NTAPI
WdfSpinLockAcquire(PWDF_DRIVER_GLOBALS DriverGlobals, WDFSPINLOCK SpinLock)
{
	struct wdf_spin_lock *lock =
	    wdf_object_for(DriverGlobals, SpinLock, WDF_KIND_SPIN_LOCK, __func__);
	KIRQL before = spin_lock_take(&lock->spin);

	lock->before = before; /* written by who holds the lock */
}

static void NTAPI
WdfSpinLockRelease(PWDF_DRIVER_GLOBALS DriverGlobals, WDFSPINLOCK SpinLock)
{
	struct wdf_spin_lock *lock =
	    wdf_object_for(DriverGlobals, SpinLock, WDF_KIND_SPIN_LOCK, __func__);

	spin_lock_give(&lock->spin, lock->before);
}

static NTSTATUS NTAPI
WdfWaitLockCreate(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES LockAttributes, WDFWAITLOCK *Lock)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct wdf_wait_lock *lock;
	NTSTATUS status;

	wdf_not_null(Lock, __func__, "Lock");
	status = attributes_check(LockAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	*Lock = NULL;
	lock = (struct wdf_wait_lock *)wdf_object_take(
	    binding, WDF_KIND_WAIT_LOCK, sizeof(*lock), LockAttributes, NULL);
	if (lock == NULL)
		return STATUS_DELETE_PENDING;
	event_start(&lock->free, SynchronizationEvent, true);
	*Lock = wdf_object_handle(&lock->object);
	return STATUS_SUCCESS;
}

static uint64_t
until_of(const LONGLONG *timeout)
{
	if (timeout == NULL)
		return CLOCK_NEVER;
	if (*timeout <= 0)
		return clock_now_100ns() + (uint64_t) - *timeout;
	return (uint64_t)*timeout <= CLOCK_BOOT_TIME ? 0 : (uint64_t)*timeout - CLOCK_BOOT_TIME;
}

/* Windows: its owner may not take it again.  [K: FxWaitLockInternal::AcquireLock] */
static NTSTATUS NTAPI
WdfWaitLockAcquire(PWDF_DRIVER_GLOBALS DriverGlobals, WDFWAITLOCK Lock, LONGLONG *Timeout)
{
	struct wdf_wait_lock *lock =
	    wdf_object_for(DriverGlobals, Lock, WDF_KIND_WAIT_LOCK, __func__);

	if ((Timeout == NULL || *Timeout != 0) && irql_now() > PASSIVE_LEVEL)
		wdf_violation(VIOLATION_LOCK, "%s: may wait, at IRQL %d", __func__, irql_now());
	if (lock->owner != NULL && lock->owner == thread_now())
		wdf_violation(VIOLATION_RECURSIVE_LOCK, "%s: this thread holds the lock", __func__);
	if (!event_wait(&lock->free, until_of(Timeout), "WDFWAITLOCK"))
		return STATUS_TIMEOUT;
	lock->owner = thread_now();
	return STATUS_SUCCESS;
}

static void NTAPI
WdfWaitLockRelease(PWDF_DRIVER_GLOBALS DriverGlobals, WDFWAITLOCK Lock)
{
	struct wdf_wait_lock *lock =
	    wdf_object_for(DriverGlobals, Lock, WDF_KIND_WAIT_LOCK, __func__);

	if (lock->owner != thread_now() || lock->owner == NULL)
		wdf_violation(VIOLATION_LOCK, "%s: this thread does not hold the lock", __func__);
	lock->owner = NULL;
	event_signal(&lock->free);
}

const struct contract wdf_lock_slots[] = {
	EXPORT(WdfObjectAcquireLock, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfsync)),
	EXPORT(WdfObjectReleaseLock, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfsync)),
	EXPORT(WdfSpinLockCreate, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfsync),
	    FAILS("STATUS_DELETE_PENDING")),
	EXPORT(WdfSpinLockAcquire, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfsync)),
	EXPORT(WdfSpinLockRelease, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfsync)),
	EXPORT(WdfWaitLockCreate, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfsync),
	    FAILS("STATUS_DELETE_PENDING")),
	EXPORT(WdfWaitLockAcquire, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfsync),
	    FAILS("STATUS_TIMEOUT")),
	EXPORT(WdfWaitLockRelease, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfsync)),
	EXPORTS_END,
};
