#include "kmdf/preprocess.h"

#include "executive/irp.h"
#include "kmdf/bind.h"
#include "kmdf/device.h"
#include "kmdf/driver.h"
#include "kmdf/init.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "ledger/finding.h"

#include <string.h>

PFN_WDFDEVICE_WDM_IRP_PREPROCESS
wdf_preprocess_of(const struct wdf_device *device, const IRP *irp)
{
	const IO_STACK_LOCATION *stack = irp_stack(irp);
	const struct wdf_preprocess *preprocess = &device->preprocess[stack->MajorFunction];

	if (preprocess->callback == NULL || preprocess->minors == 0)
		return preprocess->callback;
	for (ULONG at = 0; at < preprocess->minors; at++) {
		if (preprocess->minor[at] == stack->MinorFunction)
			return preprocess->callback;
	}
	return NULL;
}

/* [K: fxdeviceinitapi.cpp] */
static NTSTATUS NTAPI
WdfDeviceInitAssignWdmIrpPreprocessCallback(PWDF_DRIVER_GLOBALS DriverGlobals,
    PWDFDEVICE_INIT DeviceInit, PFN_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess,
    UCHAR MajorFunction, PUCHAR MinorFunctions, ULONG NumMinorFunctions)
{
	struct WDFDEVICE_INIT *init = wdf_init_from(DriverGlobals, DeviceInit, __func__);
	struct wdf_preprocess *preprocess;

	wdf_not_null((const void *)(uintptr_t)EvtDeviceWdmIrpPreprocess, __func__,
	    "EvtDeviceWdmIrpPreprocess");
	if (NumMinorFunctions > 0)
		wdf_not_null(MinorFunctions, __func__, "MinorFunctions");
	if (MajorFunction > IRP_MJ_MAXIMUM_FUNCTION)
		return STATUS_INVALID_PARAMETER;
	preprocess = &init->preprocess[MajorFunction];
	if (NumMinorFunctions > 0 && preprocess->minors > 0)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (NumMinorFunctions > sizeof(preprocess->minor))
		not_modelled("%s: %u minor functions", __func__, NumMinorFunctions);
	if (NumMinorFunctions > 0) {
		memcpy(preprocess->minor, MinorFunctions, NumMinorFunctions);
		preprocess->minors = NumMinorFunctions;
	}
	preprocess->callback = EvtDeviceWdmIrpPreprocess;
	init->preprocesses = true;
	return STATUS_SUCCESS;
}

static struct wdf_device *
preprocessed(PWDF_DRIVER_GLOBALS globals, WDFDEVICE handle, IRP *irp, const char *function)
{
	struct wdf_device *device = wdf_object_for(globals, handle, WDF_KIND_DEVICE, function);

	wdf_not_null(irp, function, "Irp");
	irp_expect(irp, "dispatches");
	if (irp->CurrentLocation <= 1)
		driver_crashes(RULE_R4, moment_now().where, "0x35 NO_MORE_IRP_STACK_LOCATIONS",
		    "%s of IRP %p without a stack location for the framework: "
		    "IoSkipCurrentIrpStackLocation or IoCopyCurrentIrpStackLocationToNext come "
		    "first",
		    function, (void *)irp);
	irp->CurrentLocation--;
	irp->Tail.Overlay.CurrentStackLocation--;
	return device;
}

/* Windows: the location that the driver has set up becomes the current one, and the framework goes
 *   on from there.  [K: FxDevice::DispatchPreprocessedIrp] */
static NTSTATUS NTAPI
WdfDeviceWdmDispatchPreprocessedIrp(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, PIRP Irp)
{
	return wdf_driver_dispatch(preprocessed(DriverGlobals, Device, Irp, __func__), Irp);
}

/* Windows: the queue must be the device's; the flag says that the driver set up the next stack
 *   location.  [ddi:WdfDeviceWdmDispatchIrpToIoQueue] */
static NTSTATUS NTAPI
WdfDeviceWdmDispatchIrpToIoQueue(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, PIRP Irp, WDFQUEUE Queue, ULONG Flags)
{
	struct wdf_device *device =
	    wdf_object_for(DriverGlobals, Device, WDF_KIND_DEVICE, __func__);
	struct wdf_queue *queue = wdf_object_get(Queue, WDF_KIND_QUEUE, __func__);

	if (Flags & ~(ULONG)WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP)
		not_modelled("%s: flags %#x", __func__, Flags);
	if (queue->device != device)
		return STATUS_INVALID_PARAMETER;
	if (Flags & WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP)
		preprocessed(DriverGlobals, Device, Irp, __func__);
	else
		irp_expect(Irp, "dispatches");
	return wdf_queue_add(queue, wdf_request_take(device, Irp));
}

const struct contract wdf_preprocess_slots[] = {
	EXPORT(WdfDeviceInitAssignWdmIrpPreprocessCallback, 6, DISPATCH_LEVEL, REFUSAL_STATUS, 0,
	    PAGE(wdfdevice), FAILS("STATUS_INVALID_PARAMETER STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfDeviceWdmDispatchPreprocessedIrp, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfdevice)),
	EXPORT(WdfDeviceWdmDispatchIrpToIoQueue, 5, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfdevice), FAILS("STATUS_INVALID_PARAMETER")),
	EXPORTS_END,
};
