/* The kernel stack: how much there is, and more of it. */
#include "exception/exports.h"
#include "host/fiber.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "ledger/finding.h"
#include "sched/thread.h"

/* [K: ntddk.h, MAXIMUM_EXPANSION_SIZE: a large stack less half a page] */
#define LARGE_STACK 0x12000
#define MAXIMUM_EXPANSION_SIZE (LARGE_STACK - 0x800)
#define FRAMES_OF_OURS 0x800 /* between the driver's call and the callout */

NTAPI NTSTATUS KeExpandKernelStackAndCallout(PVOID Callout, PVOID Parameter, SIZE_T Size);
NTAPI NTSTATUS KeExpandKernelStackAndCalloutEx(
    PVOID Callout, PVOID Parameter, SIZE_T Size, BOOLEAN Wait, PVOID Context);
NTAPI void IoGetStackLimits(ULONG_PTR *LowLimit, ULONG_PTR *HighLimit);
NTAPI PVOID IoGetInitialStack(void);
NTAPI ULONG_PTR IoGetRemainingStackSize(void);
NTAPI LOGICAL IoWithinStackLimits(ULONG_PTR RegionStart, SIZE_T RegionSize);

void stack_probe(void); /* in resume.S */

static uint64_t
remaining(void)
{
	return (uint64_t)thread_now()->frame - fiber_stack(fiber_now()).low;
}

struct expansion {
	struct thread *thread;
	struct fiber *home;
	PVOID callout;
	PVOID parameter;
};

static void
expanded_body(void *argument)
{
	struct expansion *expansion = argument;

	DRIVER_CALL(ENTRY_EXPANDED_STACK, expansion->callout, ARG(expansion->parameter));
	expansion->thread->fiber = expansion->home;
	fiber_switch(expansion->home);
}

/* The thread goes on on another fiber until the callout returns. */
static NTSTATUS
call_elsewhere(PVOID callout, PVOID parameter)
{
	struct expansion expansion = { thread_now(), fiber_now(), callout, parameter };
	struct fiber *stack = fiber_take(expanded_body, &expansion);

	if (stack == NULL)
		return STATUS_NO_MEMORY;
	expansion.thread->fiber = stack;
	fiber_switch(stack);
	fiber_give(stack);
	return STATUS_SUCCESS;
}

/*
 * Windows: the callout runs on this stack if that has the room, else on one more segment.
 *   [ddi:KeExpandKernelStackAndCalloutEx]
 */
NTSTATUS NTAPI
KeExpandKernelStackAndCalloutEx(
    PVOID Callout, PVOID Parameter, SIZE_T Size, BOOLEAN Wait, PVOID Context)
{
	(void)Context;
	if (Size > MAXIMUM_EXPANSION_SIZE)
		return STATUS_INVALID_PARAMETER_3;
	if (Wait && irql_now() >= DISPATCH_LEVEL)
		return STATUS_INVALID_PARAMETER_4;
	if (Size + FRAMES_OF_OURS <= remaining()) {
		DRIVER_CALL(ENTRY_EXPANDED_STACK, Callout, ARG(Parameter));
		return STATUS_SUCCESS;
	}
	if (Size + FRAMES_OF_OURS > FIBER_STACK)
		not_modelled("a kernel stack of more than %d KB", FIBER_STACK / 1024);
	return call_elsewhere(Callout, Parameter);
}

NTSTATUS NTAPI
KeExpandKernelStackAndCallout(PVOID Callout, PVOID Parameter, SIZE_T Size)
{
	return KeExpandKernelStackAndCalloutEx(Callout, Parameter, Size, 0, NULL);
}

void NTAPI
IoGetStackLimits(ULONG_PTR *LowLimit, ULONG_PTR *HighLimit)
{
	struct stack_bounds stack = fiber_stack(fiber_now());

	*LowLimit = stack.low;
	*HighLimit = stack.low + stack.bytes;
}

PVOID NTAPI
IoGetInitialStack(void)
{
	struct stack_bounds stack = fiber_stack(fiber_now());

	return (void *)(stack.low + stack.bytes);
}

ULONG_PTR NTAPI
IoGetRemainingStackSize(void)
{
	return remaining();
}

LOGICAL NTAPI
IoWithinStackLimits(ULONG_PTR RegionStart, SIZE_T RegionSize)
{
	struct stack_bounds stack = fiber_stack(fiber_now());

	return RegionStart >= stack.low && RegionSize <= stack.bytes
	    && RegionStart - stack.low <= stack.bytes - RegionSize;
}

#define STACK_SIZE "a kernel stack has 64 KB"

const struct contract stack_exports[] = {
	EXPORT(KeExpandKernelStackAndCallout, 3, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntddk),
	    FAILS("STATUS_INVALID_PARAMETER_3 STATUS_NO_MEMORY"), APPROXIMATES(STACK_SIZE)),
	EXPORT(KeExpandKernelStackAndCalloutEx, 5, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(ntddk),
	    FAILS("STATUS_INVALID_PARAMETER_3 STATUS_INVALID_PARAMETER_4 STATUS_NO_MEMORY"),
	    APPROXIMATES(STACK_SIZE)),
	EXPORT(
	    IoGetStackLimits, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), APPROXIMATES(STACK_SIZE)),
	EXPORT(IoGetInitialStack, 0, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(IoGetRemainingStackSize, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES(STACK_SIZE)),
	EXPORT(IoWithinStackLimits, 2, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT_AS("__chkstk", stack_probe, 0, HIGH_LEVEL, REFUSAL_NONE, RAW),
	EXPORTS_END,
};
