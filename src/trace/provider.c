/*
 * Windows: registering a provider that a session waits for enters its enable callback at once, and
 *   after EtwUnregister returned it is not entered any more.  [ddi:EtwRegister; ddi:EtwUnregister]
 */
#include "trace/provider.h"

#include "base/list.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "ledger/finding.h"
#include "nt/status.h"
#include "sched/thread.h"
#include "trace/exports.h"

#include <string.h>

NTAPI NTSTATUS EtwRegister(
    const GUID *ProviderId, ULONG_PTR EnableCallback, void *CallbackContext, REGHANDLE *RegHandle);
NTAPI NTSTATUS EtwRegisterClassicProvider(const GUID *ProviderGuid, ULONG Type,
    ULONG_PTR EnableCallback, void *CallbackContext, REGHANDLE *RegHandle);
NTAPI NTSTATUS EtwUnregister(REGHANDLE RegHandle);
NTAPI BOOLEAN EtwProviderEnabled(REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword);
NTAPI BOOLEAN EtwEventEnabled(REGHANDLE RegHandle, const EVENT_DESCRIPTOR *EventDescriptor);
NTAPI NTSTATUS EtwSetInformation(REGHANDLE RegHandle, EVENT_INFO_CLASS InformationClass,
    const void *EventInformation, ULONG InformationLength);
NTAPI NTSTATUS EtwActivityIdControl(ULONG ControlCode, GUID *ActivityId);

struct provider {
	struct link link;
	GUID id;
	uintptr_t callback; /* 0: none */
	uintptr_t context;
	bool classic;
};

/* The activity that a thread is at. */
struct activity {
	struct link link;
	unsigned thread; /* its number */
	GUID id;
};

static MACHINE_STATE struct {
	struct link providers;
	struct link activities;
	bool started;
	struct session session;
	GUID *source; /* the session's own id, where a driver can read it */
	uint64_t activity_ids;
} trace;

static void
start_once(void)
{
	if (trace.started)
		return;
	list_start(&trace.providers);
	list_start(&trace.activities);
	trace.source = arena_take(sizeof *trace.source);
	trace.started = true;
}

struct provider *
provider_find(REGHANDLE handle)
{
	return ledger_holds(HOLDING_ETW, handle) ? (struct provider *)handle : NULL;
}

/* Windows: a level up to the session's, and a keyword of 0 or one that the masks let through.
 * [win32:EnableTraceEx2, Remarks] */
bool
provider_wants(UCHAR level, uint64_t keyword)
{
	const struct session *session = &trace.session;

	if (!session->on || (session->level != 0 && level > session->level))
		return false;
	if (keyword == 0 || session->any_keyword == 0)
		return true;
	return (keyword & session->any_keyword) != 0
	    && (keyword & session->all_keyword) == session->all_keyword;
}

/* Classic providers take other arguments, and what WPP makes of them needs a logger: not entered. */
static void
provider_tell(const struct provider *provider)
{
	if (provider->callback == 0 || provider->classic)
		return;
	(void)DRIVER_CALL(ENTRY_OTHER, provider->callback, ARG(trace.source),
	    trace.session.on ? EVENT_CONTROL_CODE_ENABLE_PROVIDER
			     : EVENT_CONTROL_CODE_DISABLE_PROVIDER,
	    trace.session.level, trace.session.any_keyword, trace.session.all_keyword, 0,
	    provider->context);
}

void
session_set(struct session session)
{
	start_once();
	trace.session = session;
	LIST_EACH_SAFE (at, &trace.providers)
		provider_tell(LIST_ITEM(at, struct provider, link));
}

static NTSTATUS
provider_add(struct provider made, REGHANDLE *handle)
{
	struct provider *provider;

	start_once();
	provider = arena_take(sizeof *provider);
	*provider = made;
	list_add(&trace.providers, &provider->link);
	ledger_enter(HOLDING_ETW, (uintptr_t)provider, 0);
	*handle = (REGHANDLE)(uintptr_t)provider;
	if (trace.session.on)
		provider_tell(provider);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
EtwRegister(
    const GUID *ProviderId, ULONG_PTR EnableCallback, void *CallbackContext, REGHANDLE *RegHandle)
{
	if (ProviderId == NULL || RegHandle == NULL)
		return STATUS_INVALID_PARAMETER;
	return provider_add((struct provider){ .id = *ProviderId,
				.callback = EnableCallback,
				.context = (uintptr_t)CallbackContext },
	    RegHandle);
}

NTSTATUS NTAPI
EtwRegisterClassicProvider(const GUID *ProviderGuid, ULONG Type, ULONG_PTR EnableCallback,
    void *CallbackContext, REGHANDLE *RegHandle)
{
	(void)Type;
	if (ProviderGuid == NULL || EnableCallback == 0 || RegHandle == NULL)
		return STATUS_INVALID_PARAMETER;
	return provider_add((struct provider){ .id = *ProviderGuid,
				.callback = EnableCallback,
				.context = (uintptr_t)CallbackContext,
				.classic = true },
	    RegHandle);
}

NTSTATUS NTAPI
EtwUnregister(REGHANDLE RegHandle)
{
	struct provider *provider = provider_find(RegHandle);

	if (provider == NULL)
		return STATUS_INVALID_HANDLE;
	list_remove(&provider->link);
	ledger_strike(HOLDING_ETW, RegHandle);
	arena_give(provider);
	return STATUS_SUCCESS;
}

BOOLEAN NTAPI
EtwProviderEnabled(REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword)
{
	return provider_find(RegHandle) != NULL && provider_wants(Level, Keyword);
}

BOOLEAN NTAPI
EtwEventEnabled(REGHANDLE RegHandle, const EVENT_DESCRIPTOR *EventDescriptor)
{
	return provider_find(RegHandle) != NULL && EventDescriptor != NULL
	    && provider_wants(EventDescriptor->Level, EventDescriptor->Keyword);
}

/* Windows: the traits begin with their size.  [win32:EVENT_INFO_CLASS; win32:Provider Traits] */
static bool
traits_are_good(const void *traits, ULONG length)
{
	USHORT size;

	if (traits == NULL || length < sizeof size)
		return false;
	memcpy(&size, traits, sizeof size);
	return size == length;
}

NTSTATUS NTAPI
EtwSetInformation(REGHANDLE RegHandle, EVENT_INFO_CLASS InformationClass,
    const void *EventInformation, ULONG InformationLength)
{
	if (provider_find(RegHandle) == NULL)
		return STATUS_INVALID_HANDLE;
	switch (InformationClass) {
	case EventProviderBinaryTrackInfo:
		return InformationLength == 0 ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
	case EventProviderSetReserved1:
		return STATUS_INVALID_DEVICE_REQUEST;
	case EventProviderSetTraits:
		return traits_are_good(EventInformation, InformationLength)
		    ? STATUS_SUCCESS
		    : STATUS_INVALID_PARAMETER;
	case EventProviderUseDescriptorType:
		return EventInformation != NULL && InformationLength == 1
		    ? STATUS_SUCCESS
		    : STATUS_INVALID_PARAMETER;
	case MaxEventInfo:
		break;
	}
	return STATUS_INVALID_PARAMETER;
}

static GUID *
activity_of_thread(void)
{
	struct activity *activity;

	start_once();
	LIST_EACH (at, &trace.activities) {
		activity = LIST_ITEM(at, struct activity, link);
		if (activity->thread == thread_now()->number)
			return &activity->id;
	}
	activity = arena_take(sizeof *activity);
	activity->thread = thread_now()->number;
	list_add(&trace.activities, &activity->link);
	return &activity->id;
}

/* Windows: unique on the machine, and no true GUID.  [evntprov.h] */
static GUID
activity_make(void)
{
	uint64_t parts[2] = { ++trace.activity_ids, 0 };
	GUID id;

	memcpy(&id, parts, sizeof id);
	return id;
}

/* Windows: only EVENT_ACTIVITY_CTRL_CREATE_ID above APC_LEVEL.  [ddi:EtwActivityIdControl, Remarks] */
NTSTATUS NTAPI
EtwActivityIdControl(ULONG ControlCode, GUID *ActivityId)
{
	GUID *own, before;

	if (ActivityId == NULL || ControlCode < EVENT_ACTIVITY_CTRL_GET_ID
	    || ControlCode > EVENT_ACTIVITY_CTRL_CREATE_SET_ID)
		return STATUS_INVALID_PARAMETER;
	if (ControlCode == EVENT_ACTIVITY_CTRL_CREATE_ID) {
		*ActivityId = activity_make();
		return STATUS_SUCCESS;
	}
	if (irql_now() > APC_LEVEL)
		finding(RULE_X10,
		    "EtwActivityIdControl called at IRQL %d; this code is allowed up to %d",
		    irql_now(), APC_LEVEL);
	own = activity_of_thread();
	before = *own;
	if (ControlCode == EVENT_ACTIVITY_CTRL_CREATE_SET_ID)
		*own = activity_make();
	else if (ControlCode != EVENT_ACTIVITY_CTRL_GET_ID)
		*own = *ActivityId;
	if (ControlCode != EVENT_ACTIVITY_CTRL_SET_ID)
		*ActivityId = before;
	return STATUS_SUCCESS;
}

const struct contract etw_exports[] = {
	EXPORT(EtwRegister, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER"), ENTERS(ETW)),
	EXPORT(EtwRegisterClassicProvider, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS("STATUS_INVALID_PARAMETER"), APPROXIMATES("its callback is not entered"),
	    ENTERS(ETW)),
	EXPORT(EtwUnregister, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE"), STRIKES(ETW)),
	EXPORT(EtwProviderEnabled, 3, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	EXPORT(EtwEventEnabled, 2, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	EXPORT(EtwSetInformation, 4, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_INVALID_PARAMETER "
		  "STATUS_INVALID_DEVICE_REQUEST"),
	    APPROXIMATES("what is set is checked and not kept")),
	EXPORT(EtwActivityIdControl, 2, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORTS_END,
};
