#include "kmdf/request.h"

#include "executive/mdl.h"
#include "kernel/gate.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/device.h"
#include "kmdf/file.h"
#include "kmdf/queue.h"
#include "kmdf/status.h"
#include "kmdf/target.h"
#include "ledger/finding.h"
#include "sched/thread.h"

#include <stdio.h>
#include <string.h>

#define CANCEL_CONTEXT 3 /* in DriverContext, where Windows' IoCsq has its own */

struct wdf_request *
wdf_request_take(struct wdf_device *device, IRP *irp)
{
	const WDF_OBJECT_ATTRIBUTES *attributes =
	    device->request_attributes.Size != 0 ? &device->request_attributes : NULL;
	struct wdf_request *request = (struct wdf_request *)wdf_object_take(
	    device->object.binding, WDF_KIND_REQUEST, sizeof(*request), attributes, NULL);

	request->object.no_delete = true;
	request->irp = irp;
	request->device = device;
	list_start(&request->link);
	return request;
}

void
wdf_request_destroy(struct wdf_object *object)
{
	struct wdf_request *request = (struct wdf_request *)object;

	if (request->mdl != NULL)
		mdl_free(request->mdl);
	wdf_sending_end(request);
}

bool
wdf_request_set_cancel(struct wdf_request *request, PDRIVER_CANCEL routine)
{
	IRP *irp = request->irp;

	if (irp->Cancel)
		return false;
	irp->Tail.Overlay.DriverContext[CANCEL_CONTEXT] = request;
	irp->CancelRoutine = routine;
	return true;
}

bool
wdf_request_clear_cancel(struct wdf_request *request)
{
	IRP *irp = request->irp;

	if (irp->CancelRoutine == NULL)
		return false;
	irp->CancelRoutine = NULL;
	irp->Tail.Overlay.DriverContext[CANCEL_CONTEXT] = NULL;
	return true;
}

struct wdf_request *
wdf_request_canceled(IRP *irp)
{
	struct wdf_request *request = irp->Tail.Overlay.DriverContext[CANCEL_CONTEXT];

	irp->Tail.Overlay.DriverContext[CANCEL_CONTEXT] = NULL;
	return request;
}

struct wdf_request *
wdf_request_owned(PWDF_DRIVER_GLOBALS globals, WDFREQUEST handle, const char *function)
{
	struct wdf_request *request = wdf_object_for(globals, handle, WDF_KIND_REQUEST, function);

	switch ((enum wdf_request_place)request->place) {
	case REQUEST_AT_DRIVER:
	case REQUEST_IN_CALLER_CONTEXT:
		return request;
	case REQUEST_COMPLETED:
		wdf_violation(VIOLATION_REQUEST, "%s: the request was completed before", function);
	case REQUEST_WAITING:
		wdf_violation(VIOLATION_VERIFIER,
		    "%s: the request waits in a queue, it is not "
		    "the driver's",
		    function);
	case REQUEST_SENT:
		wdf_violation(VIOLATION_REQUEST,
		    "%s: the request is with an I/O target, and was not completed there", function);
	case REQUEST_CREATED:
		wdf_violation(VIOLATION_REQUEST,
		    "%s: the request is one of the driver's own making", function);
	case REQUEST_NEW:
		break;
	}
	wdf_violation(VIOLATION_VERIFIER, "%s: the request is not the driver's", function);
}

/* Windows: 0x10D/0x6/0x4; a larger buffer would be copied than there is.  [K: fxrequest.cpp] */
static void
information_check(const struct wdf_request *request, NTSTATUS status)
{
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);
	uint64_t limit = UINT64_MAX;

	if (stack->MajorFunction == IRP_MJ_READ)
		limit = stack->Parameters.Read.Length;
	else if (stack->MajorFunction == IRP_MJ_WRITE)
		limit = stack->Parameters.Write.Length;
	else if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL
	    && request->irp->RequestorMode == UserMode
	    && stack->Parameters.DeviceIoControl.OutputBufferLength > 0)
		limit = stack->Parameters.DeviceIoControl.OutputBufferLength;
	if (NT_SUCCESS(status) && request->irp->IoStatus.Information > limit)
		wdf_violation(VIOLATION_REQUEST, "completes a request with %lu bytes of %lu",
		    (unsigned long)request->irp->IoStatus.Information, (unsigned long)limit);
}

/* Windows: the framework's own codes stay inside it.  [K: FxRequest::CompleteInternal] */
static NTSTATUS
status_outside(NTSTATUS status)
{
	if (((uint32_t)status & 0x0FFF0000) != 0x00200000)
		return status;
	if (status == STATUS_WDF_PAUSED || status == STATUS_WDF_BUSY)
		return STATUS_DEVICE_BUSY;
	if (status == STATUS_WDF_INTERNAL_ERROR)
		return STATUS_INTERNAL_ERROR;
	return STATUS_INVALID_DEVICE_REQUEST;
}

/*
 * Windows: a request may not be completed while it is cancelable; the driver
 *   unmarks it first.  [ddi:WdfRequestUnmarkCancelable]
 * Here: it is said, and then done for the driver.
 */
static void
cancelable_check(struct wdf_request *request)
{
	if (!request->cancelable)
		return;
	finding(RULE_R38, "completes a request that is still marked cancelable");
	if (wdf_request_clear_cancel(request))
		list_remove(&request->link);
	request->cancelable = false;
}

/* [K: FxRequest::CompleteInternal, PostProcessCompletion] */
void
wdf_request_complete(struct wdf_request *request, NTSTATUS status)
{
	struct wdf_queue *queue = request->place == REQUEST_AT_DRIVER ? request->queue : NULL;
	bool create = irp_stack(request->irp)->MajorFunction == IRP_MJ_CREATE;
	struct wdf_device *device = request->device;
	IRP *irp = request->irp;

	information_check(request, status);
	cancelable_check(request);
	status = status_outside(status);
	if (!request->presented)
		wdf_object_drop_callbacks(&request->object);
	if (irql_now() > PASSIVE_LEVEL && wdf_object_wants_passive(&request->object))
		not_modelled("a request with children that want PASSIVE_LEVEL, completed above it");
	wdf_object_dispose(&request->object);
	wdf_object_children_let_go(&request->object);
	request->status = status;
	request->irp = NULL;
	request->place = REQUEST_COMPLETED;
	irp->IoStatus.Status = status;
	wdf_object_reference(&device->object);
	if (create)
		wdf_file_created(device, irp);
	IofCompleteRequest(irp, IO_NO_INCREMENT);
	if (queue != NULL)
		wdf_queue_completed(queue);
	wdf_object_let_go(&request->object);
	wdf_object_release(&device->object);
}

static void NTAPI
WdfRequestComplete(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, NTSTATUS Status)
{
	wdf_request_complete(wdf_request_owned(DriverGlobals, Request, __func__), Status);
}

static void NTAPI
WdfRequestCompleteWithPriorityBoost(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, NTSTATUS Status, CCHAR PriorityBoost)
{
	(void)PriorityBoost;
	wdf_request_complete(wdf_request_owned(DriverGlobals, Request, __func__), Status);
}

static void NTAPI
WdfRequestCompleteWithInformation(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, NTSTATUS Status, ULONG_PTR Information)
{
	struct wdf_request *request = wdf_request_owned(DriverGlobals, Request, __func__);

	request->irp->IoStatus.Information = Information;
	wdf_request_complete(request, Status);
}

/* The request while it has its IRP; a completed one is a driver's bug. */
static struct wdf_request *
with_irp(PWDF_DRIVER_GLOBALS globals, WDFREQUEST handle, const char *function)
{
	struct wdf_request *request = wdf_object_for(globals, handle, WDF_KIND_REQUEST, function);

	if (request->irp == NULL)
		wdf_violation(VIOLATION_REQUEST, "%s: the request was completed before", function);
	return request;
}

/* As with_irp, of a request that came to the driver: one of its own making has no location. */
static struct wdf_request *
presented(PWDF_DRIVER_GLOBALS globals, WDFREQUEST handle, const char *function)
{
	struct wdf_request *request = with_irp(globals, handle, function);

	if (request->created)
		wdf_violation(VIOLATION_REQUEST,
		    "%s: the request is one of the driver's own making", function);
	return request;
}

static void NTAPI
WdfRequestSetInformation(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, ULONG_PTR Information)
{
	with_irp(DriverGlobals, Request, __func__)->irp->IoStatus.Information = Information;
}

static ULONG_PTR NTAPI
WdfRequestGetInformation(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	return with_irp(DriverGlobals, Request, __func__)->irp->IoStatus.Information;
}

static NTSTATUS NTAPI
WdfRequestGetStatus(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	const struct wdf_request *request =
	    wdf_object_for(DriverGlobals, Request, WDF_KIND_REQUEST, __func__);

	return request->irp != NULL ? request->irp->IoStatus.Status : request->status;
}

void
wdf_request_parameters(const struct wdf_request *request, WDF_REQUEST_PARAMETERS *parameters)
{
	const IO_STACK_LOCATION *stack = irp_stack(request->irp);

	_Static_assert(sizeof(parameters->Parameters) == sizeof(stack->Parameters),
	    "the framework copies them as they are [K: FxRequest::CheckAssumptions]");
	parameters->Type = (WDF_REQUEST_TYPE)stack->MajorFunction;
	parameters->MinorFunction = stack->MinorFunction;
	memcpy(&parameters->Parameters, &stack->Parameters, sizeof(parameters->Parameters));
}

/* Windows: a structure of the wrong size is left as it is.  [K: fxrequestapi.cpp] */
static void NTAPI
WdfRequestGetParameters(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PWDF_REQUEST_PARAMETERS Parameters)
{
	const struct wdf_request *request = presented(DriverGlobals, Request, __func__);

	wdf_not_null(Parameters, __func__, "Parameters");
	if (Parameters->Size != sizeof(*Parameters))
		return;
	wdf_request_parameters(request, Parameters);
}

static PIRP NTAPI
WdfRequestWdmGetIrp(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	return with_irp(DriverGlobals, Request, __func__)->irp;
}

static KPROCESSOR_MODE NTAPI
WdfRequestGetRequestorMode(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	return with_irp(DriverGlobals, Request, __func__)->irp->RequestorMode;
}

static ULONG NTAPI
WdfRequestGetRequestorProcessId(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	return IoGetRequestorProcessId(presented(DriverGlobals, Request, __func__)->irp);
}

/* Here: no client of the machine is a 32-bit program. */
static BOOLEAN NTAPI
WdfRequestIsFrom32BitProcess(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	(void)with_irp(DriverGlobals, Request, __func__);
	return FALSE;
}

static BOOLEAN NTAPI
WdfRequestIsReserved(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	(void)wdf_object_for(DriverGlobals, Request, WDF_KIND_REQUEST, __func__);
	return FALSE;
}

static WDFFILEOBJECT NTAPI
WdfRequestGetFileObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	const struct wdf_request *request = presented(DriverGlobals, Request, __func__);
	struct wdf_file *file = wdf_file_find(request->device, irp_stack(request->irp)->FileObject);

	return file != NULL ? wdf_object_handle(&file->object) : NULL;
}

static WDFQUEUE NTAPI
WdfRequestGetIoQueue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	const struct wdf_request *request =
	    wdf_object_for(DriverGlobals, Request, WDF_KIND_REQUEST, __func__);

	if (request->queue == NULL || request->queue->internal)
		return NULL;
	return wdf_object_handle(&request->queue->object);
}

static NTSTATUS NTAPI
WdfRequestForwardToIoQueue(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, WDFQUEUE DestinationQueue)
{
	struct wdf_queue *queue =
	    wdf_object_for(DriverGlobals, DestinationQueue, WDF_KIND_QUEUE, __func__);
	struct wdf_request *request = wdf_request_owned(DriverGlobals, Request, __func__);

	if (request->place != REQUEST_AT_DRIVER)
		return STATUS_INVALID_DEVICE_REQUEST;
	return wdf_queue_forward(request->queue, queue, request);
}

static NTSTATUS NTAPI
WdfRequestRequeue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	struct wdf_request *request = wdf_request_owned(DriverGlobals, Request, __func__);

	if (request->place != REQUEST_AT_DRIVER)
		return STATUS_INVALID_DEVICE_REQUEST;
	return wdf_queue_requeue(request);
}

static void NTAPI
WdfRequestMarkCancelable(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel)
{
	struct wdf_request *request = wdf_request_owned(DriverGlobals, Request, __func__);

	wdf_not_null((const void *)(uintptr_t)EvtRequestCancel, __func__, "EvtRequestCancel");
	(void)wdf_queue_mark(request, EvtRequestCancel, false);
}

/* Windows: STATUS_CANCELLED: it was canceled before, and the callback will not run.
 *   [ddi:WdfRequestMarkCancelableEx] */
static NTSTATUS NTAPI
WdfRequestMarkCancelableEx(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel)
{
	struct wdf_request *request = wdf_request_owned(DriverGlobals, Request, __func__);

	wdf_not_null((const void *)(uintptr_t)EvtRequestCancel, __func__, "EvtRequestCancel");
	return wdf_queue_mark(request, EvtRequestCancel, true);
}

static NTSTATUS NTAPI
WdfRequestUnmarkCancelable(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	struct wdf_request *request =
	    wdf_object_for(DriverGlobals, Request, WDF_KIND_REQUEST, __func__);

	if (request->irp == NULL)
		return STATUS_CANCELLED; /* its cancel callback completed it */
	return wdf_queue_unmark(request);
}

/* Windows: for a request that is not marked cancelable.  [ddi:WdfRequestIsCanceled] */
static BOOLEAN NTAPI
WdfRequestIsCanceled(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	const struct wdf_request *request = wdf_request_owned(DriverGlobals, Request, __func__);

	return request->canceled || request->irp->Cancel;
}

/* Here: control devices have no power states, so EvtIoStop never runs. */
static void NTAPI
WdfRequestStopAcknowledge(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, BOOLEAN Requeue)
{
	(void)Requeue;
	(void)wdf_object_for(DriverGlobals, Request, WDF_KIND_REQUEST, __func__);
	finding(RULE_R38, "%s: outside EvtIoStop", __func__);
}

const struct contract wdf_request_slots[] = {
	EXPORT(WdfRequestComplete, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfrequest)),
	EXPORT(WdfRequestCompleteWithPriorityBoost, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfrequest)),
	EXPORT(WdfRequestCompleteWithInformation, 4, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfrequest)),
	EXPORT(WdfRequestSetInformation, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(WdfRequestGetInformation, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(WdfRequestGetStatus, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(WdfRequestGetParameters, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(WdfRequestWdmGetIrp, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(WdfRequestGetRequestorMode, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(
	    WdfRequestGetRequestorProcessId, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(WdfRequestIsFrom32BitProcess, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest),
	    APPROXIMATES("client programs are 64-bit")),
	EXPORT(WdfRequestIsReserved, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(WdfRequestGetFileObject, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(WdfRequestGetIoQueue, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORT(WdfRequestForwardToIoQueue, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfrequest), FAILS("STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(WdfRequestRequeue, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfrequest),
	    FAILS("STATUS_INVALID_DEVICE_REQUEST")),
	EXPORT(
	    WdfRequestMarkCancelable, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfrequest)),
	EXPORT(WdfRequestMarkCancelableEx, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfrequest)),
	EXPORT(WdfRequestUnmarkCancelable, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(wdfrequest), FAILS("STATUS_CANCELLED")),
	EXPORT(WdfRequestIsCanceled, 2, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdfrequest)),
	EXPORT(WdfRequestStopAcknowledge, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfrequest)),
	EXPORTS_END,
};
