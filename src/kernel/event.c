/* Events, semaphores and mutants: what a driver signals. */
#include "kernel/exports.h"
#include "kernel/region.h"
#include "kernel/trap.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/thread.h"

static void
header_start(DISPATCHER_HEADER *header, int type, size_t bytes, LONG state)
{
	*header = (DISPATCHER_HEADER){
		.Type = (UCHAR)type, .Size = (UCHAR)(bytes / sizeof(ULONG)), .SignalState = state
	};
	header->WaitListHead.Flink = &header->WaitListHead;
	header->WaitListHead.Blink = &header->WaitListHead;
}

void
event_start(KEVENT *event, EVENT_TYPE type, bool signaled)
{
	header_start(&event->Header, type, sizeof *event, signaled);
}

void
event_signal(KEVENT *event)
{
	event->Header.SignalState = 1;
	wait_signaled(&event->Header);
}

void
event_clear(KEVENT *event)
{
	event->Header.SignalState = 0;
}

static void NTAPI
KeInitializeEvent(PRKEVENT Event, EVENT_TYPE Type, BOOLEAN State)
{
	event_start(Event, Type, State);
}

static LONG NTAPI
KeSetEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait)
{
	LONG before = Event->Header.SignalState;

	(void)Increment;
	if (Wait)
		not_modelled("KeSetEvent with Wait = TRUE");
	event_signal(Event);
	return before;
}

static LONG NTAPI
KeResetEvent(PRKEVENT Event)
{
	LONG before = Event->Header.SignalState;

	event_clear(Event);
	return before;
}

static void NTAPI
KeClearEvent(PRKEVENT Event)
{
	event_clear(Event);
}

static LONG NTAPI
KeReadStateEvent(PRKEVENT Event)
{
	return Event->Header.SignalState;
}

static void NTAPI
KeInitializeSemaphore(PRKSEMAPHORE Semaphore, LONG Count, LONG Limit)
{
	header_start(&Semaphore->Header, SemaphoreObject, sizeof *Semaphore, Count);
	Semaphore->Limit = Limit;
}

static LONG NTAPI
KeReleaseSemaphore(PRKSEMAPHORE Semaphore, KPRIORITY Increment, LONG Adjustment, BOOLEAN Wait)
{
	LONG before = Semaphore->Header.SignalState;

	(void)Increment;
	if (Wait)
		not_modelled("KeReleaseSemaphore with Wait = TRUE");
	if (Adjustment <= 0 || before > Semaphore->Limit - Adjustment)
		raise_status(STATUS_SEMAPHORE_LIMIT_EXCEEDED);
	Semaphore->Header.SignalState += Adjustment;
	wait_signaled(&Semaphore->Header);
	return before;
}

static void NTAPI
KeInitializeMutex(PRKMUTEX Mutex, ULONG Level)
{
	(void)Level;
	header_start(&Mutex->Header, MutantObject, sizeof *Mutex, 1);
	Mutex->OwnerThread = NULL;
	Mutex->MutantFlags = 0;
	Mutex->ApcDisable = 1;
}

static LONG NTAPI
KeReleaseMutex(PRKMUTEX Mutex, BOOLEAN Wait)
{
	LONG before = Mutex->Header.SignalState;

	if (Wait)
		not_modelled("KeReleaseMutex with Wait = TRUE");
	if (Mutex->OwnerThread != thread_now()->object)
		raise_status(STATUS_MUTANT_NOT_OWNED);
	if (++Mutex->Header.SignalState == 1) {
		Mutex->OwnerThread = NULL;
		if (Mutex->ApcDisable)
			region_leave("KeReleaseMutex");
		wait_signaled(&Mutex->Header);
	}
	return before;
}

/* Windows: satisfies what waits now, and is not signaled afterwards.  [ddi:KePulseEvent] */
static LONG NTAPI
KePulseEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait)
{
	LONG before = Event->Header.SignalState;

	(void)Increment;
	if (Wait)
		not_modelled("KePulseEvent with Wait = TRUE");
	event_signal(Event);
	event_clear(Event);
	return before;
}

static LONG NTAPI
KeReadStateSemaphore(PRKSEMAPHORE Semaphore)
{
	return Semaphore->Header.SignalState;
}

/* Windows: 1 when it is free.  [ddi:KeReadStateMutex] */
static LONG NTAPI
KeReadStateMutex(PRKMUTEX Mutex)
{
	return Mutex->Header.SignalState;
}

const struct contract event_exports[] = {
	EXPORT(KeInitializeEvent, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeSetEvent, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeResetEvent, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeClearEvent, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeReadStateEvent, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeInitializeSemaphore, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeReleaseSemaphore, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeInitializeMutex, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KePulseEvent, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntddk)),
	EXPORT(KeReadStateSemaphore, 1, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeReadStateMutex, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeReleaseMutex, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
