/*
 * Packet tags: what a driver hangs on a NET_BUFFER_LIST to know it again.
 *
 * A context belongs to (list, tag), where the driver drew the tag; it goes when the driver removes
 * it or the packet leaves the stack, and then notifyFn hears of it.
 */
#ifndef WFP_TAG_H
#define WFP_TAG_H

#include "kernel/contract.h"
#include "nt/fwp.h"
#include "nt/ndis.h"

#include <stdbool.h>
#include <stdint.h>

void tags_start(void);

/* The packet leaves the stack. */
void tags_leave(NET_BUFFER_LIST *list);

UINT64 NTAPI FwpsNetBufferListGetTagForContext0(void);
NTSTATUS NTAPI FwpsNetBufferListAssociateContext1(NET_BUFFER_LIST *netBufferList, UINT16 layerId,
    UINT64 context, UINT64 contextTag, GUID *providerGuid, void *deviceObject, void *notifyFn,
    UINT32 flags);
NTSTATUS NTAPI FwpsNetBufferListRetrieveContext0(NET_BUFFER_LIST *netBufferList, UINT64 contextTag,
    BOOLEAN removeContext, UINT32 flags, UINT64 *context);
NTSTATUS NTAPI FwpsNetBufferListRemoveContext0(
    NET_BUFFER_LIST *netBufferList, UINT64 contextTag, UINT32 flags);

extern const struct contract tag_exports[];

#endif
