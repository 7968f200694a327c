/*
 * The engine's options.
 *
 * Here: they are kept and nothing comes of them.
 */
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/session.h"
#include "host/arena.h"
#include "wfp/net_event.h"

#include <string.h>

static MACHINE_STATE uint32_t options[FWPM_ENGINE_OPTION_MAX];

void
option_start(void)
{
	memset(options, 0, sizeof(options));
	options[FWPM_ENGINE_COLLECT_NET_EVENTS] = 1; /* [win32:FwpmEngineSetOption0] */
}

NTSTATUS NTAPI
FwpmEngineGetOption0(HANDLE engineHandle, FWPM_ENGINE_OPTION option, FWP_VALUE0 **value)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	FWP_VALUE0 shown = { .type = FWP_UINT32 };

	if (session_of(engineHandle, "FwpmEngineGetOption0", &status) == NULL)
		return status;
	if (value == NULL)
		return STATUS_FWP_NULL_POINTER;
	if ((uint32_t)option >= FWPM_ENGINE_OPTION_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	shown.uint32 = options[option];
	*value = copy_lend_value(&shown);
	return STATUS_SUCCESS;
}

/* Windows: not in a transaction, nor in a dynamic session.  [ddi:FwpmEngineSetOption0] */
NTSTATUS NTAPI
FwpmEngineSetOption0(HANDLE engineHandle, FWPM_ENGINE_OPTION option, const FWP_VALUE0 *newValue)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	const struct session *session = session_of(engineHandle, "FwpmEngineSetOption0", &status);

	if (session == NULL)
		return status;
	if (session->transaction != TRANSACTION_NONE)
		return STATUS_FWP_TXN_IN_PROGRESS;
	if (session->dynamic)
		return STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS;
	if (newValue == NULL)
		return STATUS_FWP_NULL_POINTER;
	if ((uint32_t)option >= FWPM_ENGINE_OPTION_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	if (newValue->type != FWP_UINT32)
		return STATUS_FWP_TYPE_MISMATCH;
	options[option] = newValue->uint32;
	net_event_options(options[FWPM_ENGINE_COLLECT_NET_EVENTS] != 0,
	    options[FWPM_ENGINE_NET_EVENT_MATCH_ANY_KEYWORDS]);
	return STATUS_SUCCESS;
}

#define CODES "STATUS_INVALID_HANDLE STATUS_FWP_NULL_POINTER STATUS_FWP_INVALID_ENUMERATOR"

const struct contract option_exports[] = {
	EXPORT(FwpmEngineGetOption0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu),
	    FAILS(CODES), ENTERS(BFE_MEMORY)),
	EXPORT(FwpmEngineSetOption0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpmu),
	    FAILS(CODES " STATUS_FWP_TYPE_MISMATCH STATUS_FWP_TXN_IN_PROGRESS "
			"STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS"),
	    APPROXIMATES("options change nothing")),
	EXPORTS_END,
};
