/*
 * Processors, as drivers count and choose them.
 *
 * Here: one group of PROCESSORS processors on one node, none of which comes or
 *   goes.  A thread's affinity is honoured by the scheduler.
 */
#include "kernel/enter.h"
#include "kernel/exports.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "nt/ke.h"
#include "nt/processor.h"
#include "sched/thread.h"

#define ALL_PROCESSORS ((UINT64_C(1) << PROCESSORS) - 1)
#define SYSTEM_PRIORITY 8 /* of the threads of the system process  [kernel/scheduling-priorities] */

static KAFFINITY NTAPI
KeQueryActiveProcessors(void)
{
	return ALL_PROCESSORS;
}

static USHORT NTAPI
KeQueryActiveGroupCount(void)
{
	return 1;
}

static KAFFINITY NTAPI
KeQueryGroupAffinity(USHORT GroupNumber)
{
	return GroupNumber == 0 ? ALL_PROCESSORS : 0;
}

/* Windows: the number in the system; the one in the group if it is asked for.
 *   [ddi:KeGetCurrentProcessorNumberEx] */
static ULONG NTAPI
KeGetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber)
{
	if (ProcNumber != NULL)
		*ProcNumber = (PROCESSOR_NUMBER){ .Number = (UCHAR)processor_now() };
	return processor_now();
}

static USHORT NTAPI
KeGetCurrentNodeNumber(void)
{
	return 0;
}

static USHORT NTAPI
KeQueryHighestNodeNumber(void)
{
	return 0;
}

static NTSTATUS NTAPI
KeGetProcessorNumberFromIndex(ULONG ProcIndex, PPROCESSOR_NUMBER ProcNumber)
{
	if (ProcIndex >= PROCESSORS)
		return STATUS_INVALID_PARAMETER;
	*ProcNumber = (PROCESSOR_NUMBER){ .Number = (UCHAR)ProcIndex };
	return STATUS_SUCCESS;
}

static ULONG NTAPI
KeGetProcessorIndexFromNumber(PPROCESSOR_NUMBER ProcNumber)
{
	bool none =
	    ProcNumber->Group != 0 || ProcNumber->Number >= PROCESSORS || ProcNumber->Reserved != 0;

	return none ? INVALID_PROCESSOR_INDEX : ProcNumber->Number;
}

/* Windows: no effect unless every processor of the mask exists.  [ddi:KeSetSystemAffinityThreadEx] */
static KAFFINITY NTAPI
KeSetSystemAffinityThreadEx(KAFFINITY Affinity)
{
	KAFFINITY before = thread_now()->affinity;

	if (Affinity != 0 && (Affinity & ~ALL_PROCESSORS) == 0)
		thread_affinity(Affinity);
	return before;
}

static void NTAPI
KeSetSystemAffinityThread(KAFFINITY Affinity)
{
	KeSetSystemAffinityThreadEx(Affinity);
}

static void NTAPI
KeRevertToUserAffinityThreadEx(KAFFINITY Affinity)
{
	if ((Affinity & ~ALL_PROCESSORS) == 0)
		thread_affinity(Affinity);
}

static void NTAPI
KeRevertToUserAffinityThread(void)
{
	thread_affinity(0);
}

static void NTAPI
KeSetSystemGroupAffinityThread(PGROUP_AFFINITY Affinity, PGROUP_AFFINITY PreviousAffinity)
{
	if (PreviousAffinity != NULL)
		*PreviousAffinity = (GROUP_AFFINITY){ .Mask = thread_now()->affinity };
	if (Affinity->Group == 0 && Affinity->Mask != 0 && (Affinity->Mask & ~ALL_PROCESSORS) == 0)
		thread_affinity(Affinity->Mask);
}

static void NTAPI
KeRevertToUserGroupAffinityThread(PGROUP_AFFINITY PreviousAffinity)
{
	if (PreviousAffinity->Group == 0 && (PreviousAffinity->Mask & ~ALL_PROCESSORS) == 0)
		thread_affinity(PreviousAffinity->Mask);
}

/*
 * Windows: every processor at once, at IPI_LEVEL; the result is the caller's own.
 *   [ddi:KeIpiGenericCall]
 * Here: once for each processor, one after the other, on the caller's.
 */
static ULONG_PTR NTAPI
KeIpiGenericCall(PKIPI_BROADCAST_WORKER BroadcastFunction, ULONG_PTR Context)
{
	KIRQL before = irql_raise(IPI_LEVEL);
	ULONG_PTR result = 0;

	for (unsigned i = 0; i < PROCESSORS; i++)
		result = DRIVER_CALL(ENTRY_OTHER, BroadcastFunction, Context);
	irql_lower(before);
	return result;
}

struct wanted {
	const void *object;
	struct thread *thread;
};

static void
match_object(void *context, struct thread *thread)
{
	struct wanted *wanted = context;

	if (thread->object == wanted->object)
		wanted->thread = thread;
}

/* NULL: it has ended. */
static struct thread *
thread_of(PKTHREAD object, const char *function)
{
	struct wanted wanted = { object, NULL };

	thread_each(match_object, &wanted);
	if (wanted.thread == NULL
	    && (((const DISPATCHER_HEADER *)(void *)object)->Type & 0x7f) != ThreadObject)
		driver_is_wrong(
		    RULE_R190, "%s of %p, which is no thread", function, (void *)object);
	return wanted.thread;
}

static KPRIORITY
priority_of(const struct thread *thread)
{
	return thread != NULL && thread->priority != 0 ? thread->priority : SYSTEM_PRIORITY;
}

/* Here: priorities decide nothing, since any ready thread may be the one that runs. */
static KPRIORITY NTAPI
KeSetPriorityThread(PKTHREAD Thread, KPRIORITY Priority)
{
	struct thread *thread = thread_of(Thread, "KeSetPriorityThread");
	KPRIORITY before = priority_of(thread);

	if (Priority <= LOW_PRIORITY || Priority > HIGH_PRIORITY)
		driver_is_wrong(RULE_R190, "KeSetPriorityThread: priority %d", Priority);
	if (thread != NULL)
		thread->priority = (int8_t)Priority;
	return before;
}

static KPRIORITY NTAPI
KeQueryPriorityThread(PKTHREAD Thread)
{
	return priority_of(thread_of(Thread, "KeQueryPriorityThread"));
}

/* Windows: the increment that was, counted from the process's base.  [ddi:KeSetBasePriorityThread] */
static LONG NTAPI
KeSetBasePriorityThread(PKTHREAD Thread, LONG Increment)
{
	LONG before = KeQueryPriorityThread(Thread) - SYSTEM_PRIORITY;
	LONG wanted = SYSTEM_PRIORITY + Increment;

	if (wanted < LOW_PRIORITY + 1)
		wanted = LOW_PRIORITY + 1;
	if (wanted >= LOW_REALTIME_PRIORITY)
		wanted = LOW_REALTIME_PRIORITY - 1;
	KeSetPriorityThread(Thread, wanted);
	return before;
}

const struct contract affinity_exports[] = {
	EXPORT(KeQueryActiveProcessors, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQueryActiveGroupCount, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT_AS("KeQueryMaximumGroupCount", KeQueryActiveGroupCount, 0, HIGH_LEVEL, REFUSAL_NONE,
	    0, PAGE(wdm)),
	EXPORT(KeQueryGroupAffinity, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeGetCurrentProcessorNumberEx, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeGetCurrentNodeNumber, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQueryHighestNodeNumber, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeGetProcessorNumberFromIndex, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(KeGetProcessorIndexFromNumber, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeSetSystemAffinityThread, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeSetSystemAffinityThreadEx, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeRevertToUserAffinityThread, 0, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORT(
	    KeRevertToUserAffinityThreadEx, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(
	    KeSetSystemGroupAffinityThread, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(KeRevertToUserGroupAffinityThread, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdm)),
	EXPORT(KeIpiGenericCall, 2, IPI_LEVEL - 1, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    APPROXIMATES("one call after the other, all on the caller's processor")),
	EXPORT(KeSetPriorityThread, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    APPROXIMATES("the scheduler does not look at priorities")),
	EXPORT(KeQueryPriorityThread, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeSetBasePriorityThread, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntddk),
	    APPROXIMATES("the scheduler does not look at priorities")),
	EXPORTS_END,
};
