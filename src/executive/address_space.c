/*
 * A thread is attached to a process, detaches, and may nest that.  Only the
 * current process changes: whose the thread is stays as it was.
 *
 * Here: there is one user half for all programs, so a driver that reads a
 *   program's memory without attaching to it does not fault.
 */
#include "executive/address_space.h"

#include "executive/pool.h"
#include "executive/process_body.h"
#include "host/arena.h"
#include "ledger/finding.h"

#include <string.h>

static bool (*user_memory)(uint64_t address, size_t bytes); /* set once, by the traffic floor */

NTAPI void KeStackAttachProcess(PEPROCESS PROCESS, KAPC_STATE *ApcState);
NTAPI void KeUnstackDetachProcess(KAPC_STATE *ApcState);
NTAPI void KeAttachProcess(PEPROCESS Process);
NTAPI void KeDetachProcess(void);
NTAPI BOOLEAN KeIsAttachedProcess(void);
NTAPI NTSTATUS MmCopyVirtualMemory(PEPROCESS FromProcess, PVOID FromAddress, PEPROCESS ToProcess,
    PVOID ToAddress, SIZE_T BufferSize, KPROCESSOR_MODE PreviousMode, SIZE_T *NumberOfBytesCopied);
NTAPI NTSTATUS MmCopyMemory(PVOID TargetAddress, uint64_t SourceAddress, SIZE_T NumberOfBytes,
    ULONG Flags, SIZE_T *NumberOfBytesTransferred);

void
user_memory_asks(bool (*is)(uint64_t address, size_t bytes))
{
	user_memory = is;
}

static void
attach(PETHREAD thread, PEPROCESS process, KAPC_STATE *state)
{
	struct attachment *attachment = arena_take(sizeof *attachment);

	*attachment = (struct attachment){
		.outer = thread->attached,
		.state = state,
		.before = thread_now()->process,
		.since = moment_now(),
	};
	thread->attached = attachment;
	thread_now()->process = process;
}

static void
detach(PETHREAD thread)
{
	struct attachment *attachment = thread->attached;

	thread->attached = attachment->outer;
	thread_now()->process = attachment->before;
	arena_give(attachment);
}

void
attachments_left(PETHREAD thread)
{
	struct attachment *innermost = thread->attached;

	if (thread->thread->process != innermost->before) /* else its caller has told already */
		finding_at(RULE_X30, innermost->since,
		    "a thread ended that was attached to another process here");
	while (thread->attached != NULL) {
		innermost = thread->attached;
		thread->attached = innermost->outer;
		arena_give(innermost);
	}
}

/*
 * Windows: what is written to the KAPC_STATE is for the detaching alone.  The call is illegal in a DPC
 *   (0x5).  [ddi:KeStackAttachProcess; bug-check-0x5]
 */
void NTAPI
KeStackAttachProcess(PEPROCESS PROCESS, KAPC_STATE *ApcState)
{
	PETHREAD thread = thread_object_now();

	process_expect(PROCESS, "KeStackAttachProcess");
	memset(ApcState, 0, sizeof *ApcState);
	ApcState->Process = (PKPROCESS)process_now();
	attach(thread, PROCESS, ApcState);
}

void NTAPI
KeUnstackDetachProcess(KAPC_STATE *ApcState)
{
	PETHREAD thread = thread_object_now();

	if (thread->attached == NULL || thread->attached->state != ApcState) {
		driver_crashes(RULE_X30, moment_now().where, "0x6 INVALID_PROCESS_DETACH_ATTEMPT",
		    "detaches from a process that it is not attached to with this KAPC_STATE");
	}
	detach(thread);
}

/* Windows: does not nest: 0x5 if the thread is attached to another process.  [ddi:KeAttachProcess] */
void NTAPI
KeAttachProcess(PEPROCESS Process)
{
	PETHREAD thread = thread_object_now();

	process_expect(Process, "KeAttachProcess");
	if (thread->attached != NULL && process_now() != Process)
		driver_crashes(RULE_X30, moment_now().where, "0x5 INVALID_PROCESS_ATTACH_ATTEMPT",
		    "attaches while it is attached to another process");
	if (thread->attached == NULL)
		attach(thread, Process, NULL);
}

/* Windows: a thread that is not attached stays where it is.  [ddi:KeDetachProcess] */
void NTAPI
KeDetachProcess(void)
{
	PETHREAD thread = thread_object_now();

	if (thread->attached == NULL)
		return;
	if (thread->attached->state != NULL)
		driver_crashes(RULE_X30, moment_now().where, "0x6 INVALID_PROCESS_DETACH_ATTEMPT",
		    "KeDetachProcess after KeStackAttachProcess");
	detach(thread);
}

BOOLEAN NTAPI
KeIsAttachedProcess(void)
{
	return thread_object_now()->attached != NULL;
}

/* Is all of it memory that can be read?  Of the kernel half, only pool comes and goes. */
static bool
readable(uint64_t address, size_t bytes)
{
	const struct pool_block *block;

	if (address + bytes < address)
		return false;
	if (arena_is_user(address))
		return user_memory != NULL && user_memory(address, bytes);
	if (!arena_is_kernel(address) || !arena_is_kernel(address + bytes - 1))
		return false;
	if (address < ARENA_POOL)
		return true;
	block = pool_of(address);
	return block != NULL && block->state == POOL_LIVE && address >= block->base
	    && address + bytes <= block->base + block->bytes;
}

/* Windows: STATUS_PARTIAL_COPY if some of it is not there, STATUS_ACCESS_VIOLATION for a user's bad
 *   pointer.  [import tables of drivers]  Here: all or nothing is copied. */
NTSTATUS NTAPI
MmCopyVirtualMemory(PEPROCESS FromProcess, PVOID FromAddress, PEPROCESS ToProcess, PVOID ToAddress,
    SIZE_T BufferSize, KPROCESSOR_MODE PreviousMode, SIZE_T *NumberOfBytesCopied)
{
	process_expect(FromProcess, "MmCopyVirtualMemory");
	process_expect(ToProcess, "MmCopyVirtualMemory");
	*NumberOfBytesCopied = 0;
	if (BufferSize == 0)
		return STATUS_SUCCESS;
	if (PreviousMode != KernelMode
	    && (!arena_is_user((uint64_t)FromAddress) || !arena_is_user((uint64_t)ToAddress)))
		return STATUS_ACCESS_VIOLATION;
	if (FromProcess->header.SignalState != 0 || ToProcess->header.SignalState != 0)
		return STATUS_PROCESS_IS_TERMINATING;
	if (!readable((uint64_t)FromAddress, BufferSize)
	    || !readable((uint64_t)ToAddress, BufferSize))
		return STATUS_PARTIAL_COPY;
	memmove(ToAddress, FromAddress, BufferSize);
	*NumberOfBytesCopied = BufferSize;
	return STATUS_SUCCESS;
}

/* Windows: exactly one of the two flags; the target is nonpaged.  [ddi:MmCopyMemory] */
NTSTATUS NTAPI
MmCopyMemory(PVOID TargetAddress, uint64_t SourceAddress, SIZE_T NumberOfBytes, ULONG Flags,
    SIZE_T *NumberOfBytesTransferred)
{
	*NumberOfBytesTransferred = 0;
	if (Flags != MM_COPY_MEMORY_PHYSICAL && Flags != MM_COPY_MEMORY_VIRTUAL)
		return STATUS_INVALID_PARAMETER_4;
	if (NumberOfBytes == 0)
		return STATUS_SUCCESS;
	if (Flags == MM_COPY_MEMORY_PHYSICAL)
		not_modelled("MmCopyMemory: from a physical address");
	if (!readable(SourceAddress, NumberOfBytes))
		return STATUS_ACCESS_VIOLATION;
	memmove(TargetAddress, (const void *)SourceAddress, NumberOfBytes);
	*NumberOfBytesTransferred = NumberOfBytes;
	return STATUS_SUCCESS;
}

#define ONE_USER_HALF "user memory is visible in every process"

const struct contract address_space_exports[] = {
	EXPORT(KeStackAttachProcess, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    APPROXIMATES(ONE_USER_HALF)),
	EXPORT(KeUnstackDetachProcess, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORT(KeAttachProcess, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    APPROXIMATES(ONE_USER_HALF)),
	EXPORT(KeDetachProcess, 0, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORT(KeIsAttachedProcess, 0, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(MmCopyVirtualMemory, 7, APC_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS("STATUS_PARTIAL_COPY STATUS_ACCESS_VIOLATION STATUS_PROCESS_IS_TERMINATING"),
	    APPROXIMATES("copies all or nothing")),
	EXPORT(MmCopyMemory, 5, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk),
	    FAILS("STATUS_INVALID_PARAMETER_4 STATUS_ACCESS_VIOLATION"),
	    APPROXIMATES("copies all or nothing; not from physical addresses")),
	EXPORTS_END,
};
