/*
 * WppRecorder.sys, the in-flight recorder.
 *
 * Windows: WppAutoLogStart makes a driver's default log, WppAutoLogStop gives it back; further logs
 *   are made and deleted.  Where there was no memory for a log, messages go nowhere.
 *   [ddi:WppRecorderLogCreate; wpprecorder.h]
 * Here: there never is a default log, so no message is kept; but what was started must be stopped.
 */
#include "host/arena.h"
#include "ledger/finding.h"
#include "nt/io.h"
#include "nt/status.h"
#include "nt/trace.h"
#include "trace/exports.h"

NTAPI void WppAutoLogStart(
    void *WppCb, DRIVER_OBJECT *DriverObject, const UNICODE_STRING *RegistryPath);
NTAPI void WppAutoLogStop(void *WppCb, DRIVER_OBJECT *DriverObject);
NTAPI NTSTATUS WppAutoLogTrace(void *AutoLogContext, UCHAR MessageLevel, ULONG MessageFlags,
    const GUID *MessageGuid, USHORT MessageNumber, ...);
NTAPI void imp_WppRecorderReplay(
    void *WppCb, TRACEHANDLE WppTraceHandle, ULONG EnableFlags, UCHAR EnableLevel);
NTAPI void imp_WppRecorderConfigure(void *WppCb, const void *ConfigureParams);
NTAPI NTSTATUS imp_WppRecorderLogCreate(void *WppCb, const void *CreateParams, HANDLE *RecorderLog);
NTAPI void imp_WppRecorderLogDelete(void *WppCb, HANDLE RecorderLog);
NTAPI void imp_WppRecorderLogSetIdentifier(
    void *WppCb, HANDLE RecorderLog, const char *LogIdentifier);
NTAPI HANDLE imp_WppRecorderLogGetDefault(void *WppCb);
NTAPI BOOLEAN imp_WppRecorderIsDefaultLogAvailable(void *WppCb);
NTAPI HANDLE imp_WppRecorderGetCounterHandle(void *WppCb);
NTAPI NTSTATUS imp_WppRecorderLinkCounters(void *WppCb, HANDLE CounterOwner);

void NTAPI
WppAutoLogStart(void *WppCb, DRIVER_OBJECT *DriverObject, const UNICODE_STRING *RegistryPath)
{
	(void)DriverObject, (void)RegistryPath;
	if (!ledger_holds(HOLDING_WPP_LOG, (uintptr_t)WppCb))
		ledger_enter(HOLDING_WPP_LOG, (uintptr_t)WppCb, 0);
}

void NTAPI
WppAutoLogStop(void *WppCb, DRIVER_OBJECT *DriverObject)
{
	(void)DriverObject;
	ledger_strike(HOLDING_WPP_LOG, (uintptr_t)WppCb);
}

NTSTATUS NTAPI
WppAutoLogTrace(void *AutoLogContext, UCHAR MessageLevel, ULONG MessageFlags,
    const GUID *MessageGuid, USHORT MessageNumber, ...)
{
	(void)AutoLogContext, (void)MessageLevel, (void)MessageFlags;
	(void)MessageGuid, (void)MessageNumber;
	return STATUS_SUCCESS;
}

void NTAPI
imp_WppRecorderReplay(void *WppCb, TRACEHANDLE WppTraceHandle, ULONG EnableFlags, UCHAR EnableLevel)
{
	(void)WppCb, (void)WppTraceHandle, (void)EnableFlags, (void)EnableLevel;
}

void NTAPI
imp_WppRecorderConfigure(void *WppCb, const void *ConfigureParams)
{
	(void)WppCb, (void)ConfigureParams;
}

NTSTATUS NTAPI
imp_WppRecorderLogCreate(void *WppCb, const void *CreateParams, HANDLE *RecorderLog)
{
	if (WppCb == NULL || CreateParams == NULL || RecorderLog == NULL)
		return STATUS_INVALID_PARAMETER;
	*RecorderLog = arena_take(sizeof(uint64_t)); /* a name; nothing is behind it */
	ledger_enter(HOLDING_WPP_LOG, (uintptr_t)*RecorderLog, 0);
	return STATUS_SUCCESS;
}

void NTAPI
imp_WppRecorderLogDelete(void *WppCb, HANDLE RecorderLog)
{
	(void)WppCb;
	if (ledger_strike(HOLDING_WPP_LOG, (uintptr_t)RecorderLog))
		arena_give(RecorderLog);
}

void NTAPI
imp_WppRecorderLogSetIdentifier(void *WppCb, HANDLE RecorderLog, const char *LogIdentifier)
{
	(void)WppCb, (void)RecorderLog, (void)LogIdentifier;
}

HANDLE NTAPI
imp_WppRecorderLogGetDefault(void *WppCb)
{
	(void)WppCb;
	return NULL;
}

BOOLEAN NTAPI
imp_WppRecorderIsDefaultLogAvailable(void *WppCb)
{
	(void)WppCb;
	return FALSE;
}

HANDLE NTAPI
imp_WppRecorderGetCounterHandle(void *WppCb)
{
	(void)WppCb;
	return NULL;
}

NTSTATUS NTAPI
imp_WppRecorderLinkCounters(void *WppCb, HANDLE CounterOwner)
{
	(void)WppCb, (void)CounterOwner;
	return STATUS_NOT_SUPPORTED;
}

#define APPROXIMATE_LOG APPROXIMATES("no message is kept")

const struct contract recorder_exports[] = {
	EXPORT(WppAutoLogStart, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0,
	    APPROXIMATES("there is no default log"), ENTERS(WPP_LOG)),
	EXPORT(WppAutoLogStop, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0, STRIKES(WPP_LOG)),
	EXPORT(
	    WppAutoLogTrace, GATE_ARGUMENTS, HIGH_LEVEL, REFUSAL_NONE, VARIADIC, APPROXIMATE_LOG),
	EXPORT(imp_WppRecorderReplay, 4, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT, APPROXIMATE_LOG),
	EXPORT(imp_WppRecorderConfigure, 2, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wpprecorder),
	    APPROXIMATE_LOG),
	EXPORT(imp_WppRecorderLogCreate, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wpprecorder),
	    FAILS("STATUS_INVALID_PARAMETER"), APPROXIMATE_LOG, ENTERS(WPP_LOG)),
	EXPORT(imp_WppRecorderLogDelete, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wpprecorder),
	    STRIKES(WPP_LOG)),
	EXPORT(imp_WppRecorderLogSetIdentifier, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    PAGE(wpprecorder), APPROXIMATE_LOG),
	EXPORT(imp_WppRecorderLogGetDefault, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    APPROXIMATES("there is no default log")),
	EXPORT(imp_WppRecorderIsDefaultLogAvailable, 1, DISPATCH_LEVEL, REFUSAL_NONE, BYTE_RESULT,
	    APPROXIMATES("there is no default log")),
	EXPORT(imp_WppRecorderGetCounterHandle, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0,
	    APPROXIMATES("there are no counters")),
	EXPORT(imp_WppRecorderLinkCounters, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wpprecorder),
	    FAILS("STATUS_NOT_SUPPORTED"), APPROXIMATES("there are no counters")),
	EXPORTS_END,
};
