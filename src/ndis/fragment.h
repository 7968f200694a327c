/*
 * Lists that cut another list's data into pieces, or join its pieces.
 */
#ifndef NDIS_FRAGMENT_H
#define NDIS_FRAGMENT_H

#include "nt/ndis.h"

NET_BUFFER_LIST *NTAPI NdisAllocateFragmentNetBufferList(NET_BUFFER_LIST *OriginalNetBufferList,
    NDIS_HANDLE NetBufferListPool, NDIS_HANDLE NetBufferPool, ULONG StartOffset,
    ULONG MaximumLength, ULONG DataOffsetDelta, ULONG DataBackFill, ULONG AllocateFragmentFlags);
void NTAPI NdisFreeFragmentNetBufferList(
    NET_BUFFER_LIST *FragmentNetBufferList, ULONG DataOffsetDelta, ULONG FreeFragmentFlags);
NET_BUFFER_LIST *NTAPI NdisAllocateReassembledNetBufferList(NET_BUFFER_LIST *FragmentNetBufferList,
    NDIS_HANDLE NetBufferAndNetBufferListPoolHandle, ULONG StartOffset, ULONG DataOffsetDelta,
    ULONG DataBackFill, ULONG AllocateReassembleFlags);
void NTAPI NdisFreeReassembledNetBufferList(
    NET_BUFFER_LIST *ReassembledNetBufferList, ULONG DataOffsetDelta, ULONG FreeReassembleFlags);

#endif
