/*
 * WMI registrations, and the trace functions that WPP calls.
 *
 * Here: no WMI consumer and no software trace session exists.  So a registered driver is sent no
 *   IRP_MN_REGINFO, and each trace handle is refused as Windows refuses one that is none.
 */
#include "executive/object.h"
#include "ledger/finding.h"
#include "nt/status.h"
#include "nt/trace.h"
#include "trace/exports.h"

NTAPI NTSTATUS IoWMIRegistrationControl(DEVICE_OBJECT *DeviceObject, ULONG Action);
NTAPI NTSTATUS WmiTraceMessage(TRACEHANDLE LoggerHandle, ULONG MessageFlags,
    const GUID *MessageGuid, USHORT MessageNumber, ...);
NTAPI NTSTATUS WmiTraceMessageVa(TRACEHANDLE LoggerHandle, ULONG MessageFlags,
    const GUID *MessageGuid, USHORT MessageNumber, const uint64_t *MessageArgList);
NTAPI NTSTATUS WmiQueryTraceInformation(TRACE_INFORMATION_CLASS TraceInformationClass,
    void *TraceInformation, ULONG TraceInformationLength, ULONG *RequiredLength,
    const void *Buffer);

static NTSTATUS
wmi_register(DEVICE_OBJECT *device)
{
	if (ledger_holds(HOLDING_WMI, (uintptr_t)device))
		return STATUS_OBJECT_NAME_EXISTS;
	ledger_enter(HOLDING_WMI, (uintptr_t)device, 0);
	return STATUS_SUCCESS;
}

/* Windows: a registration names a device object, or with a flag a routine.
 * [ddi:IoWMIRegistrationControl; wdm.h] */
NTSTATUS NTAPI
IoWMIRegistrationControl(DEVICE_OBJECT *DeviceObject, ULONG Action)
{
	bool registered = ledger_holds(HOLDING_WMI, (uintptr_t)DeviceObject);

	if ((Action & WMIREG_FLAG_CALLBACK) == 0 && !registered)
		object_expect(DeviceObject, OBJECT_DEVICE, "IoWMIRegistrationControl");
	switch (Action & 0xffff) {
	case WMIREG_ACTION_REGISTER:
		return wmi_register(DeviceObject);
	case WMIREG_ACTION_DEREGISTER:
		return ledger_strike(HOLDING_WMI, (uintptr_t)DeviceObject)
		    ? STATUS_SUCCESS
		    : STATUS_INVALID_PARAMETER;
	case WMIREG_ACTION_REREGISTER:
	case WMIREG_ACTION_UPDATE_GUIDS:
	case WMIREG_ACTION_BLOCK_IRPS:
		return registered ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
	}
	return STATUS_INVALID_PARAMETER;
}

NTSTATUS NTAPI
WmiTraceMessage(TRACEHANDLE LoggerHandle, ULONG MessageFlags, const GUID *MessageGuid,
    USHORT MessageNumber, ...)
{
	return WmiTraceMessageVa(LoggerHandle, MessageFlags, MessageGuid, MessageNumber, NULL);
}

NTSTATUS NTAPI
WmiTraceMessageVa(TRACEHANDLE LoggerHandle, ULONG MessageFlags, const GUID *MessageGuid,
    USHORT MessageNumber, const uint64_t *MessageArgList)
{
	(void)LoggerHandle, (void)MessageFlags, (void)MessageGuid;
	(void)MessageNumber, (void)MessageArgList;
	return STATUS_INVALID_HANDLE;
}

/* What a class needs room for.  [ddi:WmiQueryTraceInformation, Remarks] */
static ULONG
information_bytes(TRACE_INFORMATION_CLASS class)
{
	switch (class) {
	case TraceIdClass:
	case TraceEnableFlagsClass:
	case TraceEnableLevelClass:
		return sizeof(ULONG);
	case TraceHandleClass:
	case GlobalLoggerHandleClass:
	case EventLoggerHandleClass:
	case TraceHandleByNameClass:
		return sizeof(TRACEHANDLE);
	case AllLoggerHandlesClass:
		break;
	}
	return 0;
}

NTSTATUS NTAPI
WmiQueryTraceInformation(TRACE_INFORMATION_CLASS TraceInformationClass, void *TraceInformation,
    ULONG TraceInformationLength, ULONG *RequiredLength, const void *Buffer)
{
	if (TraceInformationClass > TraceHandleByNameClass)
		return STATUS_INVALID_INFO_CLASS;
	if (TraceInformation == NULL)
		return STATUS_INVALID_PARAMETER_MIX;
	if (RequiredLength != NULL)
		*RequiredLength = information_bytes(TraceInformationClass);
	if (TraceInformationLength < information_bytes(TraceInformationClass))
		return STATUS_INFO_LENGTH_MISMATCH;
	switch (TraceInformationClass) {
	case AllLoggerHandlesClass:
		return STATUS_SUCCESS; /* of no handles */
	case GlobalLoggerHandleClass:
		return STATUS_NOT_FOUND;
	case TraceHandleByNameClass:
		return Buffer != NULL ? STATUS_INVALID_PARAMETER : STATUS_INVALID_PARAMETER_MIX;
	case EventLoggerHandleClass:
		not_modelled("WmiQueryTraceInformation: EventLoggerHandleClass");
	case TraceIdClass:
	case TraceHandleClass:
	case TraceEnableFlagsClass:
	case TraceEnableLevelClass:
		break;
	}
	return Buffer != NULL ? STATUS_INVALID_HANDLE : STATUS_INVALID_PARAMETER_MIX;
}

const struct contract wmi_exports[] = {
	EXPORT(IoWMIRegistrationControl, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_EXISTS"),
	    APPROXIMATES("the driver is sent no IRP_MN_REGINFO"), ENTERS(WMI), STRIKES(WMI)),
	EXPORT(WmiTraceMessage, GATE_ARGUMENTS, HIGH_LEVEL, REFUSAL_NONE, VARIADIC, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE"), APPROXIMATES("there are no trace sessions")),
	EXPORT(WmiTraceMessageVa, 5, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE"), APPROXIMATES("there are no trace sessions")),
	EXPORT(WmiQueryTraceInformation, 5, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_INFO_CLASS STATUS_INFO_LENGTH_MISMATCH STATUS_NOT_FOUND "
		  "STATUS_INVALID_HANDLE STATUS_INVALID_PARAMETER STATUS_INVALID_PARAMETER_MIX"),
	    APPROXIMATES("there are no trace sessions")),
	EXPORTS_END,
};
