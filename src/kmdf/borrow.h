/*
 * What the framework itself calls of the kernel and the executive.
 *
 * The framework is a kernel driver, and calls what drivers call; but past the
 * gate, for its calls are not the driver's.
 */
#ifndef KMDF_BORROW_H
#define KMDF_BORROW_H

#include "kernel/contract.h"
#include "nt/io.h"
#include "nt/ke.h"
#include "nt/registry.h"

void wdf_borrow_start(void);

NTSTATUS NTAPI IoCreateDevice(PDRIVER_OBJECT DriverObject, ULONG DeviceExtensionSize,
    PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType, ULONG DeviceCharacteristics,
    BOOLEAN Exclusive, PDEVICE_OBJECT *DeviceObject);
NTSTATUS NTAPI IoCreateDeviceSecure(PDRIVER_OBJECT DriverObject, ULONG DeviceExtensionSize,
    PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType, ULONG DeviceCharacteristics,
    BOOLEAN Exclusive, PCUNICODE_STRING DefaultSDDLString, LPCGUID DeviceClassGuid,
    PDEVICE_OBJECT *DeviceObject);
void NTAPI IoDeleteDevice(PDEVICE_OBJECT DeviceObject);
NTSTATUS NTAPI IoCreateSymbolicLink(PUNICODE_STRING SymbolicLinkName, PUNICODE_STRING DeviceName);
NTSTATUS NTAPI IoDeleteSymbolicLink(PUNICODE_STRING SymbolicLinkName);
NTSTATUS NTAPI IoRegisterShutdownNotification(PDEVICE_OBJECT DeviceObject);
NTSTATUS NTAPI IoRegisterLastChanceShutdownNotification(PDEVICE_OBJECT DeviceObject);
void NTAPI IoUnregisterShutdownNotification(PDEVICE_OBJECT DeviceObject);
void NTAPI IofCompleteRequest(PIRP Irp, CCHAR PriorityBoost);
void NTAPI IoReleaseCancelSpinLock(KIRQL Irql);
ULONG NTAPI IoGetRequestorProcessId(PIRP Irp);

NTSTATUS NTAPI ZwClose(HANDLE Handle);
NTSTATUS NTAPI ZwOpenKey(
    HANDLE *KeyHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes);
NTSTATUS NTAPI ZwCreateKey(HANDLE *KeyHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, ULONG TitleIndex, UNICODE_STRING *Class,
    ULONG CreateOptions, ULONG *Disposition);
NTSTATUS NTAPI ZwDeleteKey(HANDLE KeyHandle);
NTSTATUS NTAPI ZwQueryValueKey(HANDLE KeyHandle, UNICODE_STRING *ValueName,
    KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass, PVOID KeyValueInformation, ULONG Length,
    ULONG *ResultLength);
NTSTATUS NTAPI ZwSetValueKey(HANDLE KeyHandle, UNICODE_STRING *ValueName, ULONG TitleIndex,
    ULONG Type, PVOID Data, ULONG DataSize);
NTSTATUS NTAPI ZwDeleteValueKey(HANDLE KeyHandle, UNICODE_STRING *ValueName);
NTSTATUS NTAPI IoOpenDriverRegistryKey(PDRIVER_OBJECT DriverObject, DRIVER_REGKEY_TYPE RegKeyType,
    ACCESS_MASK DesiredAccess, ULONG Flags, HANDLE *DriverRegKey);

KIRQL spin_lock_take(KSPIN_LOCK *lock);
void spin_lock_give(KSPIN_LOCK *lock, KIRQL before);

/* due_time as Windows has it: negative is relative.  True: the timer was pending. */
bool ktimer_set(KTIMER *timer, int64_t due_time, uint32_t period_ms, KDPC *dpc);
bool ktimer_cancel(KTIMER *timer);
void ktimer_init(KTIMER *timer);
void kdpc_init(KDPC *dpc, PKDEFERRED_ROUTINE routine, void *context);
void kdpc_flush(void); /* every queued DPC has run; PASSIVE_LEVEL */

#endif
