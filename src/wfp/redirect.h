/*
 * Redirect handles, and the records that connections carry of who redirected them.
 *
 * A proxy that a driver redirected a connection to makes a connection of its own, and hands it the
 * records of the first (net/), so that the driver knows it again and lets it pass.
 */
#ifndef WFP_REDIRECT_H
#define WFP_REDIRECT_H

#include "kernel/contract.h"
#include "nt/fwp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct redirect_records;

void redirect_start(void);
bool redirect_handle_is(HANDLE handle);

/* `older` and one more, in the arena; context_size bytes of context are copied.  No handle: by
 * somebody whose handle nobody asks about. */
struct redirect_records *redirect_records_take(
    const struct redirect_records *older, HANDLE handle, const void *context, size_t context_size);
void redirect_records_give(struct redirect_records *records);

NTSTATUS NTAPI FwpsRedirectHandleCreate0(
    const GUID *providerGuid, UINT32 flags, HANDLE *redirectHandle);
void NTAPI FwpsRedirectHandleDestroy0(HANDLE redirectHandle);
FWPS_CONNECTION_REDIRECT_STATE NTAPI FwpsQueryConnectionRedirectState0(
    HANDLE redirectRecords, HANDLE redirectHandle, PVOID *redirectContext);
NTSTATUS NTAPI FwpsQueryConnectionSioFormatRedirectRecords0(HANDLE redirectRecords,
    PVOID outputBuffer, SIZE_T outputBufferLength, SIZE_T *bytesTransferred);

extern const struct contract redirect_exports[];

#endif
