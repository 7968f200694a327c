/*
 * NDIS' names for memory and MDLs: the executive's, in other words.
 */
#ifndef NDIS_MEMORY_H
#define NDIS_MEMORY_H

#include "nt/ndis.h"

MDL *NTAPI NdisAllocateMdl(NDIS_HANDLE NdisHandle, PVOID VirtualAddress, UINT Length);
void NTAPI NdisFreeMdl(MDL *Mdl);
PVOID NTAPI NdisAllocateMemoryWithTagPriority(
    NDIS_HANDLE NdisHandle, UINT Length, ULONG Tag, UINT Priority);
void NTAPI NdisFreeMemory(PVOID VirtualAddress, UINT Length, UINT MemoryFlags);
void NTAPI NdisFreeMemoryWithTag(PVOID VirtualAddress, ULONG Tag);
void NTAPI NdisFreeMemoryWithTagPriority(NDIS_HANDLE NdisHandle, PVOID VirtualAddress, ULONG Tag);

#endif
