/*
 * Windows: a log entry is allocated, filled in, and then either written,
 *   which also frees it, or freed.  [ddi:IoAllocateErrorLogEntry, Remarks]
 * Here: what is written is read by nobody.
 */
#include "executive/log.h"

#include "executive/object.h"
#include "executive/pool.h"
#include "ledger/finding.h"

#define LOG_TAG 0x72456f49 /* "IoEr" */

NTAPI PVOID IoAllocateErrorLogEntry(PVOID IoObject, UCHAR EntrySize);
NTAPI void IoWriteErrorLogEntry(PVOID ElEntry);
NTAPI void IoFreeErrorLogEntry(PVOID ElEntry);

/*
 * Windows: NULL where the size is less than the packet's fixed part or more
 *   than ERROR_LOG_MAXIMUM_SIZE.  [ddi:IoAllocateErrorLogEntry]
 */
PVOID NTAPI
IoAllocateErrorLogEntry(PVOID IoObject, UCHAR EntrySize)
{
	void *entry;

	if (!object_is(IoObject, OBJECT_DEVICE) && !object_is(IoObject, OBJECT_DRIVER))
		driver_crashes(RULE_X1, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
		    "IoAllocateErrorLogEntry for %p, which is no device or driver", IoObject);
	if (EntrySize < sizeof(IO_ERROR_LOG_PACKET) - sizeof(ULONG)
	    || EntrySize > ERROR_LOG_MAXIMUM_SIZE)
		return NULL;
	entry = pool_take_own(EntrySize, LOG_TAG);
	ledger_enter(HOLDING_ERROR_LOG_ENTRY, (uintptr_t)entry, EntrySize);
	return entry;
}

static void
entry_give(void *entry, const char *function)
{
	if (!ledger_strike(HOLDING_ERROR_LOG_ENTRY, (uintptr_t)entry))
		driver_crashes(RULE_R183, moment_now().where, "0xC2 BAD_POOL_CALLER",
		    "%s of %p, which is no log entry", function, entry);
	pool_give(entry);
}

void NTAPI
IoWriteErrorLogEntry(PVOID ElEntry)
{
	entry_give(ElEntry, "IoWriteErrorLogEntry");
}

void NTAPI
IoFreeErrorLogEntry(PVOID ElEntry)
{
	if (ElEntry != NULL)
		entry_give(ElEntry, "IoFreeErrorLogEntry");
}

const struct contract log_exports[] = {
	EXPORT(IoAllocateErrorLogEntry, 2, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm),
	    ENTERS(ERROR_LOG_ENTRY)),
	EXPORT(IoWriteErrorLogEntry, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(ERROR_LOG_ENTRY)),
	EXPORT(IoFreeErrorLogEntry, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(ERROR_LOG_ENTRY)),
	EXPORTS_END,
};
