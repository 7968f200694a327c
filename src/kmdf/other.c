/*
 * Slots that ask for little: names, characteristics, versions; and those that are for
 * other drivers than ours, and say so.
 */
#include "kmdf/other.h"

#include "executive/process.h"
#include "kernel/gate.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/driver.h"
#include "kmdf/file.h"
#include "kmdf/init.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "kmdf/string.h"
#include "ledger/finding.h"

#include <stdio.h>

#define BUILD_NUMBER "19041" /* of the framework that came with the release */

/* Windows: for drivers that keep their dispatch routines, which call it in their unload.
 *   [K: fxdriverapikm.cpp] */
static void NTAPI
WdfDriverMiniportUnload(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDRIVER Driver)
{
	struct wdf_driver *driver =
	    wdf_object_for(DriverGlobals, Driver, WDF_KIND_DRIVER, __func__);

	wdf_driver_unload(driver->driver_object);
}

/* Windows: STATUS_INVALID_PARAMETER for an init that is no PDO's, as a control device's is not.
 *   [K: fxdeviceinitapi.cpp] */
static NTSTATUS NTAPI
WdfPdoInitAssignRawDevice(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, const GUID *DeviceClassGuid)
{
	(void)wdf_init_from(DriverGlobals, DeviceInit, __func__);
	wdf_not_null(DeviceClassGuid, __func__, "DeviceClassGuid");
	return STATUS_INVALID_PARAMETER;
}

/* Windows: "Kernel Mode Driver Framework version 1.33.19041".  [K: fxdriverapi.cpp] */
static NTSTATUS NTAPI
WdfDriverRetrieveVersionString(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFDRIVER Driver, WDFSTRING String)
{
	WCHAR wide[80];
	char text[80];
	int length;

	(void)wdf_object_for(DriverGlobals, Driver, WDF_KIND_DRIVER, __func__);
	wdf_not_null(String, __func__, "String");
	length = snprintf(text, sizeof(text),
	    "Kernel Mode Driver Framework version 1.%d." BUILD_NUMBER, WDF_MINOR);
	for (int i = 0; i < length; i++)
		wide[i] = (unsigned char)text[i];
	wdf_string_assign(wdf_object_get(String, WDF_KIND_STRING, __func__), wide,
	    (USHORT)((size_t)length * sizeof(WCHAR)));
	return STATUS_SUCCESS;
}

/* Windows: the name it was created with; STATUS_INVALID_DEVICE_REQUEST if it has none.
 *   [K: fxdeviceapi.cpp] */
static NTSTATUS NTAPI
WdfDeviceRetrieveDeviceName(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, WDFSTRING String)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);

	wdf_not_null(String, __func__, "String");
	if (device->name.Buffer == NULL)
		return STATUS_INVALID_DEVICE_REQUEST;
	wdf_string_assign(wdf_object_get(String, WDF_KIND_STRING, __func__), device->name.Buffer,
	    device->name.Length);
	return STATUS_SUCCESS;
}

static void NTAPI
WdfDeviceSetCharacteristics(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, ULONG DeviceCharacteristics)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);

	device->device_object->Characteristics = DeviceCharacteristics;
}

static ULONG NTAPI
WdfDeviceGetAlignmentRequirement(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);

	return device->device_object->AlignmentRequirement;
}

static void NTAPI
WdfDeviceSetAlignmentRequirement(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, ULONG AlignmentRequirement)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);

	device->device_object->AlignmentRequirement = AlignmentRequirement;
}

/* Windows: a control device stands on nothing.  [K: FxDevice::GetPhysicalDevice] */
static PDEVICE_OBJECT NTAPI
WdfDeviceWdmGetPhysicalDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device)
{
	(void)wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	return NULL;
}

/* Windows: NULL, for a control device has no local target.  [ddi:WdfDeviceGetIoTarget; K: fxdeviceapi.cpp] */
static WDFIOTARGET NTAPI
WdfDeviceGetIoTarget(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device)
{
	(void)wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	return NULL;
}

/* Windows: a control device has no properties: it stands on no physical device.
 *   [K: fxdeviceapi.cpp] */
static NTSTATUS NTAPI
WdfDeviceQueryProperty(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, ULONG DeviceProperty,
    ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength)
{
	(void)DeviceProperty;
	(void)wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	wdf_not_null(ResultLength, __func__, "ResultLength");
	if (BufferLength > 0)
		wdf_not_null(PropertyBuffer, __func__, "PropertyBuffer");
	return STATUS_INVALID_DEVICE_REQUEST;
}

static NTSTATUS NTAPI
WdfDeviceAllocAndQueryProperty(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
    ULONG DeviceProperty, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
    WDFMEMORY *PropertyMemory)
{
	NTSTATUS status;

	(void)DeviceProperty, (void)PoolType;
	(void)wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	wdf_not_null(PropertyMemory, __func__, "PropertyMemory");
	*PropertyMemory = NULL;
	status = attributes_check(PropertyMemoryAttributes, 0);
	return NT_SUCCESS(status) ? STATUS_INVALID_DEVICE_REQUEST : status;
}

/* Windows: a control device has no interfaces either.  [K: fxdeviceinterfaceapi.cpp] */
static NTSTATUS NTAPI
WdfDeviceCreateDeviceInterface(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
    const GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString)
{
	NTSTATUS status = STATUS_SUCCESS;

	(void)wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	wdf_not_null(InterfaceClassGUID, __func__, "InterfaceClassGUID");
	if (ReferenceString != NULL)
		status = wdf_text_check(ReferenceString);
	return NT_SUCCESS(status) ? STATUS_INVALID_DEVICE_REQUEST : status;
}

/* Windows: of the program that opened the file.  [ddi:WdfFileObjectGetInitiatorProcessId] */
static ULONG NTAPI
WdfFileObjectGetInitiatorProcessId(PWDF_DRIVER_GLOBALS DriverGlobals, WDFFILEOBJECT FileObject)
{
	struct wdf_file *file = wdf_object_for(DriverGlobals, FileObject, WDF_KIND_FILE, __func__);

	return file->process;
}

static void NTAPI
WdfVerifierDbgBreakPoint(PWDF_DRIVER_GLOBALS DriverGlobals)
{
	(void)wdf_binding_from(DriverGlobals, __func__);
	finding(RULE_X9, "%s: the driver breaks into the debugger", __func__);
}

static void NTAPI
WdfVerifierKeBugCheck(PWDF_DRIVER_GLOBALS DriverGlobals, ULONG BugCheckCode,
    ULONG_PTR BugCheckParameter1, ULONG_PTR BugCheckParameter2, ULONG_PTR BugCheckParameter3,
    ULONG_PTR BugCheckParameter4)
{
	char bugcheck[32];

	(void)wdf_binding_from(DriverGlobals, __func__);
	snprintf(bugcheck, sizeof(bugcheck), "0x%X", BugCheckCode);
	driver_crashes(RULE_X9, gate_caller(), bugcheck,
	    "the driver stops the machine: 0x%X (0x%lx, 0x%lx, 0x%lx, 0x%lx)", BugCheckCode,
	    (unsigned long)BugCheckParameter1, (unsigned long)BugCheckParameter2,
	    (unsigned long)BugCheckParameter3, (unsigned long)BugCheckParameter4);
}

/* Windows: what kind of remove lock its I/O takes is nothing to a control device.
 *   [ddi:WdfDeviceInitSetRemoveLockOptions] */
static void NTAPI
WdfDeviceInitSetRemoveLockOptions(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, void *Options)
{
	(void)wdf_init_from(DriverGlobals, DeviceInit, __func__);
	wdf_not_null(Options, __func__, "Options");
}

/* Windows: in which order hardware is released is nothing to a control device. */
static void NTAPI
WdfDeviceInitSetReleaseHardwareOrderOnFailure(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, ULONG ReleaseHardwareOrder)
{
	(void)ReleaseHardwareOrder;
	(void)wdf_init_from(DriverGlobals, DeviceInit, __func__);
}

/* Windows: kept in the init, and used by none but a Plug and Play device.  [K: fxdeviceinitapi.cpp] */
static void NTAPI
WdfDeviceInitSetPnpPowerEventCallbacks(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, void *PnpPowerEventCallbacks)
{
	(void)wdf_init_from(DriverGlobals, DeviceInit, __func__);
	wdf_not_null(PnpPowerEventCallbacks, __func__, "PnpPowerEventCallbacks");
}

static void NTAPI
WdfDeviceInitSetPowerPolicyEventCallbacks(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, void *PowerPolicyEventCallbacks)
{
	(void)wdf_init_from(DriverGlobals, DeviceInit, __func__);
	wdf_not_null(PowerPolicyEventCallbacks, __func__, "PowerPolicyEventCallbacks");
}

static void NTAPI
WdfDeviceInitSetPowerPolicyOwnership(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, BOOLEAN IsPowerPolicyOwner)
{
	(void)IsPowerPolicyOwner;
	(void)wdf_init_from(DriverGlobals, DeviceInit, __func__);
}

static void NTAPI
WdfDeviceInitSetPowerInrush(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit)
{
	(void)wdf_init_from(DriverGlobals, DeviceInit, __func__);
}

/* Windows: nothing is known by the name that was asked for.  [K: fxobjectapi.cpp] */
static NTSTATUS NTAPI
WdfObjectQuery(PWDF_DRIVER_GLOBALS DriverGlobals, WDFOBJECT Object, const GUID *Guid,
    ULONG QueryBufferLength, PVOID QueryBuffer)
{
	(void)QueryBufferLength, (void)QueryBuffer;
	(void)wdf_object_for(DriverGlobals, Object, WDF_KIND_ANY, __func__);
	wdf_not_null(Guid, __func__, "Guid");
	return STATUS_NOT_FOUND;
}

#define INIT_SLOT(name, arguments) \
	EXPORT(name, arguments, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice))

const struct contract wdf_other_slots[] = {
	EXPORT(
	    WdfDriverMiniportUnload, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfminiport)),
	EXPORT(WdfPdoInitAssignRawDevice, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdfpdo),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(
	    WdfDriverRetrieveVersionString, 3, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfdriver)),
	EXPORT(WdfDeviceRetrieveDeviceName, 3, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfdevice),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfDeviceSetCharacteristics, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(
	    WdfDeviceGetAlignmentRequirement, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(
	    WdfDeviceSetAlignmentRequirement, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceWdmGetPhysicalDevice, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceGetIoTarget, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfFileObjectGetInitiatorProcessId, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    PAGE(wdffileobject)),
	EXPORT(WdfVerifierDbgBreakPoint, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfverifier)),
	EXPORT(WdfVerifierKeBugCheck, 6, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfverifier)),
	EXPORT(WdfDeviceQueryProperty, 6, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfDeviceAllocAndQueryProperty, 6, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST STATUS_INFO_LENGTH_MISMATCH")),
	EXPORT(WdfDeviceCreateDeviceInterface, 4, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST STATUS_INVALID_PARAMETER")),
	INIT_SLOT(WdfDeviceInitSetRemoveLockOptions, 3),
	INIT_SLOT(WdfDeviceInitSetReleaseHardwareOrderOnFailure, 3),
	INIT_SLOT(WdfDeviceInitSetPnpPowerEventCallbacks, 3),
	INIT_SLOT(WdfDeviceInitSetPowerPolicyEventCallbacks, 3),
	INIT_SLOT(WdfDeviceInitSetPowerPolicyOwnership, 3),
	INIT_SLOT(WdfDeviceInitSetPowerInrush, 2),
	EXPORT(WdfObjectQuery, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfobject),
	    FAILS("STATUS_NOT_FOUND")),
	EXPORTS_END,
};
