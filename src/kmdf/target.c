#include "kmdf/target.h"

#include "executive/attach.h"
#include "executive/file.h"
#include "executive/irp.h"
#include "executive/object.h"
#include "kernel/wait.h"
#include "kmdf/bind.h"
#include "kmdf/device.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

#define OPEN_PARAMS_1_9 0x78 /* without FileName */

void
wdf_target_wait(struct wdf_target *target)
{
	if (!list_empty(&target->sent))
		event_wait(&target->idle, CLOCK_NEVER, "requests sent to a WDFIOTARGET");
}

/* The first that was not yet cancelled; a cancelled one may take its time. */
static struct wdf_request *
first_to_cancel(struct wdf_target *target)
{
	LIST_EACH (at, &target->sent) {
		struct wdf_request *request = LIST_ITEM(at, struct wdf_sending, link)->request;

		if (!request->irp->Cancel)
			return request;
	}
	return NULL;
}

void
wdf_target_cancel(struct wdf_target *target)
{
	struct wdf_request *request;

	while ((request = first_to_cancel(target)) != NULL)
		irp_cancel(request->irp);
}

/* Windows: closing cancels what was sent and waits for it.  [ddi:WdfIoTargetClose] */
static void
target_close(struct wdf_target *target)
{
	FILE_OBJECT *file = target->file;

	if (target->state == WdfIoTargetClosed)
		return;
	target->state = WdfIoTargetClosed;
	wdf_target_cancel(target);
	wdf_target_wait(target);
	target->file = NULL;
	if (file == NULL)
		return;
	if (target->ours)
		file_close(file);
	else
		object_dereference(file);
}

void
wdf_target_dispose(struct wdf_object *object)
{
	struct wdf_target *target = (struct wdf_target *)object;

	target_close(target);
	target->state = WdfIoTargetDeleted;
}

static NTSTATUS NTAPI
WdfIoTargetCreate(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
    PWDF_OBJECT_ATTRIBUTES IoTargetAttributes, WDFIOTARGET *IoTarget)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	const bool given = IoTargetAttributes != NULL && IoTargetAttributes->ParentObject != NULL;
	struct wdf_target *target;
	NTSTATUS status;

	wdf_not_null(IoTarget, __func__, "IoTarget");
	*IoTarget = NULL;
	status = attributes_check(IoTargetAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	if (given
	    && wdf_object_device(
		   wdf_object_get(IoTargetAttributes->ParentObject, WDF_KIND_ANY, __func__))
		!= device)
		return STATUS_INVALID_DEVICE_REQUEST;
	target = (struct wdf_target *)wdf_object_take(device->object.binding, WDF_KIND_IO_TARGET,
	    sizeof(*target), IoTargetAttributes, given ? NULL : &device->object);
	if (target == NULL)
		return STATUS_DELETE_PENDING;
	target->device = device;
	target->state = WdfIoTargetClosed;
	list_start(&target->sent);
	event_start(&target->idle, NotificationEvent, true);
	*IoTarget = wdf_object_handle(&target->object);
	return STATUS_SUCCESS;
}

static NTSTATUS
open_by_name(struct wdf_target *target, WDF_IO_TARGET_OPEN_PARAMS *params)
{
	NTSTATUS status;

	if (params->TargetDeviceName.Buffer == NULL || params->TargetDeviceName.Length == 0)
		return STATUS_INVALID_PARAMETER;
	status =
	    file_open_path(&params->TargetDeviceName, params->DesiredAccess, NULL, &target->file);
	if (!NT_SUCCESS(status))
		return status;
	target->ours = true;
	target->to = device_top(target->file->DeviceObject);
	params->FileInformation = FILE_OPENED;
	return STATUS_SUCCESS;
}

/* Windows: a device that the driver has, with a file of it or without.
 *   [ddi:WDF_IO_TARGET_OPEN_PARAMS] */
static NTSTATUS
open_existing(struct wdf_target *target, const WDF_IO_TARGET_OPEN_PARAMS *params)
{
	if (params->TargetDeviceObject == NULL)
		return STATUS_INVALID_PARAMETER;
	object_expect(params->TargetDeviceObject, OBJECT_DEVICE, "WdfIoTargetOpen");
	if (params->TargetFileObject != NULL)
		object_expect(params->TargetFileObject, OBJECT_FILE, "WdfIoTargetOpen");
	target->to = params->TargetDeviceObject;
	target->file = params->TargetFileObject;
	target->ours = false;
	if (target->file != NULL)
		object_reference(target->file);
	return STATUS_SUCCESS;
}

/* Here: devices that are neither the driver's nor another that is modelled are not found. */
static NTSTATUS NTAPI
WdfIoTargetOpen(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget, PWDF_IO_TARGET_OPEN_PARAMS OpenParams)
{
	struct wdf_target *target =
	    wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__);
	NTSTATUS status;

	wdf_not_null(OpenParams, __func__, "OpenParams");
	if (OpenParams->Size != sizeof(*OpenParams) && OpenParams->Size != OPEN_PARAMS_1_9)
		return STATUS_INFO_LENGTH_MISMATCH;
	if (target->state != WdfIoTargetClosed)
		return STATUS_INVALID_DEVICE_STATE;
	switch (OpenParams->Type) {
	case WdfIoTargetOpenByName:
		status = open_by_name(target, OpenParams);
		break;
	case WdfIoTargetOpenUseExistingDevice:
		status = open_existing(target, OpenParams);
		break;
	case WdfIoTargetOpenReopen:
	case WdfIoTargetOpenLocalTargetByFile:
		not_modelled("WdfIoTargetOpen: type %d", OpenParams->Type);
	case WdfIoTargetOpenUndefined:
		return STATUS_INVALID_PARAMETER;
	default: /* the driver's number */
		return STATUS_INVALID_PARAMETER;
	}
	if (NT_SUCCESS(status))
		target->state = WdfIoTargetStarted;
	return status;
}

static void NTAPI
WdfIoTargetClose(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget)
{
	target_close(wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__));
}

static NTSTATUS NTAPI
WdfIoTargetStart(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget)
{
	struct wdf_target *target =
	    wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__);

	if (target->state == WdfIoTargetClosed || target->state == WdfIoTargetDeleted)
		return STATUS_INVALID_DEVICE_STATE;
	target->state = WdfIoTargetStarted;
	return STATUS_SUCCESS;
}

/* [ddi:WdfIoTargetStop] */
static void NTAPI
WdfIoTargetStop(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget, WDF_IO_TARGET_SENT_IO_ACTION Action)
{
	struct wdf_target *target =
	    wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__);

	if (Action < WdfIoTargetCancelSentIo || Action > WdfIoTargetLeaveSentIoPending)
		wdf_violation(VIOLATION_VERIFIER, "%s: action %d", __func__, (int)Action);
	if (target->state == WdfIoTargetStarted)
		target->state = WdfIoTargetStopped;
	if (Action == WdfIoTargetCancelSentIo)
		wdf_target_cancel(target);
	if (Action != WdfIoTargetLeaveSentIoPending)
		wdf_target_wait(target);
}

/* Windows: 1 waits for what was cancelled, 2 does not.  [ddi:WdfIoTargetPurge] */
static void NTAPI
WdfIoTargetPurge(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget, ULONG Action)
{
	struct wdf_target *target =
	    wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__);

	if (Action != 1 && Action != 2)
		wdf_violation(VIOLATION_VERIFIER, "%s: action %u", __func__, Action);
	if (target->state == WdfIoTargetStarted || target->state == WdfIoTargetStopped)
		target->state = WdfIoTargetPurged;
	wdf_target_cancel(target);
	if (Action == 1)
		wdf_target_wait(target);
}

static WDF_IO_TARGET_STATE NTAPI
WdfIoTargetGetState(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget)
{
	struct wdf_target *target =
	    wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__);

	return target->state;
}

static WDFDEVICE NTAPI
WdfIoTargetGetDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget)
{
	struct wdf_target *target =
	    wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__);

	return wdf_object_handle(&target->device->object);
}

/* Windows: NULL while it is closed.  [ddi:WdfIoTargetWdmGetTargetDeviceObject] */
static PDEVICE_OBJECT NTAPI
WdfIoTargetWdmGetTargetDeviceObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget)
{
	struct wdf_target *target =
	    wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__);

	return target->state != WdfIoTargetClosed ? target->to : NULL;
}

static PFILE_OBJECT NTAPI
WdfIoTargetWdmGetTargetFileObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget)
{
	struct wdf_target *target =
	    wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__);

	return target->file;
}

/* Windows: NULL for a device without Plug and Play.  [ddi:WdfIoTargetWdmGetTargetPhysicalDevice] */
static PDEVICE_OBJECT NTAPI
WdfIoTargetWdmGetTargetPhysicalDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget)
{
	(void)wdf_object_for(DriverGlobals, IoTarget, WDF_KIND_IO_TARGET, __func__);
	return NULL;
}

#define TARGET_SLOT(name, arguments, irql, flags, ...) \
	EXPORT(name, arguments, irql, REFUSAL_NONE, flags, PAGE(wdfiotarget), ##__VA_ARGS__)

const struct contract wdf_target_slots[] = {
	EXPORT(WdfIoTargetCreate, 4, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfiotarget),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST STATUS_INFO_LENGTH_MISMATCH")),
	EXPORT(WdfIoTargetOpen, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdfiotarget),
	    FAILS("STATUS_INFO_LENGTH_MISMATCH STATUS_INVALID_PARAMETER "
		  "STATUS_INVALID_DEVICE_STATE STATUS_OBJECT_NAME_NOT_FOUND"),
	    APPROXIMATES("no removal of a target is ever announced")),
	TARGET_SLOT(WdfIoTargetClose, 2, PASSIVE_LEVEL, SCHEDULES),
	TARGET_SLOT(
	    WdfIoTargetStart, 2, DISPATCH_LEVEL, SCHEDULES, FAILS("STATUS_INVALID_DEVICE_STATE")),
	TARGET_SLOT(WdfIoTargetStop, 3, DISPATCH_LEVEL, SCHEDULES),
	TARGET_SLOT(WdfIoTargetPurge, 3, DISPATCH_LEVEL, SCHEDULES),
	TARGET_SLOT(WdfIoTargetGetState, 2, DISPATCH_LEVEL, 0),
	TARGET_SLOT(WdfIoTargetGetDevice, 2, DISPATCH_LEVEL, 0),
	TARGET_SLOT(WdfIoTargetWdmGetTargetDeviceObject, 2, DISPATCH_LEVEL, 0),
	TARGET_SLOT(WdfIoTargetWdmGetTargetFileObject, 2, DISPATCH_LEVEL, 0),
	TARGET_SLOT(WdfIoTargetWdmGetTargetPhysicalDevice, 2, DISPATCH_LEVEL, 0),
	EXPORTS_END,
};
