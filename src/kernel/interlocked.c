/*
 * Interlocked operations that take a spin lock of the driver's.
 *
 * Windows: they run with interrupts disabled, so any IRQL is right, and the lock must serve for
 *   nothing else than these.  [ddi:ExInterlockedInsertTailList, Remarks]
 */
#include "kernel/exports.h"
#include "kernel/spin.h"
#include "nt/io.h"

static void
list_insert(LIST_ENTRY *before, LIST_ENTRY *entry)
{
	LIST_ENTRY *after = before->Flink;

	entry->Flink = after;
	entry->Blink = before;
	after->Blink = entry;
	before->Flink = entry;
}

PLIST_ENTRY NTAPI
ExInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock)
{
	LIST_ENTRY *last = ListHead->Blink;

	spin_acquire(Lock);
	list_insert(ListHead->Blink, ListEntry);
	spin_release(Lock);
	return last == ListHead ? NULL : last;
}

PLIST_ENTRY NTAPI
ExInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock)
{
	LIST_ENTRY *first = ListHead->Flink;

	spin_acquire(Lock);
	list_insert(ListHead, ListEntry);
	spin_release(Lock);
	return first == ListHead ? NULL : first;
}

PLIST_ENTRY NTAPI
ExInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PKSPIN_LOCK Lock)
{
	LIST_ENTRY *first;

	spin_acquire(Lock);
	first = ListHead->Flink;
	if (first != ListHead) {
		ListHead->Flink = first->Flink;
		first->Flink->Blink = ListHead;
	}
	spin_release(Lock);
	return first == ListHead ? NULL : first;
}

static PSINGLE_LIST_ENTRY NTAPI
ExInterlockedPopEntryList(PSINGLE_LIST_ENTRY ListHead, PKSPIN_LOCK Lock)
{
	SINGLE_LIST_ENTRY *first;

	spin_acquire(Lock);
	first = ListHead->Next;
	if (first != NULL)
		ListHead->Next = first->Next;
	spin_release(Lock);
	return first;
}

static PSINGLE_LIST_ENTRY NTAPI
ExInterlockedPushEntryList(
    PSINGLE_LIST_ENTRY ListHead, PSINGLE_LIST_ENTRY ListEntry, PKSPIN_LOCK Lock)
{
	SINGLE_LIST_ENTRY *first;

	spin_acquire(Lock);
	first = ListHead->Next;
	ListEntry->Next = first;
	ListHead->Next = ListEntry;
	spin_release(Lock);
	return first;
}

/* Windows: the value before.  [ddi:ExInterlockedAddLargeInteger] */
static LARGE_INTEGER NTAPI
ExInterlockedAddLargeInteger(PLARGE_INTEGER Addend, LARGE_INTEGER Increment, PKSPIN_LOCK Lock)
{
	LARGE_INTEGER before;

	spin_acquire(Lock);
	before = *Addend;
	Addend->QuadPart = (LONGLONG)((uint64_t)before.QuadPart + (uint64_t)Increment.QuadPart);
	spin_release(Lock);
	return before;
}

static ULONG NTAPI
ExInterlockedAddUlong(PULONG Addend, ULONG Increment, PKSPIN_LOCK Lock)
{
	ULONG before;

	spin_acquire(Lock);
	before = *Addend;
	*Addend += Increment;
	spin_release(Lock);
	return before;
}

/* Windows: inlines on x64; the exports are there for old drivers.  [ddi:ExInterlockedAddLargeStatistic] */
static void NTAPI
ExInterlockedAddLargeStatistic(PLARGE_INTEGER Addend, ULONG Increment)
{
	__atomic_add_fetch(&Addend->QuadPart, (LONGLONG)Increment, __ATOMIC_SEQ_CST);
}

static LONGLONG NTAPI
ExInterlockedCompareExchange64(
    LONGLONG *Destination, const LONGLONG *Exchange, const LONGLONG *Comparand, PKSPIN_LOCK Lock)
{
	LONGLONG expected = *Comparand;

	(void)Lock;
	__atomic_compare_exchange_n(
	    Destination, &expected, *Exchange, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return expected;
}

const struct contract interlocked_exports[] = {
	EXPORT(ExInterlockedInsertTailList, 3, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExInterlockedInsertHeadList, 3, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExInterlockedRemoveHeadList, 2, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExInterlockedPopEntryList, 2, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExInterlockedPushEntryList, 3, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExInterlockedAddLargeInteger, 3, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExInterlockedAddUlong, 3, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExInterlockedAddLargeStatistic, 2, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ExInterlockedCompareExchange64, 4, HIGH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
