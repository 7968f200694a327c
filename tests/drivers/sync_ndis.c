/* NDIS' locks, timers and work items, from a driver that registers nothing with NDIS. */
#include <ntddk.h>

#define WRONG(step) KeBugCheckEx(0xE2, step, 0, 0, 0)

typedef PVOID NDIS_HANDLE;
NDIS_HANDLE NTAPI NdisAllocateGenericObject(PDRIVER_OBJECT driver, ULONG tag, USHORT size);
VOID NTAPI NdisFreeGenericObject(NDIS_HANDLE object);
NDIS_HANDLE NTAPI NdisAllocateIoWorkItem(NDIS_HANDLE object);
VOID NTAPI NdisQueueIoWorkItem(NDIS_HANDLE item, PVOID routine, PVOID context);
VOID NTAPI NdisFreeIoWorkItem(NDIS_HANDLE item);
PVOID NTAPI NdisAllocateRWLock(NDIS_HANDLE handle);
VOID NTAPI NdisAcquireRWLockRead(PVOID lock, PVOID state, UCHAR flags);
VOID NTAPI NdisReleaseRWLock(PVOID lock, PVOID state);
VOID NTAPI NdisFreeRWLock(PVOID lock);
VOID NTAPI NdisMSleep(ULONG microseconds);

static NDIS_HANDLE object;
static NDIS_HANDLE item;
static KEVENT done;
static DRIVER_UNLOAD unload;
DRIVER_INITIALIZE DriverEntry;

static VOID NTAPI
work(PVOID context, NDIS_HANDLE handle)
{
	if (context != &done || handle != item || KeGetCurrentIrql() != PASSIVE_LEVEL)
		WRONG(1);
	NdisMSleep(1000);
	NdisFreeIoWorkItem(handle);
	KeSetEvent(&done, 0, FALSE);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, NULL);
	NdisFreeGenericObject(object);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	ULONG state = 0;
	PVOID lock;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	KeInitializeEvent(&done, NotificationEvent, FALSE);
	object = NdisAllocateGenericObject(DriverObject, 'cnyS', 0);
	if (object == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	lock = NdisAllocateRWLock(object);
	item = NdisAllocateIoWorkItem(object);
	if (lock != NULL) {
		NdisAcquireRWLockRead(lock, &state, 0);
		if (KeGetCurrentIrql() != DISPATCH_LEVEL)
			WRONG(2);
		NdisReleaseRWLock(lock, &state);
		NdisFreeRWLock(lock);
	}
	if (item == NULL) {
		NdisFreeGenericObject(object);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	NdisQueueIoWorkItem(item, work, &done);
	return STATUS_SUCCESS;
}
