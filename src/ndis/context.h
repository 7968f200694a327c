/*
 * Context space of NET_BUFFER_LISTs: blocks chained to the list, each used from its end on.
 */
#ifndef NDIS_CONTEXT_H
#define NDIS_CONTEXT_H

#include "nt/ndis.h"

NDIS_STATUS NTAPI NdisAllocateNetBufferListContext(
    NET_BUFFER_LIST *NetBufferList, USHORT ContextSize, USHORT ContextBackFill, ULONG PoolTag);
void NTAPI NdisFreeNetBufferListContext(NET_BUFFER_LIST *NetBufferList, USHORT ContextSize);

#endif
