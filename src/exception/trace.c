#include "exception/trace.h"

#include "exception/exports.h"
#include "exception/walk.h"
#include "kernel/trap.h"
#include "sched/thread.h"

NTAPI USHORT RtlCaptureStackBackTrace(
    ULONG FramesToSkip, ULONG FramesToCapture, PVOID *BackTrace, ULONG *BackTraceHash);
NTAPI ULONG RtlWalkFrameChain(PVOID *Callers, ULONG Count, ULONG Flags);

/* The addresses from the walk's on, entry after entry; the first `skip` are left out. */
static size_t
trace(struct walk *walk, size_t skip, uintptr_t *addresses, size_t limit)
{
	size_t count = 0;

	while (count < limit) {
		enum walk_end end = walk_look(walk);

		if (end == WALK_BROKEN || (end == WALK_ENDS && !walk_leave_entry(walk)))
			break;
		if (end == WALK_ENDS)
			continue;
		if (skip == 0)
			addresses[count++] = walk->now.rip;
		else
			skip--;
		walk_up(walk);
	}
	return count;
}

size_t
trace_now(uintptr_t *addresses, size_t limit)
{
	const struct fault_registers *fault = trap_reported();
	const struct thread *thread = thread_now();
	struct walk walk;

	if (thread == NULL || thread->depth == 0)
		return 0;
	if (fault != NULL)
		walk_from_fault(&walk, fault);
	else if (thread->frame != NULL && thread->frame->entries == thread->depth)
		walk_from_call(&walk);
	else
		return gate_trace(addresses, limit);
	return trace(&walk, 0, addresses, limit);
}

static ULONG
back_trace(ULONG skip, ULONG limit, PVOID *addresses)
{
	struct walk walk;

	walk_from_call(&walk);
	return (ULONG)trace(&walk, skip, (uintptr_t *)addresses, limit);
}

/* Windows: the first is the caller's own return address; equal traces have equal hashes.
 *   [ddi:RtlCaptureStackBackTrace] */
USHORT NTAPI
RtlCaptureStackBackTrace(
    ULONG FramesToSkip, ULONG FramesToCapture, PVOID *BackTrace, ULONG *BackTraceHash)
{
	ULONG count = back_trace(FramesToSkip, FramesToCapture & 0xffff, BackTrace);
	ULONG hash = 0;

	for (ULONG i = 0; i < count; i++)
		hash += (ULONG)(uintptr_t)BackTrace[i];
	if (BackTraceHash != NULL)
		*BackTraceHash = hash;
	return (USHORT)count;
}

/* Windows: reserved; flag 1 asks for the user's frames, of which there are none here.
 *   [ddi:RtlWalkFrameChain] */
ULONG NTAPI
RtlWalkFrameChain(PVOID *Callers, ULONG Count, ULONG Flags)
{
	return (Flags & 1) != 0 ? 0 : back_trace(Flags >> 8, Count, Callers);
}

#define OURS "frames of Windows are not there, only the driver's"

const struct contract trace_exports[] = {
	EXPORT(RtlCaptureStackBackTrace, 4, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    APPROXIMATES(OURS)),
	EXPORT(RtlWalkFrameChain, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk), APPROXIMATES(OURS)),
	EXPORTS_END,
};
