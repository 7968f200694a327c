/* The entry points of requests that are sent.  What they do stands in send.c. */
#include "executive/irp.h"
#include "kmdf/bind.h"
#include "kmdf/request.h"
#include "kmdf/status.h"
#include "kmdf/target.h"

NTAPI void IoReuseIrp(IRP *Irp, NTSTATUS Iostatus);

/* The request, which the driver made or which is in its hands. */
static struct wdf_request *
sendable(PWDF_DRIVER_GLOBALS globals, WDFREQUEST handle, const char *function)
{
	struct wdf_request *request = wdf_object_for(globals, handle, WDF_KIND_REQUEST, function);

	if (request->created && request->place == REQUEST_CREATED)
		return request;
	return wdf_request_owned(globals, handle, function);
}

static BOOLEAN NTAPI
WdfRequestSend(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, WDFIOTARGET Target,
    PWDF_REQUEST_SEND_OPTIONS Options)
{
	struct wdf_request *request = sendable(DriverGlobals, Request, __func__);
	const ULONG both =
	    WDF_REQUEST_SEND_OPTION_SYNCHRONOUS | WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET;

	if (Options != NULL
	    && (Options->Size != sizeof(*Options) || (Options->Flags & both) == both)) {
		request->status = STATUS_INVALID_PARAMETER;
		return FALSE;
	}
	return wdf_request_send(
	    request, wdf_object_get(Target, WDF_KIND_IO_TARGET, __func__), Options);
}

static NTSTATUS NTAPI
WdfRequestCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES RequestAttributes,
    WDFIOTARGET IoTarget, WDFREQUEST *Request)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	NTSTATUS status = attributes_check(RequestAttributes, 0);
	struct wdf_target *target = NULL;
	struct wdf_request *request;

	wdf_not_null(Request, __func__, "Request");
	*Request = NULL;
	if (!NT_SUCCESS(status))
		return status;
	if (IoTarget != NULL)
		target = wdf_object_get(IoTarget, WDF_KIND_IO_TARGET, __func__);
	status = wdf_request_make(binding, RequestAttributes, target, NULL, &request);
	if (NT_SUCCESS(status))
		*Request = wdf_object_handle(&request->object);
	return status;
}

static NTSTATUS NTAPI
WdfRequestCreateFromIrp(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES RequestAttributes,
    PIRP Irp, BOOLEAN RequestFreesIrp, WDFREQUEST *Request)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	NTSTATUS status = attributes_check(RequestAttributes, 0);
	struct wdf_request *request;

	wdf_not_null(Irp, __func__, "Irp");
	wdf_not_null(Request, __func__, "Request");
	*Request = NULL;
	if (!NT_SUCCESS(status))
		return status;
	irp_expect(Irp, "makes a WDFREQUEST of");
	status = wdf_request_make(binding, RequestAttributes, NULL, Irp, &request);
	if (!NT_SUCCESS(status))
		return status;
	request->frees_irp = RequestFreesIrp;
	*Request = wdf_object_handle(&request->object);
	return status;
}

/* Windows: only a request of the driver's own that is not with a target; its completion routine and
 *   formatting are gone.  [ddi:WdfRequestReuse] */
static NTSTATUS NTAPI
WdfRequestReuse(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PWDF_REQUEST_REUSE_PARAMS ReuseParams)
{
	struct wdf_request *request = sendable(DriverGlobals, Request, __func__);
	struct wdf_sending *sending = wdf_sending_of(request);

	wdf_not_null(ReuseParams, __func__, "ReuseParams");
	if (ReuseParams->Size != sizeof(*ReuseParams))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!request->created)
		return STATUS_INVALID_DEVICE_REQUEST;
	wdf_transfer_end(&sending->transfer);
	sending->formatted = false;
	sending->routine = NULL;
	sending->context = NULL;
	if (ReuseParams->Flags & WDF_REQUEST_REUSE_SET_NEW_IRP) {
		if (request->frees_irp)
			return STATUS_INVALID_DEVICE_REQUEST;
		request->irp = ReuseParams->NewIrp;
		return request->irp != NULL ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
	}
	IoReuseIrp(request->irp, ReuseParams->Status);
	request->status = ReuseParams->Status;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfRequestChangeTarget(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, WDFIOTARGET IoTarget)
{
	struct wdf_request *request = sendable(DriverGlobals, Request, __func__);
	struct wdf_target *target = wdf_object_get(IoTarget, WDF_KIND_IO_TARGET, __func__);

	return wdf_request_reaches(request, target);
}

/* Windows: the current location is copied to the next.  [ddi:WdfRequestFormatRequestUsingCurrentType] */
static void NTAPI
WdfRequestFormatRequestUsingCurrentType(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	struct wdf_request *request = sendable(DriverGlobals, Request, __func__);

	if (request->created)
		wdf_violation(VIOLATION_REQUEST, "%s: the request has no current type", __func__);
	if (request->irp->CurrentLocation <= 1)
		return; /* no room; sending it fails */
	*irp_next(request->irp) = *irp_stack(request->irp);
	wdf_sending_of(request)->formatted = true;
}

static void NTAPI
WdfRequestWdmFormatUsingStackLocation(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PIO_STACK_LOCATION Stack)
{
	struct wdf_request *request = sendable(DriverGlobals, Request, __func__);

	wdf_not_null(Stack, __func__, "Stack");
	if (request->irp->CurrentLocation <= 1)
		return;
	*irp_next(request->irp) = *Stack;
	wdf_sending_of(request)->formatted = true;
}

static void NTAPI
WdfRequestSetCompletionRoutine(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
    PFN_WDF_REQUEST_COMPLETION_ROUTINE CompletionRoutine, PVOID CompletionContext)
{
	struct wdf_sending *sending = wdf_sending_of(sendable(DriverGlobals, Request, __func__));

	sending->routine = CompletionRoutine;
	sending->context = CompletionRoutine != NULL ? CompletionContext : NULL;
}

static void NTAPI
WdfRequestGetCompletionParams(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PWDF_REQUEST_COMPLETION_PARAMS Params)
{
	struct wdf_request *request = sendable(DriverGlobals, Request, __func__);

	wdf_not_null(Params, __func__, "Params");
	if (Params->Size != sizeof(*Params))
		return;
	*Params = wdf_sending_of(request)->params;
}

static NTSTATUS NTAPI
WdfRequestAllocateTimer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	(void)wdf_object_for(DriverGlobals, Request, WDF_KIND_REQUEST, __func__);
	return STATUS_SUCCESS; /* a synchronous request's limit needs none here */
}

/* Windows: TRUE if it could be cancelled; it comes back all the same.
 *   [ddi:WdfRequestCancelSentRequest] */
static BOOLEAN NTAPI
WdfRequestCancelSentRequest(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request)
{
	struct wdf_request *request =
	    wdf_object_for(DriverGlobals, Request, WDF_KIND_REQUEST, __func__);

	if (request->sending == NULL || !request->sending->sent)
		return FALSE;
	return irp_cancel(request->irp);
}

#define SEND_SLOT(name, arguments, refusal, flags, ...) \
	EXPORT(name, arguments, DISPATCH_LEVEL, refusal, flags, PAGE(wdfrequest), ##__VA_ARGS__)

const struct contract wdf_send_slots[] = {
	SEND_SLOT(WdfRequestCreate, 4, REFUSAL_STATUS, 0, FAILS("STATUS_INFO_LENGTH_MISMATCH")),
	SEND_SLOT(
	    WdfRequestCreateFromIrp, 5, REFUSAL_STATUS, 0, FAILS("STATUS_INFO_LENGTH_MISMATCH")),
	SEND_SLOT(WdfRequestReuse, 3, REFUSAL_NONE, 0,
	    FAILS("STATUS_INFO_LENGTH_MISMATCH STATUS_INVALID_DEVICE_REQUEST")),
	SEND_SLOT(WdfRequestChangeTarget, 3, REFUSAL_STATUS, 0,
	    FAILS("STATUS_REQUEST_NOT_ACCEPTED STATUS_INVALID_DEVICE_STATE")),
	SEND_SLOT(WdfRequestFormatRequestUsingCurrentType, 2, REFUSAL_NONE, 0),
	SEND_SLOT(WdfRequestWdmFormatUsingStackLocation, 3, REFUSAL_NONE, 0),
	SEND_SLOT(WdfRequestSend, 4, REFUSAL_NONE, SCHEDULES,
	    APPROXIMATES("no time limit without waiting; nothing is sent to a stopped target")),
	SEND_SLOT(WdfRequestCancelSentRequest, 2, REFUSAL_NONE, SCHEDULES),
	SEND_SLOT(WdfRequestSetCompletionRoutine, 4, REFUSAL_NONE, 0),
	SEND_SLOT(WdfRequestGetCompletionParams, 3, REFUSAL_NONE, 0),
	SEND_SLOT(WdfRequestAllocateTimer, 2, REFUSAL_STATUS, 0),
	EXPORTS_END,
};
