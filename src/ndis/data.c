/*
 * Moving the window of a NET_BUFFER, and looking through it.
 *
 * Windows: a retreat takes the unused bytes in front if there are enough of
 *   them, and otherwise puts a new MDL with a new buffer before the chain; an
 *   advance with FreeMdl takes such an MDL away again.
 *   [ddi:NdisRetreatNetBufferDataStart, ddi:NdisAdvanceNetBufferDataStart]
 * Here: a retreat's MDL and its bytes are one arena object, known by its magic
 *   word.  Retreats go to the MDL in front of CurrentMdl when its bytes reach.
 */
#include "ndis/data.h"

#include "host/arena.h"
#include "kernel/enter.h"
#include "ledger/finding.h"
#include "sched/choice.h"

#include <string.h>

#define RETREAT_MAGIC UINT64_C(0x6472796452455452)

struct retreat {
	uint64_t magic;
	uint64_t bytes;
	MDL mdl; /* its PFNs and the bytes follow */
};

size_t
data_mdl_size(const void *start, size_t bytes)
{
	size_t first = (uintptr_t)start & (ARENA_PAGE - 1);

	return sizeof(MDL) + (first + bytes + ARENA_PAGE - 1) / ARENA_PAGE * sizeof(PFN_NUMBER);
}

MDL *
data_mdl(void *memory, void *start, size_t bytes)
{
	MDL *mdl = memory;
	size_t first = (uintptr_t)start & (ARENA_PAGE - 1);

	*mdl = (MDL){
		.Size = (CSHORT)data_mdl_size(start, bytes),
		.MdlFlags = MDL_SOURCE_IS_NONPAGED_POOL,
		.MappedSystemVa = start,
		.StartVa = (char *)start - first,
		.ByteCount = (ULONG)bytes,
		.ByteOffset = (ULONG)first,
	};
	return mdl;
}

/* Pages that were only locked lie at their own address here, mapped or not. */
void *
data_address(const MDL *mdl)
{
	if (mdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL))
		return mdl->MappedSystemVa;
	return (char *)mdl->StartVa + mdl->ByteOffset;
}

static struct retreat *
retreat_of(const MDL *mdl)
{
	return (struct retreat *)((char *)(uintptr_t)mdl - offsetof(struct retreat, mdl));
}

/* The magic word is sought only in memory of ours. */
bool
data_is_retreat(const MDL *mdl)
{
	uintptr_t at = (uintptr_t)mdl;

	if (at < ARENA_SYSTEM + sizeof(struct retreat) || at >= ARENA_SYSTEM + ARENA_SYSTEM_SIZE)
		return false;
	return retreat_of(mdl)->magic == (RETREAT_MAGIC ^ at);
}

void
data_retreat_free(MDL *mdl)
{
	struct retreat *retreat = retreat_of(mdl);

	retreat->magic = 0;
	arena_give(retreat);
}

void
data_aim(NET_BUFFER *buffer, size_t offset, size_t length)
{
	MDL *mdl = buffer->MdlChain;
	size_t at = offset;

	buffer->DataOffset = (ULONG)offset;
	buffer->DataLength = (ULONG)length;
	while (mdl != NULL && at >= mdl->ByteCount && mdl->Next != NULL) {
		at -= mdl->ByteCount;
		mdl = mdl->Next;
	}
	buffer->CurrentMdl = mdl;
	buffer->CurrentMdlOffset = (ULONG)at;
}

size_t
data_read(const NET_BUFFER *buffer, size_t at, void *bytes, size_t size)
{
	size_t skip = at + buffer->CurrentMdlOffset;
	size_t done = 0;

	for (const MDL *mdl = buffer->CurrentMdl; mdl != NULL && done < size; mdl = mdl->Next) {
		if (skip >= mdl->ByteCount) {
			skip -= mdl->ByteCount;
			continue;
		}
		size_t here = mdl->ByteCount - skip;
		if (here > size - done)
			here = size - done;
		memcpy((char *)bytes + done, (char *)data_address(mdl) + skip, here);
		done += here;
		skip = 0;
	}
	return done;
}

/*
 * Windows: a pointer into the packet where the bytes lie in one piece and are
 *   aligned as asked; else a copy in Storage; else NULL.  Fewer bytes in the
 *   NET_BUFFER than asked for: NULL.  [ddi:NdisGetDataBuffer]
 */
PVOID NTAPI
NdisGetDataBuffer(
    NET_BUFFER *NetBuffer, ULONG BytesNeeded, PVOID Storage, ULONG AlignMultiple, ULONG AlignOffset)
{
	const MDL *mdl = NetBuffer->CurrentMdl;
	size_t at = NetBuffer->CurrentMdlOffset;

	if (NetBuffer->DataLength < BytesNeeded)
		return NULL;
	while (mdl != NULL && at >= mdl->ByteCount && mdl->Next != NULL) {
		at -= mdl->ByteCount;
		mdl = mdl->Next;
	}
	if (mdl != NULL && at + BytesNeeded <= mdl->ByteCount) {
		char *here = (char *)data_address(mdl) + at;
		if (AlignMultiple < 2 || (uintptr_t)here % AlignMultiple == AlignOffset)
			return here;
	}
	if (Storage == NULL)
		return NULL;
	if (data_read(NetBuffer, 0, Storage, BytesNeeded) == BytesNeeded)
		return Storage;
	finding(RULE_R82, "a NET_BUFFER says %u bytes, its MDL chain holds fewer",
	    NetBuffer->DataLength);
	return NULL;
}

/* A new MDL before the chain, the window at its end: `delta` bytes of it in use. */
static bool
retreat_into_new(
    NET_BUFFER *buffer, ULONG delta, ULONG back_fill, NET_BUFFER_ALLOCATE_MDL_HANDLER allocate)
{
	ULONG unused = buffer->DataOffset; /* what lies in front already is used up first */
	ULONG bytes = delta + back_fill;
	MDL *mdl;

	if (allocate != NULL) {
		mdl = (MDL *)(uintptr_t)DRIVER_CALL(ENTRY_OTHER, allocate, ARG(&bytes));
		if (mdl == NULL)
			return false;
		bytes = mdl->ByteCount;
	} else {
		if (choice_refuses())
			return false;
		size_t head =
		    sizeof(struct retreat) + (bytes / ARENA_PAGE + 2) * sizeof(PFN_NUMBER);
		struct retreat *retreat = arena_take((head + 15) / 16 * 16 + bytes);

		mdl = data_mdl(&retreat->mdl, (char *)retreat + (head + 15) / 16 * 16, bytes);
		retreat->bytes = bytes;
		retreat->magic = RETREAT_MAGIC ^ (uintptr_t)mdl;
	}
	mdl->Next = buffer->MdlChain;
	buffer->MdlChain = mdl;
	data_aim(buffer, bytes - (delta - unused), buffer->DataLength + delta);
	return true;
}

/*
 * Windows: the bytes that are brought in by a retreat into existing space keep what
 *   they held, which is how a callout reaches the headers before the data start.
 *   [semantics 4.5]
 */
NDIS_STATUS NTAPI
NdisRetreatNetBufferDataStart(NET_BUFFER *NetBuffer, ULONG DataOffsetDelta, ULONG DataBackFill,
    NET_BUFFER_ALLOCATE_MDL_HANDLER AllocateMdlHandler)
{
	if (DataOffsetDelta > UINT32_MAX - NetBuffer->DataLength)
		return NDIS_STATUS_FAILURE;
	if (DataOffsetDelta <= NetBuffer->DataOffset) {
		if (DataOffsetDelta <= NetBuffer->CurrentMdlOffset) {
			NetBuffer->CurrentMdlOffset -= DataOffsetDelta;
			NetBuffer->DataOffset -= DataOffsetDelta;
			NetBuffer->DataLength += DataOffsetDelta;
		} else {
			data_aim(NetBuffer, NetBuffer->DataOffset - DataOffsetDelta,
			    NetBuffer->DataLength + DataOffsetDelta);
		}
		return NDIS_STATUS_SUCCESS;
	}
	if (!retreat_into_new(NetBuffer, DataOffsetDelta, DataBackFill, AllocateMdlHandler))
		return NDIS_STATUS_RESOURCES;
	return NDIS_STATUS_SUCCESS;
}

/* Take away the MDLs in front of the window: those of ours, and those that the handler is for. */
static void
free_unused(NET_BUFFER *buffer, NET_BUFFER_FREE_MDL_HANDLER handler)
{
	while (buffer->MdlChain != NULL && buffer->MdlChain != buffer->CurrentMdl) {
		MDL *mdl = buffer->MdlChain;

		if (handler == NULL && !data_is_retreat(mdl))
			return;
		buffer->MdlChain = mdl->Next;
		buffer->DataOffset -= mdl->ByteCount;
		if (data_is_retreat(mdl))
			data_retreat_free(mdl);
		else
			DRIVER_CALL(ENTRY_OTHER, handler, ARG(mdl));
	}
}

void NTAPI
NdisAdvanceNetBufferDataStart(NET_BUFFER *NetBuffer, ULONG DataOffsetDelta, BOOLEAN FreeMdl,
    NET_BUFFER_FREE_MDL_HANDLER FreeMdlHandler)
{
	if (DataOffsetDelta > NetBuffer->DataLength) {
		finding(RULE_R81, "advances a NET_BUFFER of %u bytes by %u", NetBuffer->DataLength,
		    DataOffsetDelta);
		DataOffsetDelta = NetBuffer->DataLength;
	}
	data_aim(NetBuffer, NetBuffer->DataOffset + DataOffsetDelta,
	    NetBuffer->DataLength - DataOffsetDelta);
	if (FreeMdl)
		free_unused(NetBuffer, FreeMdlHandler);
}

/* Windows: all NET_BUFFERs or, when one fails, none.  [ddi:NdisRetreatNetBufferListDataStart] */
NDIS_STATUS NTAPI
NdisRetreatNetBufferListDataStart(NET_BUFFER_LIST *NetBufferList, ULONG DataOffsetDelta,
    ULONG DataBackFill, NET_BUFFER_ALLOCATE_MDL_HANDLER AllocateMdlHandler,
    NET_BUFFER_FREE_MDL_HANDLER FreeMdlHandler)
{
	NET_BUFFER *first = NetBufferList->FirstNetBuffer;

	for (NET_BUFFER *at = first; at != NULL; at = at->Next) {
		NDIS_STATUS status = NdisRetreatNetBufferDataStart(
		    at, DataOffsetDelta, DataBackFill, AllocateMdlHandler);

		if (status == NDIS_STATUS_SUCCESS)
			continue;
		for (NET_BUFFER *undo = first; undo != at; undo = undo->Next)
			NdisAdvanceNetBufferDataStart(undo, DataOffsetDelta, TRUE, FreeMdlHandler);
		return status;
	}
	return NDIS_STATUS_SUCCESS;
}

void NTAPI
NdisAdvanceNetBufferListDataStart(NET_BUFFER_LIST *NetBufferList, ULONG DataOffsetDelta,
    BOOLEAN FreeMdl, NET_BUFFER_FREE_MDL_HANDLER FreeMdlHandler)
{
	for (NET_BUFFER *at = NetBufferList->FirstNetBuffer; at != NULL; at = at->Next)
		NdisAdvanceNetBufferDataStart(at, DataOffsetDelta, FreeMdl, FreeMdlHandler);
}

/* Windows: sets CurrentMdl and its offset from DataOffset.  [ddi:NdisAdjustNetBufferCurrentMdl] */
void NTAPI
NdisAdjustNetBufferCurrentMdl(NET_BUFFER *NetBuffer)
{
	data_aim(NetBuffer, NetBuffer->DataOffset, NetBuffer->DataLength);
}

/* Write into the window; returns how many bytes there was room for. */
static size_t
data_write(NET_BUFFER *buffer, size_t at, const NET_BUFFER *from, size_t from_at, size_t size)
{
	size_t skip = at + buffer->CurrentMdlOffset;
	size_t done = 0;

	for (MDL *mdl = buffer->CurrentMdl; mdl != NULL && done < size; mdl = mdl->Next) {
		if (skip >= mdl->ByteCount) {
			skip -= mdl->ByteCount;
			continue;
		}
		size_t here = mdl->ByteCount - skip;
		if (here > size - done)
			here = size - done;
		size_t got =
		    data_read(from, from_at + done, (char *)data_address(mdl) + skip, here);
		done += got;
		if (got < here)
			break;
		skip = 0;
	}
	return done;
}

/*
 * Windows: offsets count from the current data start; copying stops where the source
 *   runs out of data or the destination of space, and the destination's
 *   members are left alone.  [ddi:NdisCopyFromNetBufferToNetBuffer]
 */
NDIS_STATUS NTAPI
NdisCopyFromNetBufferToNetBuffer(NET_BUFFER *Destination, ULONG DestinationOffset,
    ULONG BytesToCopy, const NET_BUFFER *Source, ULONG SourceOffset, ULONG *BytesCopied)
{
	ULONG have = Source->DataLength > SourceOffset ? Source->DataLength - SourceOffset : 0;

	if (BytesToCopy > have)
		BytesToCopy = have;
	*BytesCopied =
	    (ULONG)data_write(Destination, DestinationOffset, Source, SourceOffset, BytesToCopy);
	return NDIS_STATUS_SUCCESS;
}
