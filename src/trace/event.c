/*
 * Writing events.  Nobody collects them; but what an enabled event consists of is read, so that a
 * bad pointer faults here as it does on Windows.
 */
#include "executive/string.h"
#include "nt/status.h"
#include "trace/exports.h"
#include "trace/provider.h"

NTAPI NTSTATUS EtwWrite(REGHANDLE RegHandle, const EVENT_DESCRIPTOR *EventDescriptor,
    const GUID *ActivityId, ULONG UserDataCount, const EVENT_DATA_DESCRIPTOR *UserData);
NTAPI NTSTATUS EtwWriteTransfer(REGHANDLE RegHandle, const EVENT_DESCRIPTOR *EventDescriptor,
    const GUID *ActivityId, const GUID *RelatedActivityId, ULONG UserDataCount,
    const EVENT_DATA_DESCRIPTOR *UserData);
NTAPI NTSTATUS EtwWriteEx(REGHANDLE RegHandle, const EVENT_DESCRIPTOR *EventDescriptor,
    ULONG64 Filter, ULONG Flags, const GUID *ActivityId, const GUID *RelatedActivityId,
    ULONG UserDataCount, const EVENT_DATA_DESCRIPTOR *UserData);
NTAPI NTSTATUS EtwWriteString(
    REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword, const GUID *ActivityId, PCWSTR String);

static void
read_all(uint64_t address, size_t bytes)
{
	const volatile char *at = (const volatile char *)address;

	for (size_t i = 0; i < bytes; i++)
		(void)at[i];
}

static void
read_activity(const GUID *id)
{
	if (id != NULL)
		read_all((uint64_t)(uintptr_t)id, sizeof *id);
}

/* Windows: not enabled by any session is success, too.  [ddi:EtwWrite, Return value] */
NTSTATUS NTAPI
EtwWriteEx(REGHANDLE RegHandle, const EVENT_DESCRIPTOR *EventDescriptor, ULONG64 Filter,
    ULONG Flags, const GUID *ActivityId, const GUID *RelatedActivityId, ULONG UserDataCount,
    const EVENT_DATA_DESCRIPTOR *UserData)
{
	(void)Filter, (void)Flags;
	if (provider_find(RegHandle) == NULL)
		return STATUS_INVALID_HANDLE;
	if (EventDescriptor == NULL || UserDataCount > MAX_EVENT_DATA_DESCRIPTORS
	    || (UserData == NULL && UserDataCount > 0))
		return STATUS_INVALID_PARAMETER;
	if (!provider_wants(EventDescriptor->Level, EventDescriptor->Keyword))
		return STATUS_SUCCESS;
	read_activity(ActivityId);
	read_activity(RelatedActivityId);
	for (ULONG at = 0; at < UserDataCount; at++)
		read_all(UserData[at].Ptr, UserData[at].Size);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
EtwWrite(REGHANDLE RegHandle, const EVENT_DESCRIPTOR *EventDescriptor, const GUID *ActivityId,
    ULONG UserDataCount, const EVENT_DATA_DESCRIPTOR *UserData)
{
	return EtwWriteEx(
	    RegHandle, EventDescriptor, 0, 0, ActivityId, NULL, UserDataCount, UserData);
}

NTSTATUS NTAPI
EtwWriteTransfer(REGHANDLE RegHandle, const EVENT_DESCRIPTOR *EventDescriptor,
    const GUID *ActivityId, const GUID *RelatedActivityId, ULONG UserDataCount,
    const EVENT_DATA_DESCRIPTOR *UserData)
{
	return EtwWriteEx(RegHandle, EventDescriptor, 0, 0, ActivityId, RelatedActivityId,
	    UserDataCount, UserData);
}

NTSTATUS NTAPI
EtwWriteString(
    REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword, const GUID *ActivityId, PCWSTR String)
{
	if (provider_find(RegHandle) == NULL)
		return STATUS_INVALID_HANDLE;
	if (String == NULL)
		return STATUS_INVALID_PARAMETER;
	if (!provider_wants(Level, Keyword))
		return STATUS_SUCCESS;
	read_activity(ActivityId);
	(void)string_length(String);
	return STATUS_SUCCESS;
}

#define WRITE_FAILS FAILS("STATUS_INVALID_HANDLE STATUS_INVALID_PARAMETER")
#define APPROXIMATE_WRITE APPROXIMATES("nobody collects the events")

const struct contract etw_write_exports[] = {
	EXPORT(EtwWrite, 5, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), WRITE_FAILS, APPROXIMATE_WRITE),
	EXPORT(
	    EtwWriteEx, 8, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), WRITE_FAILS, APPROXIMATE_WRITE),
	EXPORT(EtwWriteTransfer, 6, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), WRITE_FAILS,
	    APPROXIMATE_WRITE),
	EXPORT(EtwWriteString, 5, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), WRITE_FAILS,
	    APPROXIMATE_WRITE),
	EXPORTS_END,
};
