/* What a driver raises itself. */
#include "exception/context.h"
#include "exception/dispatch.h"
#include "exception/exports.h"
#include "kernel/trap.h"
#include "ledger/journal.h"
#include "sched/thread.h"

NTAPI void RtlRaiseException(EXCEPTION_RECORD *ExceptionRecord);
NTAPI void RtlRaiseStatus(NTSTATUS Status);
NTAPI void ExRaiseStatus(NTSTATUS Status);
NTAPI void ExRaiseAccessViolation(void);
NTAPI void ExRaiseDatatypeMisalignment(void);

/* Windows: the address is the caller's; where a filter continues it, the call returns.
 *   [win32:RaiseException, Remarks] */
void NTAPI
RtlRaiseException(EXCEPTION_RECORD *ExceptionRecord)
{
	struct thread *thread = thread_now();
	struct gate_frame *frame = thread->frame;
	struct walk start;
	CONTEXT context;

	walk_from_call(&start);
	context_make(&context, &start.now, NULL);
	ExceptionRecord->ExceptionAddress = (void *)gate_caller();
	journal_add(EVENT_RAISE, (uint32_t)ExceptionRecord->ExceptionCode, gate_caller(), 0);
	thread->frame = start.segment.frame;
	if (exception_search(ExceptionRecord, &context, &start))
		context_resume(&context);
	thread->frame = frame;
	exception_unhandled(ExceptionRecord);
}

void NTAPI
RtlRaiseStatus(NTSTATUS Status)
{
	raise_status(Status);
}

void NTAPI
ExRaiseStatus(NTSTATUS Status)
{
	raise_status(Status);
}

void NTAPI
ExRaiseAccessViolation(void)
{
	raise_status(STATUS_ACCESS_VIOLATION);
}

void NTAPI
ExRaiseDatatypeMisalignment(void)
{
	raise_status(STATUS_DATATYPE_MISALIGNMENT);
}

const struct contract raise_exports[] = {
	EXPORT(RtlRaiseException, 1, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlRaiseStatus, 1, HIGH_LEVEL, REFUSAL_NONE, NO_RETURN),
	EXPORT(ExRaiseStatus, 1, APC_LEVEL, REFUSAL_NONE, NO_RETURN, PAGE(wdm)),
	EXPORT(ExRaiseAccessViolation, 0, PASSIVE_LEVEL, REFUSAL_NONE, NO_RETURN, PAGE(ntddk)),
	EXPORT(ExRaiseDatatypeMisalignment, 0, PASSIVE_LEVEL, REFUSAL_NONE, NO_RETURN, PAGE(ntddk)),
	EXPORTS_END,
};
