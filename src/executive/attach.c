/*
 * Devices that stand on each other.
 *
 * The upper device's extension names the lower one; the lower one's AttachedDevice
 * the upper.  A request enters at the top, and has as many stack locations as
 * the top's StackSize says.
 */
#include "executive/attach.h"

#include "executive/device.h"
#include "executive/file.h"
#include "executive/object.h"
#include "ledger/finding.h"

NTAPI DEVICE_OBJECT *IoAttachDeviceToDeviceStack(
    DEVICE_OBJECT *SourceDevice, DEVICE_OBJECT *TargetDevice);
NTAPI NTSTATUS IoAttachDeviceToDeviceStackSafe(DEVICE_OBJECT *SourceDevice,
    DEVICE_OBJECT *TargetDevice, DEVICE_OBJECT **AttachedToDeviceObject);
NTAPI NTSTATUS IoAttachDevice(
    DEVICE_OBJECT *SourceDevice, UNICODE_STRING *TargetDevice, DEVICE_OBJECT **AttachedDevice);
NTAPI NTSTATUS IoAttachDeviceByPointer(DEVICE_OBJECT *SourceDevice, DEVICE_OBJECT *TargetDevice);
NTAPI void IoDetachDevice(DEVICE_OBJECT *TargetDevice);
NTAPI DEVICE_OBJECT *IoGetAttachedDevice(DEVICE_OBJECT *DeviceObject);
NTAPI DEVICE_OBJECT *IoGetAttachedDeviceReference(DEVICE_OBJECT *DeviceObject);
NTAPI DEVICE_OBJECT *IoGetLowerDeviceObject(DEVICE_OBJECT *DeviceObject);
NTAPI DEVICE_OBJECT *IoGetDeviceAttachmentBaseRef(DEVICE_OBJECT *DeviceObject);

DEVICE_OBJECT *
device_top(DEVICE_OBJECT *device)
{
	while (device->AttachedDevice != NULL)
		device = device->AttachedDevice;
	return device;
}

/*
 * Windows: onto the highest device of the target's stack, whose alignment and
 *   stack size plus one the source gets.  A stack whose top is still
 *   initializing or was deleted refuses.  [ddi:IoAttachDeviceToDeviceStackSafe]
 */
NTSTATUS NTAPI
IoAttachDeviceToDeviceStackSafe(DEVICE_OBJECT *SourceDevice, DEVICE_OBJECT *TargetDevice,
    DEVICE_OBJECT **AttachedToDeviceObject)
{
	DEVICE_OBJECT *top;

	object_expect(SourceDevice, OBJECT_DEVICE, "IoAttachDeviceToDeviceStack");
	object_expect(TargetDevice, OBJECT_DEVICE, "IoAttachDeviceToDeviceStack");
	top = device_top(TargetDevice);
	if (top == SourceDevice || SourceDevice->DeviceObjectExtension->attached_to != NULL)
		driver_is_wrong(RULE_R230, "attaches device %p, which is attached already",
		    (void *)SourceDevice);
	if (top->DeviceObjectExtension->deleted || (top->Flags & DO_DEVICE_INITIALIZING)
	    || top->StackSize == INT8_MAX)
		return STATUS_NO_SUCH_DEVICE;
	top->AttachedDevice = SourceDevice;
	SourceDevice->DeviceObjectExtension->attached_to = top;
	SourceDevice->AlignmentRequirement = top->AlignmentRequirement;
	SourceDevice->SectorSize = top->SectorSize;
	SourceDevice->StackSize = top->StackSize + 1;
	ledger_enter(HOLDING_ATTACHMENT, (uintptr_t)SourceDevice, 0);
	*AttachedToDeviceObject = top;
	return STATUS_SUCCESS;
}

DEVICE_OBJECT *NTAPI
IoAttachDeviceToDeviceStack(DEVICE_OBJECT *SourceDevice, DEVICE_OBJECT *TargetDevice)
{
	DEVICE_OBJECT *lower = NULL;

	(void)IoAttachDeviceToDeviceStackSafe(SourceDevice, TargetDevice, &lower);
	return lower;
}

NTSTATUS NTAPI
IoAttachDeviceByPointer(DEVICE_OBJECT *SourceDevice, DEVICE_OBJECT *TargetDevice)
{
	DEVICE_OBJECT *lower;

	return IoAttachDeviceToDeviceStackSafe(SourceDevice, TargetDevice, &lower);
}

/* Windows: the target is opened, attached to, and closed again, so that the source sees the cleanup and
 *   close of a file whose create it did not see.  [ddi:IoAttachDevice, Remarks] */
NTSTATUS NTAPI
IoAttachDevice(
    DEVICE_OBJECT *SourceDevice, UNICODE_STRING *TargetDevice, DEVICE_OBJECT **AttachedDevice)
{
	FILE_OBJECT *file;
	NTSTATUS status;

	object_expect(SourceDevice, OBJECT_DEVICE, "IoAttachDevice");
	status = file_open_path(TargetDevice, FILE_READ_ATTRIBUTES, NULL, &file);
	if (!NT_SUCCESS(status))
		return status;
	status = IoAttachDeviceToDeviceStackSafe(SourceDevice, file->DeviceObject, AttachedDevice);
	file_close(file);
	return status;
}

/* Windows: the parameter is the lower device, and what stands on it goes; nothing attached is a driver's
 *   bug.  [ddi:IoDetachDevice] */
void NTAPI
IoDetachDevice(DEVICE_OBJECT *TargetDevice)
{
	DEVICE_OBJECT *upper;

	object_expect(TargetDevice, OBJECT_DEVICE, "IoDetachDevice");
	upper = TargetDevice->AttachedDevice;
	if (upper == NULL)
		driver_is_wrong(RULE_R230, "detaches from device %p, on which none stands",
		    (void *)TargetDevice);
	ledger_strike(HOLDING_ATTACHMENT, (uintptr_t)upper);
	upper->DeviceObjectExtension->attached_to = NULL;
	TargetDevice->AttachedDevice = NULL;
	device_unattached(TargetDevice);
}

DEVICE_OBJECT *NTAPI
IoGetAttachedDevice(DEVICE_OBJECT *DeviceObject)
{
	object_expect(DeviceObject, OBJECT_DEVICE, "IoGetAttachedDevice");
	return device_top(DeviceObject);
}

/* Windows: the device comes referenced.  [ddi:IoGetAttachedDeviceReference] */
DEVICE_OBJECT *NTAPI
IoGetAttachedDeviceReference(DEVICE_OBJECT *DeviceObject)
{
	DEVICE_OBJECT *top = IoGetAttachedDevice(DeviceObject);

	object_lend(top);
	return top;
}

/* Windows: referenced; NULL if there is none below, or if its driver is being unloaded.
 *   [ddi:IoGetLowerDeviceObject] */
DEVICE_OBJECT *NTAPI
IoGetLowerDeviceObject(DEVICE_OBJECT *DeviceObject)
{
	DEVICE_OBJECT *lower;

	object_expect(DeviceObject, OBJECT_DEVICE, "IoGetLowerDeviceObject");
	lower = DeviceObject->DeviceObjectExtension->attached_to;
	if (lower == NULL || lower->DeviceObjectExtension->deleted
	    || lower->DeviceObjectExtension->driver->stop_requested)
		return NULL;
	object_lend(lower);
	return lower;
}

/* Windows: referenced; the device itself if it stands on none.  [ddi:IoGetDeviceAttachmentBaseRef] */
DEVICE_OBJECT *NTAPI
IoGetDeviceAttachmentBaseRef(DEVICE_OBJECT *DeviceObject)
{
	object_expect(DeviceObject, OBJECT_DEVICE, "IoGetDeviceAttachmentBaseRef");
	while (DeviceObject->DeviceObjectExtension->attached_to != NULL)
		DeviceObject = DeviceObject->DeviceObjectExtension->attached_to;
	object_lend(DeviceObject);
	return DeviceObject;
}

const struct contract attach_exports[] = {
	EXPORT(IoAttachDeviceToDeviceStack, 2, DISPATCH_LEVEL, REFUSAL_NULL, SCHEDULES, PAGE(wdm),
	    ENTERS(ATTACHMENT)),
	EXPORT(IoAttachDeviceToDeviceStackSafe, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(ntddk), FAILS("STATUS_NO_SUCH_DEVICE"), ENTERS(ATTACHMENT)),
	EXPORT(IoAttachDevice, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_OBJECT_NAME_NOT_FOUND STATUS_NO_SUCH_DEVICE"), ENTERS(ATTACHMENT)),
	EXPORT(IoAttachDeviceByPointer, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    FAILS("STATUS_NO_SUCH_DEVICE"), ENTERS(ATTACHMENT)),
	EXPORT(IoDetachDevice, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    STRIKES(ATTACHMENT)),
	EXPORT(IoGetAttachedDevice, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(IoGetAttachedDeviceReference, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    ENTERS(REFERENCE)),
	EXPORT(IoGetLowerDeviceObject, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    ENTERS(REFERENCE)),
	EXPORT(IoGetDeviceAttachmentBaseRef, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
	    ENTERS(REFERENCE)),
	EXPORTS_END,
};
