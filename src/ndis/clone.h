/*
 * Clones of lists, references to lists, and the Fwps names for both.
 *
 * A clone has NET_BUFFERs and MDLs of its own that describe the original's
 * bytes from its data start on.  Both clones and references keep the original
 * alive after the stack gave it back.
 */
#ifndef NDIS_CLONE_H
#define NDIS_CLONE_H

#include "ndis/net_buffer_list.h"
#include "nt/ndis.h"

/* For lists that describe another's bytes in another way: fragments.
 * What the parts for a window take; the MDLs for it, from `memory` on, giving what follows them;
 * the last step, when the list's buffers are made. */
size_t clone_size(const NET_BUFFER *nb);
char *clone_mdls(const NET_BUFFER *nb, char *memory, MDL **chain);
NET_BUFFER_LIST *clone_adopt(struct list *list, NET_BUFFER_LIST *original, size_t bytes);
/* Stops the driver if a pool that it names is none; NULL is the engine's own. */
void clone_check_pools(NDIS_HANDLE list_pool, NDIS_HANDLE buffer_pool, const char *who);

#define NDIS_CLONE_FLAGS_USE_ORIGINAL_MDLS 0x00000002

NET_BUFFER_LIST *NTAPI NdisAllocateCloneNetBufferList(NET_BUFFER_LIST *OriginalNetBufferList,
    NDIS_HANDLE NetBufferListPoolHandle, NDIS_HANDLE NetBufferPoolHandle, ULONG AllocateCloneFlags);
void NTAPI NdisFreeCloneNetBufferList(NET_BUFFER_LIST *CloneNetBufferList, ULONG FreeCloneFlags);

NTSTATUS NTAPI FwpsAllocateNetBufferAndNetBufferList0(NDIS_HANDLE poolHandle, USHORT contextSize,
    USHORT contextBackFill, MDL *mdlChain, ULONG dataOffset, SIZE_T dataLength,
    NET_BUFFER_LIST **netBufferList);
void NTAPI FwpsFreeNetBufferList0(NET_BUFFER_LIST *netBufferList);
NTSTATUS NTAPI FwpsAllocateCloneNetBufferList0(NET_BUFFER_LIST *originalNetBufferList,
    NDIS_HANDLE netBufferListPoolHandle, NDIS_HANDLE netBufferPoolHandle, ULONG allocateCloneFlags,
    NET_BUFFER_LIST **netBufferList);
void NTAPI FwpsFreeCloneNetBufferList0(NET_BUFFER_LIST *netBufferList, ULONG freeCloneFlags);
void NTAPI FwpsReferenceNetBufferList0(NET_BUFFER_LIST *netBufferList, BOOLEAN intendToModify);
void NTAPI FwpsDereferenceNetBufferList0(NET_BUFFER_LIST *netBufferList, BOOLEAN dispatchLevel);

#endif
