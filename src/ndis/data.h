/*
 * The window that a NET_BUFFER opens on its chain of MDLs.
 *
 * MdlChain, DataOffset and DataLength say what the window is; CurrentMdl and
 * CurrentMdlOffset say again where it begins, and a driver may have made the
 * two disagree.  Like NDIS we believe CurrentMdl.
 */
#ifndef NDIS_DATA_H
#define NDIS_DATA_H

#include "nt/ndis.h"

#include <stdbool.h>
#include <stddef.h>

/* Aim the window `offset` bytes into the chain. */
void data_aim(NET_BUFFER *buffer, size_t offset, size_t length);

/* Copy from the window, `at` bytes after its start; returns how many bytes the chain had. */
size_t data_read(const NET_BUFFER *buffer, size_t at, void *bytes, size_t size);

/* Make an MDL for memory that never pages, as MmBuildMdlForNonPagedPool does; the MDL lies in
 * data_mdl_size bytes. */
size_t data_mdl_size(const void *start, size_t bytes);
MDL *data_mdl(void *memory, void *start, size_t bytes);
void *data_address(const MDL *mdl);

/* Is this an MDL that a retreat allocated? */
bool data_is_retreat(const MDL *mdl);
void data_retreat_free(MDL *mdl);

PVOID NTAPI NdisGetDataBuffer(NET_BUFFER *NetBuffer, ULONG BytesNeeded, PVOID Storage,
    ULONG AlignMultiple, ULONG AlignOffset);
NDIS_STATUS NTAPI NdisRetreatNetBufferDataStart(NET_BUFFER *NetBuffer, ULONG DataOffsetDelta,
    ULONG DataBackFill, NET_BUFFER_ALLOCATE_MDL_HANDLER AllocateMdlHandler);
void NTAPI NdisAdvanceNetBufferDataStart(NET_BUFFER *NetBuffer, ULONG DataOffsetDelta,
    BOOLEAN FreeMdl, NET_BUFFER_FREE_MDL_HANDLER FreeMdlHandler);
NDIS_STATUS NTAPI NdisRetreatNetBufferListDataStart(NET_BUFFER_LIST *NetBufferList,
    ULONG DataOffsetDelta, ULONG DataBackFill, NET_BUFFER_ALLOCATE_MDL_HANDLER AllocateMdlHandler,
    NET_BUFFER_FREE_MDL_HANDLER FreeMdlHandler);
void NTAPI NdisAdvanceNetBufferListDataStart(NET_BUFFER_LIST *NetBufferList, ULONG DataOffsetDelta,
    BOOLEAN FreeMdl, NET_BUFFER_FREE_MDL_HANDLER FreeMdlHandler);
void NTAPI NdisAdjustNetBufferCurrentMdl(NET_BUFFER *NetBuffer);
NDIS_STATUS NTAPI NdisCopyFromNetBufferToNetBuffer(NET_BUFFER *Destination, ULONG DestinationOffset,
    ULONG BytesToCopy, const NET_BUFFER *Source, ULONG SourceOffset, ULONG *BytesCopied);

#endif
