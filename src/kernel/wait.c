/*
 * A waiting thread's struct wait lies on its own stack and is linked in the
 * order of waiting; wait_signaled walks that list, so the first that came is
 * the first that is served, as on Windows.
 */
#include "kernel/exports.h"
#include "kernel/wait.h"

#include "base/list.h"
#include "host/arena.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

struct wait {
	struct link link;
	struct thread *thread;
	DISPATCHER_HEADER **objects;
	ULONG count;
	bool all;
	bool satisfied;
	ULONG by; /* which object satisfied a wait for any */
};

static MACHINE_STATE struct link waits;

static void
waits_ready(void)
{
	if (waits.next == NULL)
		list_start(&waits);
}

static bool
owns_mutant(const DISPATCHER_HEADER *object, const struct thread *thread)
{
	return (object->Type & 0x7f) == MutantObject
	    && ((const KMUTANT *)object)->OwnerThread == thread->object && thread->object != NULL;
}

static bool
is_signaled(const DISPATCHER_HEADER *object, const struct thread *thread)
{
	return object->SignalState > 0 || owns_mutant(object, thread);
}

/* Windows: what a satisfied wait does to the object.  [ddi:KeWaitForSingleObject, Remarks] */
static void
consume(DISPATCHER_HEADER *object, struct thread *thread)
{
	switch (object->Type & 0x7f) {
	case EventSynchronizationObject:
	case TimerSynchronizationObject:
		object->SignalState = 0;
		return;
	case SemaphoreObject:
		object->SignalState--;
		return;
	case MutantObject:
		if (object->SignalState-- == 1 && ((KMUTANT *)object)->ApcDisable)
			thread
			    ->critical_regions++; /* until KeReleaseMutex  [ddi:KeInitializeMutex] */
		((KMUTANT *)object)->OwnerThread = thread->object;
		return;
	}
}

static bool
try_any(struct wait *wait)
{
	for (ULONG i = 0; i < wait->count; i++) {
		if (is_signaled(wait->objects[i], wait->thread)) {
			consume(wait->objects[i], wait->thread);
			wait->by = i;
			return true;
		}
	}
	return false;
}

static bool
try_all(struct wait *wait)
{
	for (ULONG i = 0; i < wait->count; i++) {
		if (!is_signaled(wait->objects[i], wait->thread))
			return false;
	}
	for (ULONG i = 0; i < wait->count; i++)
		consume(wait->objects[i], wait->thread);
	return true;
}

static bool
try_wait(struct wait *wait)
{
	wait->satisfied = wait->all ? try_all(wait) : try_any(wait);
	return wait->satisfied;
}

static bool
waits_for(const struct wait *wait, const DISPATCHER_HEADER *header)
{
	for (ULONG i = 0; i < wait->count; i++) {
		if (wait->objects[i] == header)
			return true;
	}
	return false;
}

void
wait_signaled(DISPATCHER_HEADER *header)
{
	waits_ready();
	LIST_EACH_SAFE (at, &waits) {
		struct wait *wait = LIST_ITEM(at, struct wait, link);

		if (!waits_for(wait, header) || !try_wait(wait))
			continue;
		list_remove(&wait->link);
		thread_wake(wait->thread);
	}
}

static const char *
object_word(const DISPATCHER_HEADER *object)
{
	switch (object->Type & 0x7f) {
	case EventNotificationObject:
	case EventSynchronizationObject:
		return "event";
	case MutantObject:
		return "mutex";
	case SemaphoreObject:
		return "semaphore";
	case ThreadObject:
		return "thread";
	case TimerNotificationObject:
	case TimerSynchronizationObject:
		return "timer";
	default:
		return "object";
	}
}

/* Windows: a negative time is relative, any other a system time; none waits for ever.  [ddi:KeWaitForSingleObject] */
uint64_t
wait_deadline(const LARGE_INTEGER *timeout)
{
	if (timeout == NULL)
		return CLOCK_NEVER;
	if (timeout->QuadPart < 0)
		return clock_now_100ns() - (uint64_t)timeout->QuadPart;
	if ((uint64_t)timeout->QuadPart <= CLOCK_BOOT_TIME)
		return 0;
	return (uint64_t)timeout->QuadPart - CLOCK_BOOT_TIME;
}

static NTSTATUS
wait_on(DISPATCHER_HEADER **objects, ULONG count, bool all, uint64_t until, const char *word)
{
	struct wait wait = {
		.thread = thread_now(), .objects = objects, .count = count, .all = all
	};

	if (try_wait(&wait))
		return (NTSTATUS)(STATUS_WAIT_0 + wait.by);
	if (until <= clock_now_100ns())
		return STATUS_TIMEOUT;
	waits_ready();
	list_add(&waits, &wait.link);
	wait.thread->wait = &wait;
	if (!thread_park(word, (uintptr_t)objects[0], until))
		list_remove(&wait.link);
	wait.thread->wait = NULL;
	return wait.satisfied ? (NTSTATUS)(STATUS_WAIT_0 + wait.by) : STATUS_TIMEOUT;
}

/* Windows: waiting is allowed at DISPATCH_LEVEL only with a zero time-out.  [ddi:KeWaitForSingleObject, Remarks] */
void
wait_check_level(const char *who, const LARGE_INTEGER *timeout)
{
	if (irql_now() >= DISPATCH_LEVEL && (timeout == NULL || timeout->QuadPart != 0))
		driver_is_wrong(RULE_R186, "%s waits at IRQL %d", who, irql_now());
}

static NTSTATUS NTAPI
KeWaitForSingleObject(PVOID Object, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode,
    BOOLEAN Alertable, PLARGE_INTEGER Timeout)
{
	DISPATCHER_HEADER *object = Object;

	(void)WaitReason, (void)WaitMode, (void)Alertable;
	wait_check_level("KeWaitForSingleObject", Timeout);
	return wait_on(&object, 1, false, wait_deadline(Timeout), object_word(object));
}

static NTSTATUS NTAPI
KeWaitForMultipleObjects(ULONG Count, PVOID Object[], WAIT_TYPE WaitType, KWAIT_REASON WaitReason,
    KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, PLARGE_INTEGER Timeout, PKWAIT_BLOCK WaitBlocks)
{
	(void)WaitReason, (void)WaitMode, (void)Alertable;
	wait_check_level("KeWaitForMultipleObjects", Timeout);
	if (Count > MAXIMUM_WAIT_OBJECTS || (Count > THREAD_WAIT_OBJECTS && WaitBlocks == NULL))
		driver_crashes(RULE_R186, moment_now().where, "0xC MAXIMUM_WAIT_OBJECTS_EXCEEDED",
		    "waits for %u objects", Count);
	if (Count == 0)
		return STATUS_INVALID_PARAMETER_1;
	return wait_on((DISPATCHER_HEADER **)Object, Count, WaitType == WaitAll,
	    wait_deadline(Timeout), object_word(Object[0]));
}

static NTSTATUS NTAPI
KeDelayExecutionThread(KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, PLARGE_INTEGER Interval)
{
	(void)WaitMode, (void)Alertable;
	wait_check_level("KeDelayExecutionThread", NULL);
	thread_park("delay", 0, wait_deadline(Interval));
	return STATUS_SUCCESS;
}

bool
event_wait(KEVENT *event, uint64_t until_100ns, const char *waits_word)
{
	DISPATCHER_HEADER *object = &event->Header;

	return wait_on(&object, 1, false, until_100ns, waits_word) == STATUS_SUCCESS;
}

const struct contract wait_exports[] = {
	EXPORT(KeWaitForSingleObject, 5, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_TIMEOUT STATUS_WAIT_0")),
	EXPORT(KeWaitForMultipleObjects, 8, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER_1 STATUS_TIMEOUT STATUS_WAIT_0")),
	EXPORT(KeDelayExecutionThread, 3, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT_AS("KeWaitForMutexObject", KeWaitForSingleObject, 5, DISPATCH_LEVEL, REFUSAL_NONE,
	    SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
