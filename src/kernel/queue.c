/*
 * KQUEUEs: entries of the driver's, handed to the threads that wait for them.
 *
 * Windows: SignalState counts the entries; KeRundownQueue wakes whoever waits, and from then on
 *   nobody waits any more.  [ddi:KeInsertQueue; ddi:KeRundownQueue]
 * Here: the header's Reserved1 says that the queue was run down; how many threads
 *   may run at once (MaximumCount) is not limited.
 */
#include "kernel/block.h"
#include "kernel/exports.h"
#include "kernel/wait.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

static void
list_make(LIST_ENTRY *head)
{
	head->Flink = head->Blink = head;
}

static void
list_insert(LIST_ENTRY *before, LIST_ENTRY *entry)
{
	entry->Flink = before->Flink;
	entry->Blink = before;
	before->Flink->Blink = entry;
	before->Flink = entry;
}

static void
list_take(LIST_ENTRY *entry)
{
	entry->Blink->Flink = entry->Flink;
	entry->Flink->Blink = entry->Blink;
}

static void
queue_expect(const KQUEUE *queue, const char *function)
{
	if ((queue->Header.Type & 0x7f) != QueueObject)
		driver_is_wrong(RULE_X20, "%s of %p, which is no initialized KQUEUE", function,
		    (const void *)queue);
}

static void NTAPI
KeInitializeQueue(PRKQUEUE Queue, ULONG Count)
{
	*Queue = (KQUEUE){ .Header = { .Type = QueueObject, .Size = sizeof *Queue / sizeof(ULONG) },
		.MaximumCount = Count != 0 ? Count : PROCESSORS };
	list_make(&Queue->Header.WaitListHead);
	list_make(&Queue->EntryListHead);
	list_make(&Queue->ThreadListHead);
}

static LONG
queue_insert(KQUEUE *queue, LIST_ENTRY *behind, LIST_ENTRY *entry)
{
	LONG before = queue->Header.SignalState++;

	list_insert(behind, entry);
	block_wake_one(queue);
	return before;
}

static LONG NTAPI
KeInsertQueue(PRKQUEUE Queue, PLIST_ENTRY Entry)
{
	queue_expect(Queue, "KeInsertQueue");
	return queue_insert(Queue, Queue->EntryListHead.Blink, Entry);
}

static LONG NTAPI
KeInsertHeadQueue(PRKQUEUE Queue, PLIST_ENTRY Entry)
{
	queue_expect(Queue, "KeInsertHeadQueue");
	return queue_insert(Queue, &Queue->EntryListHead, Entry);
}

/* Windows: an entry, or a status in a pointer's place.  [ddi:KeRemoveQueue, Returns] */
static PLIST_ENTRY NTAPI
KeRemoveQueue(PRKQUEUE Queue, KPROCESSOR_MODE WaitMode, PLARGE_INTEGER Timeout)
{
	uint64_t until = wait_deadline(Timeout);
	LIST_ENTRY *first;

	(void)WaitMode;
	wait_check_level("KeRemoveQueue", Timeout);
	queue_expect(Queue, "KeRemoveQueue");
	while (Queue->Header.SignalState == 0) {
		if (Queue->Header.Reserved1 != 0)
			return (PLIST_ENTRY)(uintptr_t)STATUS_ABANDONED_WAIT_0;
		Queue->CurrentCount++;
		bool woken = block_on(Queue, "queue", until);
		Queue->CurrentCount--;
		if (!woken)
			return (PLIST_ENTRY)(uintptr_t)STATUS_TIMEOUT;
	}
	first = Queue->EntryListHead.Flink;
	list_take(first);
	Queue->Header.SignalState--;
	return first;
}

/* Windows: the entries, linked to each other without the head; NULL if there are none.
 *   [ddi:KeRundownQueue, Returns] */
static PLIST_ENTRY NTAPI
KeRundownQueue(PRKQUEUE Queue)
{
	LIST_ENTRY *first;

	queue_expect(Queue, "KeRundownQueue");
	first = Queue->EntryListHead.Flink;
	Queue->Header.Reserved1 = 1;
	Queue->Header.SignalState = 0;
	list_take(&Queue->EntryListHead);
	block_wake(Queue);
	if (first == &Queue->EntryListHead)
		return NULL;
	list_make(&Queue->EntryListHead);
	return first;
}

static LONG NTAPI
KeReadStateQueue(PRKQUEUE Queue)
{
	return Queue->Header.SignalState;
}

const struct contract queue_exports[] = {
	EXPORT(KeInitializeQueue, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(KeInsertQueue, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORT(KeInsertHeadQueue, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORT(KeRemoveQueue, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_TIMEOUT STATUS_ABANDONED_WAIT_0"),
	    APPROXIMATES("the number of concurrent threads is not limited")),
	EXPORT(KeRundownQueue, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs)),
	EXPORT(KeReadStateQueue, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORTS_END,
};
