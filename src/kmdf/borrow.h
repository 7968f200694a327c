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
void NTAPI IoUnregisterShutdownNotification(PDEVICE_OBJECT DeviceObject);
void NTAPI IofCompleteRequest(PIRP Irp, CCHAR PriorityBoost);
void NTAPI IoReleaseCancelSpinLock(KIRQL Irql);
ULONG NTAPI IoGetRequestorProcessId(PIRP Irp);

KIRQL spin_lock_take(KSPIN_LOCK *lock);
void spin_lock_give(KSPIN_LOCK *lock, KIRQL before);

/* due_time as Windows has it: negative is relative.  True: the timer was pending. */
bool ktimer_set(KTIMER *timer, int64_t due_time, uint32_t period_ms, KDPC *dpc);
bool ktimer_cancel(KTIMER *timer);
void ktimer_init(KTIMER *timer);
void kdpc_init(KDPC *dpc, PKDEFERRED_ROUTINE routine, void *context);
void kdpc_flush(void); /* every queued DPC has run; PASSIVE_LEVEL */

#endif
