#include "kmdf/init.h"

#include "host/arena.h"
#include "kmdf/bind.h"
#include "kmdf/device.h"
#include "kmdf/driver.h"
#include "kmdf/status.h"
#include "ledger/finding.h"

#include <string.h>

#define INIT_ALIVE UINT64_C(0x4644574b74696e49)

UNICODE_STRING
wdf_text_copy(PCUNICODE_STRING text)
{
	UNICODE_STRING copy = { .Length = text->Length,
		.MaximumLength = text->Length + sizeof(WCHAR) };

	copy.Buffer = arena_take(copy.MaximumLength);
	if (text->Length > 0)
		memcpy(copy.Buffer, text->Buffer, text->Length);
	return copy;
}

void
wdf_text_give(UNICODE_STRING *text)
{
	if (text->Buffer != NULL)
		arena_give(text->Buffer);
	*text = (UNICODE_STRING){ 0 };
}

/* [K: FxValidateUnicodeString] */
NTSTATUS
wdf_text_check(PCUNICODE_STRING text)
{
	if (text->Length & 1)
		return STATUS_INVALID_PARAMETER;
	if (text->Length > 0 && text->Buffer == NULL)
		return STATUS_INVALID_PARAMETER;
	return text->Length > text->MaximumLength ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

struct WDFDEVICE_INIT *
wdf_init_from(PWDF_DRIVER_GLOBALS globals, PWDFDEVICE_INIT init, const char *function)
{
	struct extent system = arena_system_extent();
	uintptr_t at = (uintptr_t)init;

	(void)wdf_binding_from(globals, function);
	wdf_not_null(init, function, "DeviceInit");
	if (at % 16 != 0 || at < (uintptr_t)system.base
	    || at > (uintptr_t)system.base + system.bytes - sizeof(*init)
	    || init->magic != INIT_ALIVE)
		wdf_violation(VIOLATION_HANDLE, "%s: %p is no WDFDEVICE_INIT, or is used up",
		    function, (void *)init);
	return init;
}

void
wdf_init_give(struct WDFDEVICE_INIT *init)
{
	ledger_strike(HOLDING_DEVICE_INIT, (uintptr_t)init);
	wdf_text_give(&init->name);
	wdf_text_give(&init->sddl);
	init->magic = 0;
	arena_give(init);
}

/* Windows: buffered I/O and FILE_DEVICE_UNKNOWN unless something else is said.
 *   [K: WDFDEVICE_INIT::WDFDEVICE_INIT] */
static PWDFDEVICE_INIT NTAPI
WdfControlDeviceInitAllocate(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFDRIVER Driver, PCUNICODE_STRING SDDLString)
{
	struct wdf_driver *driver =
	    wdf_object_for(DriverGlobals, Driver, WDF_KIND_DRIVER, __func__);
	struct WDFDEVICE_INIT *init;

	wdf_not_null(SDDLString, __func__, "SDDLString");
	if (!NT_SUCCESS(wdf_text_check(SDDLString)))
		return NULL;
	init = arena_take(sizeof(*init));
	init->magic = INIT_ALIVE;
	init->binding = wdf_driver_object(driver)->binding;
	init->sddl = wdf_text_copy(SDDLString);
	init->type = FILE_DEVICE_UNKNOWN;
	init->characteristics = FILE_DEVICE_SECURE_OPEN;
	init->io_type = WdfDeviceIoBuffered;
	ledger_enter(HOLDING_DEVICE_INIT, (uintptr_t)init, sizeof(*init));
	return init;
}

static void NTAPI
WdfDeviceInitFree(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit)
{
	wdf_init_give(wdf_init_from(DriverGlobals, DeviceInit, __func__));
}

static NTSTATUS NTAPI
WdfDeviceInitAssignName(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceName)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);
	NTSTATUS status = DeviceName != NULL ? wdf_text_check(DeviceName) : STATUS_SUCCESS;

	if (!NT_SUCCESS(status))
		return status;
	wdf_text_give(&init->name);
	if (DeviceName != NULL)
		init->name = wdf_text_copy(DeviceName);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfDeviceInitAssignSDDLString(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING SDDLString)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);
	NTSTATUS status;

	if (SDDLString == NULL)
		return STATUS_INVALID_DEVICE_REQUEST; /* a control device has one */
	status = wdf_text_check(SDDLString);
	if (!NT_SUCCESS(status))
		return status;
	wdf_text_give(&init->sddl);
	init->sddl = wdf_text_copy(SDDLString);
	return STATUS_SUCCESS;
}

static void NTAPI
WdfDeviceInitSetDeviceClass(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, LPCGUID DeviceClassGuid)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);

	wdf_not_null(DeviceClassGuid, __func__, "DeviceClassGuid");
	init->class = *DeviceClassGuid;
	init->has_class = true;
}

static void NTAPI
WdfDeviceInitSetIoType(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_IO_TYPE IoType)
{
	wdf_init_from(DriverGlobals, DeviceInit, __func__)->io_type = IoType;
}

/* Here: the framework's mixed mode, whose choice depends on the lengths, is not modelled. */
static void NTAPI
WdfDeviceInitSetIoTypeEx(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, PWDF_IO_TYPE_CONFIG IoTypeConfig)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);

	wdf_not_null(IoTypeConfig, __func__, "IoTypeConfig");
	if (IoTypeConfig->ReadWriteIoType == WdfDeviceIoBufferedOrDirect)
		not_modelled("WdfDeviceInitSetIoTypeEx: WdfDeviceIoBufferedOrDirect");
	init->io_type = IoTypeConfig->ReadWriteIoType;
}

static void NTAPI
WdfDeviceInitSetExclusive(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive)
{
	wdf_init_from(DriverGlobals, DeviceInit, __func__)->exclusive = IsExclusive;
}

static void NTAPI
WdfDeviceInitSetDeviceType(
    PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit, DEVICE_TYPE DeviceType)
{
	wdf_init_from(DriverGlobals, DeviceInit, __func__)->type = DeviceType;
}

static void NTAPI
WdfDeviceInitSetCharacteristics(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
    ULONG DeviceCharacteristics, BOOLEAN OrInValues)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);

	if (!OrInValues)
		init->characteristics = 0;
	init->characteristics |= DeviceCharacteristics;
}

static ULONG
class_of(const WDF_FILEOBJECT_CONFIG *config)
{
	return (ULONG)config->FileObjectClass & ~WDF_FILEOBJECT_CAN_BE_OPTIONAL;
}

/* Windows: what is wrong is left out without a word, except under the verifier.
 *   [K: fxdeviceinitapi.cpp] */
static void NTAPI
WdfDeviceInitSetFileObjectConfig(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
    PWDF_FILEOBJECT_CONFIG FileObjectConfig, PWDF_OBJECT_ATTRIBUTES FileObjectAttributes)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);
	NTSTATUS status;

	wdf_not_null(FileObjectConfig, __func__, "FileObjectConfig");
	status = attributes_check(FileObjectAttributes,
	    ATTRIBUTES_PARENT_NOT_ALLOWED | ATTRIBUTES_EXECUTION_LEVEL
		| ATTRIBUTES_SYNCHRONIZATION);
	if (FileObjectConfig->Size != sizeof(*FileObjectConfig) || !NT_SUCCESS(status)
	    || class_of(FileObjectConfig) < WdfFileObjectNotRequired
	    || class_of(FileObjectConfig) > WdfFileObjectWdfCannotUseFsContexts) {
		finding(RULE_R8, "%s: the configuration is invalid and is not used", __func__);
		return;
	}
	init->has_files = true;
	init->file_config = *FileObjectConfig;
	if (FileObjectAttributes != NULL)
		init->file_attributes = *FileObjectAttributes;
}

static void NTAPI
WdfDeviceInitSetRequestAttributes(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
    PWDF_OBJECT_ATTRIBUTES RequestAttributes)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);

	wdf_not_null(RequestAttributes, __func__, "RequestAttributes");
	if (!NT_SUCCESS(attributes_check(RequestAttributes, ATTRIBUTES_PARENT_NOT_ALLOWED))) {
		finding(RULE_R8, "%s: the attributes are invalid and are not used", __func__);
		return;
	}
	init->request_attributes = *RequestAttributes;
}

static void NTAPI
WdfDeviceInitSetIoInCallerContextCallback(PWDF_DRIVER_GLOBALS DriverGlobals,
    PWDFDEVICE_INIT DeviceInit, PFN_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);

	wdf_not_null(
	    (const void *)(uintptr_t)EvtIoInCallerContext, __func__, "EvtIoInCallerContext");
	init->in_caller_context = EvtIoInCallerContext;
}

static void NTAPI
WdfControlDeviceInitSetShutdownNotification(PWDF_DRIVER_GLOBALS DriverGlobals,
    PWDFDEVICE_INIT DeviceInit, PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION Notification, UCHAR Flags)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);

	wdf_not_null((const void *)(uintptr_t)Notification, __func__, "Notification");
	init->shutdown = Notification;
	init->shutdown_flags = Flags;
}

/* Windows: power is nothing to a control device.  [K: fxdeviceinitapi.cpp] */
static void NTAPI
WdfDeviceInitSetPowerNotPageable(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit)
{
	(void)wdf_init_from(DriverGlobals, DeviceInit, __func__);
}

static void NTAPI
WdfDeviceInitSetPowerPageable(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit)
{
	(void)wdf_init_from(DriverGlobals, DeviceInit, __func__);
}

const struct contract wdf_init_slots[] = {
	EXPORT(WdfControlDeviceInitAllocate, 3, PASSIVE_LEVEL, REFUSAL_NULL, 0, PAGE(wdfcontrol),
	    ENTERS(DEVICE_INIT)),
	EXPORT(WdfControlDeviceInitSetShutdownNotification, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    PAGE(wdfcontrol)),
	EXPORT(WdfDeviceInitFree, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice),
	    STRIKES(DEVICE_INIT)),
	EXPORT(WdfDeviceInitAssignName, 3, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfdevice),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(WdfDeviceInitAssignSDDLString, 3, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfdevice),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST STATUS_INVALID_PARAMETER")),
	EXPORT(WdfDeviceInitSetDeviceClass, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice),
	    APPROXIMATES("the class has no security of its own")),
	EXPORT(WdfDeviceInitSetIoType, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceInitSetIoTypeEx, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceInitSetExclusive, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceInitSetDeviceType, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(
	    WdfDeviceInitSetCharacteristics, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(
	    WdfDeviceInitSetFileObjectConfig, 4, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(
	    WdfDeviceInitSetRequestAttributes, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceInitSetIoInCallerContextCallback, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    PAGE(wdfdevice)),
	EXPORT(
	    WdfDeviceInitSetPowerNotPageable, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORT(WdfDeviceInitSetPowerPageable, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfdevice)),
	EXPORTS_END,
};
