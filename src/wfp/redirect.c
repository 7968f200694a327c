#include "wfp/redirect.h"

#include "executive/pool.h"
#include "host/arena.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "wfp/key.h"

#include <string.h>

#define HANDLE_MAGIC 0x64486452  /* "RdHd" */
#define RECORDS_MAGIC 0x63526452 /* "RdRc" */
#define MOST_RECORDS 8
#define CONTEXT_TAG 0x50464457 /* "WDFP" */

struct redirect_handle {
	uint32_t magic;
	uint64_t number;
	GUID provider;
};

struct redirect_record {
	uint64_t handle; /* its number */
	void *context;   /* pool of the engine's, or NULL */
	uint64_t context_size;
};

struct redirect_records {
	uint32_t magic;
	uint32_t count;
	struct redirect_record newest_first[MOST_RECORDS];
};

static MACHINE_STATE uint64_t last_number;

void
redirect_start(void)
{
	last_number = 0;
}

bool
redirect_handle_is(HANDLE handle)
{
	return key_is_object(handle, HANDLE_MAGIC);
}

static uint64_t
number_of(HANDLE handle)
{
	return redirect_handle_is(handle) ? ((const struct redirect_handle *)handle)->number : 0;
}

struct redirect_records *
redirect_records_take(
    const struct redirect_records *older, HANDLE handle, const void *context, size_t context_size)
{
	struct redirect_records *records = arena_take(sizeof(*records));
	struct redirect_record *first = &records->newest_first[0];

	records->magic = RECORDS_MAGIC;
	records->count = 1;
	first->handle = number_of(handle);
	if (context != NULL && context_size > 0) {
		first->context = pool_take_own(context_size, CONTEXT_TAG);
		first->context_size = context_size;
		memcpy(first->context, context, context_size);
	}
	for (uint32_t at = 0; older != NULL && at < older->count && at + 1 < MOST_RECORDS; at++) {
		const struct redirect_record *from = &older->newest_first[at];
		struct redirect_record *to = &records->newest_first[records->count++];

		*to = *from;
		if (from->context == NULL)
			continue;
		to->context = pool_take_own(from->context_size, CONTEXT_TAG);
		memcpy(to->context, from->context, from->context_size);
	}
	return records;
}

void
redirect_records_give(struct redirect_records *records)
{
	if (records == NULL)
		return;
	for (uint32_t at = 0; at < records->count; at++) {
		if (records->newest_first[at].context != NULL)
			pool_give(records->newest_first[at].context);
	}
	records->magic = 0;
	arena_give(records);
}

/* Windows: at PASSIVE_LEVEL; flags are reserved.  [ddi:FwpsRedirectHandleCreate0] */
NTSTATUS NTAPI
FwpsRedirectHandleCreate0(const GUID *providerGuid, UINT32 flags, HANDLE *redirectHandle)
{
	struct redirect_handle *handle;

	if (flags != 0) {
		finding(RULE_R129, "FwpsRedirectHandleCreate0 with flags 0x%x", flags);
		return STATUS_INVALID_PARAMETER;
	}
	if (providerGuid == NULL || redirectHandle == NULL)
		return STATUS_FWP_NULL_POINTER;
	handle = arena_take(sizeof(*handle));
	handle->magic = HANDLE_MAGIC;
	handle->number = ++last_number;
	handle->provider = *providerGuid;
	ledger_enter(HOLDING_REDIRECT_HANDLE, (uintptr_t)handle, 0);
	*redirectHandle = handle;
	return STATUS_SUCCESS;
}

/* Here: connections that were redirected with it stay so. */
void NTAPI
FwpsRedirectHandleDestroy0(HANDLE redirectHandle)
{
	struct redirect_handle *handle = redirectHandle;

	if (!redirect_handle_is(redirectHandle))
		driver_is_wrong(RULE_R170,
		    "FwpsRedirectHandleDestroy0 is given %p, which is none%s", redirectHandle,
		    redirectHandle == NULL ? "" : " any more");
	ledger_strike(HOLDING_REDIRECT_HANDLE, (uintptr_t)handle);
	handle->magic = 0;
	arena_give(handle);
}

static const struct redirect_records *
records_of(HANDLE redirectRecords, const char *call)
{
	if (redirectRecords == NULL)
		return NULL;
	if (!key_is_object(redirectRecords, RECORDS_MAGIC))
		driver_is_wrong(RULE_R169, "%s is given %p, which are no redirect records", call,
		    redirectRecords);
	return redirectRecords;
}

/* Windows: the context comes with BY_SELF and PREVIOUSLY_BY_SELF.
 *   [ddi:FwpsQueryConnectionRedirectState0] */
FWPS_CONNECTION_REDIRECT_STATE NTAPI
FwpsQueryConnectionRedirectState0(
    HANDLE redirectRecords, HANDLE redirectHandle, PVOID *redirectContext)
{
	const struct redirect_records *records =
	    records_of(redirectRecords, "FwpsQueryConnectionRedirectState0");
	uint64_t number = number_of(redirectHandle);

	if (number == 0)
		finding(RULE_R170,
		    "FwpsQueryConnectionRedirectState0 is given %p, which is no redirect handle",
		    redirectHandle);
	if (records == NULL)
		return FWPS_CONNECTION_NOT_REDIRECTED;
	for (uint32_t at = 0; at < records->count; at++) {
		if (number == 0 || records->newest_first[at].handle != number)
			continue;
		if (redirectContext != NULL)
			*redirectContext = records->newest_first[at].context;
		return at == 0 ? FWPS_CONNECTION_REDIRECTED_BY_SELF
			       : FWPS_CONNECTION_PREVIOUSLY_REDIRECTED_BY_SELF;
	}
	return FWPS_CONNECTION_REDIRECTED_BY_OTHER;
}

/*
 * Windows: STATUS_NOT_FOUND without records; STATUS_BUFFER_TOO_SMALL and the size.
 *   [ddi:FwpsQueryConnectionSioFormatRedirectRecords0]
 * Here: the opaque bytes are a number for each record, the newest first.
 */
NTSTATUS NTAPI
FwpsQueryConnectionSioFormatRedirectRecords0(
    HANDLE redirectRecords, PVOID outputBuffer, SIZE_T outputBufferLength, SIZE_T *bytesTransferred)
{
	const struct redirect_records *records =
	    records_of(redirectRecords, "FwpsQueryConnectionSioFormatRedirectRecords0");
	SIZE_T bytes;

	if (records == NULL)
		return STATUS_NOT_FOUND;
	bytes = records->count * sizeof(uint64_t);
	if (bytesTransferred != NULL)
		*bytesTransferred = bytes;
	if (outputBuffer == NULL || outputBufferLength < bytes)
		return STATUS_BUFFER_TOO_SMALL;
	if ((uintptr_t)outputBuffer % sizeof(void *) != 0)
		finding(RULE_R181, "the buffer for redirect records is not aligned");
	for (uint32_t at = 0; at < records->count; at++)
		memcpy((char *)outputBuffer + at * sizeof(uint64_t),
		    &records->newest_first[at].handle, sizeof(uint64_t));
	return STATUS_SUCCESS;
}

const struct contract redirect_exports[] = {
	EXPORT(FwpsRedirectHandleCreate0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_FWP_NULL_POINTER"), ENTERS(REDIRECT_HANDLE)),
	EXPORT(FwpsRedirectHandleDestroy0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk),
	    STRIKES(REDIRECT_HANDLE)),
	EXPORT(FwpsQueryConnectionRedirectState0, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpsk)),
	EXPORT(FwpsQueryConnectionSioFormatRedirectRecords0, 4, DISPATCH_LEVEL, REFUSAL_STATUS, 0,
	    PAGE(fwpsk), FAILS("STATUS_NOT_FOUND STATUS_BUFFER_TOO_SMALL"),
	    APPROXIMATES("the records' bytes are ours, not Windows'")),
	EXPORTS_END,
};
