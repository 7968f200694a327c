/* Takes and gives back a lock of every kind, and memory of the memory manager's, in its entry. */
#include <ntifs.h>

#define TAG 'cnyS'
#define WRONG(step) KeBugCheckEx(0xE2, step, 0, 0, 0)

typedef volatile LONG SYNC_SPIN_LOCK;
NTKERNELAPI KIRQL NTAPI ExAcquireSpinLockShared(SYNC_SPIN_LOCK *lock);
NTKERNELAPI VOID NTAPI ExReleaseSpinLockShared(SYNC_SPIN_LOCK *lock, KIRQL irql);
NTKERNELAPI KIRQL NTAPI ExAcquireSpinLockExclusive(SYNC_SPIN_LOCK *lock);
NTKERNELAPI VOID NTAPI ExReleaseSpinLockExclusive(SYNC_SPIN_LOCK *lock, KIRQL irql);
NTKERNELAPI VOID NTAPI ExAcquirePushLockSharedEx(PULONG_PTR lock, ULONG flags);
NTKERNELAPI VOID NTAPI ExReleasePushLockSharedEx(PULONG_PTR lock, ULONG flags);
NTKERNELAPI VOID NTAPI ExAcquirePushLockExclusiveEx(PULONG_PTR lock, ULONG flags);
NTKERNELAPI VOID NTAPI ExReleasePushLockExclusiveEx(PULONG_PTR lock, ULONG flags);

static ERESOURCE resource;
static FAST_MUTEX fast;
static KGUARDED_MUTEX guarded;
static KMUTEX mutex;
static SYNC_SPIN_LOCK spin;
static ULONG_PTR push;
static EX_RUNDOWN_REF rundown;
static KQUEUE queue;
static LIST_ENTRY entry;
static DRIVER_UNLOAD unload;
DRIVER_INITIALIZE DriverEntry;

static VOID
mutexes(VOID)
{
	ExInitializeFastMutex(&fast);
	ExAcquireFastMutex(&fast);
	if (KeGetCurrentIrql() != APC_LEVEL || ExTryToAcquireFastMutex(&fast))
		WRONG(1);
	ExReleaseFastMutex(&fast);
	KeInitializeGuardedMutex(&guarded);
	KeAcquireGuardedMutex(&guarded);
	if (!KeAreAllApcsDisabled())
		WRONG(2);
	KeReleaseGuardedMutex(&guarded);
	KeInitializeMutex(&mutex, 0);
	KeWaitForSingleObject(&mutex, Executive, KernelMode, FALSE, NULL);
	if (!KeAreApcsDisabled() || KeReadStateMutex(&mutex) != 0)
		WRONG(3);
	KeReleaseMutex(&mutex, FALSE);
	if (KeAreApcsDisabled())
		WRONG(4);
}

static VOID
shared_locks(VOID)
{
	KIRQL irql;

	ExInitializeResourceLite(&resource);
	KeEnterCriticalRegion();
	if (!ExAcquireResourceSharedLite(&resource, TRUE) ||
	    !ExAcquireResourceSharedLite(&resource, TRUE) ||
	    ExIsResourceAcquiredSharedLite(&resource) != 2)
		WRONG(5);
	ExReleaseResourceLite(&resource);
	ExReleaseResourceLite(&resource);
	ExAcquirePushLockSharedEx(&push, 0);
	ExReleasePushLockSharedEx(&push, 0);
	ExAcquirePushLockExclusiveEx(&push, 0);
	ExReleasePushLockExclusiveEx(&push, 0);
	KeLeaveCriticalRegion();
	ExDeleteResourceLite(&resource);
	irql = ExAcquireSpinLockShared(&spin);
	ExReleaseSpinLockShared(&spin, irql);
	irql = ExAcquireSpinLockExclusive(&spin);
	ExReleaseSpinLockExclusive(&spin, irql);
	ExInitializeRundownProtection(&rundown);
	if (!ExAcquireRundownProtection(&rundown))
		WRONG(6);
	ExReleaseRundownProtection(&rundown);
	ExWaitForRundownProtectionRelease(&rundown);
	if (ExAcquireRundownProtection(&rundown))
		WRONG(7);
}

static VOID
queues(VOID)
{
	LARGE_INTEGER now = { .QuadPart = 0 };

	KeInitializeQueue(&queue, 0);
	if (KeRemoveQueue(&queue, KernelMode, &now) != (PLIST_ENTRY)(ULONG_PTR)STATUS_TIMEOUT)
		WRONG(8);
	KeInsertQueue(&queue, &entry);
	if (KeRemoveQueue(&queue, KernelMode, NULL) != &entry || KeRundownQueue(&queue) != NULL)
		WRONG(9);
}

static VOID
memory(VOID)
{
	PHYSICAL_ADDRESS low = { .QuadPart = 0 }, high = { .QuadPart = -1 };
	PMDL mdl = MmAllocatePagesForMdl(low, high, low, PAGE_SIZE);
	PVOID address = MmAllocateContiguousMemory(PAGE_SIZE, high);
	PVOID quota = ExAllocatePoolWithQuotaTag(
	    (POOL_TYPE)(NonPagedPoolNx | POOL_QUOTA_FAIL_INSTEAD_OF_RAISE), 16, TAG);

	if (address != NULL && !MmIsAddressValid(address))
		WRONG(10);
	if (address != NULL)
		MmFreeContiguousMemory(address);
	if (mdl != NULL) {
		MmFreePagesFromMdl(mdl);
		ExFreePool(mdl);
	}
	if (quota != NULL)
		ExFreePoolWithTag(quota, TAG);
}

static VOID
processors(VOID)
{
	KAFFINITY all = KeQueryActiveProcessors();

	for (ULONG number = 0; number < 64 && (all >> number & 1) != 0; number++) {
		KAFFINITY before = KeSetSystemAffinityThreadEx((KAFFINITY)1 << number);

		if (KeGetCurrentProcessorNumberEx(NULL) != number)
			WRONG(11);
		KeRevertToUserAffinityThreadEx(before);
	}
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	mutexes();
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	mutexes();
	shared_locks();
	queues();
	memory();
	processors();
	return STATUS_SUCCESS;
}
