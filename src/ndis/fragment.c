/*
 * A fragment list has a NET_BUFFER for each piece of the original's, a
 * reassembled one has a single NET_BUFFER for all of them; both describe the
 * original's bytes with MDLs of their own, as a clone does.
 */
#include "ndis/fragment.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ndis/clone.h"
#include "ndis/data.h"

#define HEAD ((sizeof(struct list) + 15) / 16 * 16)
#define BUFFER ((sizeof(struct buffer) + 15) / 16 * 16)

/* Walks over the pieces of a list: at most `longest` bytes of each NET_BUFFER from `start` on. */
struct cursor {
	const NET_BUFFER *nb;
	size_t start;
	size_t longest;
	size_t at;
};

static NET_BUFFER
window(const NET_BUFFER *nb, size_t at, size_t length)
{
	MDL *mdl = nb->CurrentMdl;
	size_t skip = nb->CurrentMdlOffset + at;

	while (mdl != NULL && skip >= mdl->ByteCount && mdl->Next != NULL) {
		skip -= mdl->ByteCount;
		mdl = mdl->Next;
	}
	return (NET_BUFFER){
		.CurrentMdl = mdl, .CurrentMdlOffset = (ULONG)skip, .DataLength = (ULONG)length
	};
}

static struct cursor
cursor_at(const NET_BUFFER_LIST *list, size_t start, size_t longest)
{
	return (struct cursor){ list->FirstNetBuffer, start, longest, start };
}

static bool
cursor_next(struct cursor *cursor, NET_BUFFER *piece)
{
	while (cursor->nb != NULL) {
		size_t have = cursor->nb->DataLength;

		if (cursor->at < have) {
			size_t length = have - cursor->at;

			if (length > cursor->longest)
				length = cursor->longest;
			*piece = window(cursor->nb, cursor->at, length);
			cursor->at += length;
			return true;
		}
		cursor->nb = cursor->nb->Next;
		cursor->at = cursor->start;
	}
	return false;
}

/* Windows: all get the room in front, or nothing is made.  [ddi:NdisAllocateFragmentNetBufferList] */
static NET_BUFFER_LIST *
with_room(NET_BUFFER_LIST *made, ULONG delta, ULONG back_fill, enum list_kind kind)
{
	if (delta == 0
	    || NdisRetreatNetBufferListDataStart(made, delta, back_fill, NULL, NULL)
		== NDIS_STATUS_SUCCESS)
		return made;
	list_free(made, kind, "a list whose data start can't be moved");
	return NULL;
}

NET_BUFFER_LIST *NTAPI
NdisAllocateFragmentNetBufferList(NET_BUFFER_LIST *OriginalNetBufferList,
    NDIS_HANDLE NetBufferListPool, NDIS_HANDLE NetBufferPool, ULONG StartOffset,
    ULONG MaximumLength, ULONG DataOffsetDelta, ULONG DataBackFill, ULONG AllocateFragmentFlags)
{
	struct cursor cursor = cursor_at(OriginalNetBufferList, StartOffset, MaximumLength);
	struct list *list;
	struct buffer **last;
	NET_BUFFER **last_nb;
	NET_BUFFER piece;
	size_t total = HEAD;
	char *memory;

	if (AllocateFragmentFlags != 0)
		not_modelled(
		    "NdisAllocateFragmentNetBufferList: flags 0x%x", AllocateFragmentFlags);
	clone_check_pools(NetBufferListPool, NetBufferPool, "NdisAllocateFragmentNetBufferList");
	if (MaximumLength == 0)
		return NULL;
	while (cursor_next(&cursor, &piece))
		total += clone_size(&piece);
	list = arena_take(total);
	list_make(list, LIST_FRAGMENT, list_pool_of(NetBufferListPool));
	last = &list->buffers;
	last_nb = &list->nbl.FirstNetBuffer;
	memory = (char *)list + HEAD;
	cursor = cursor_at(OriginalNetBufferList, StartOffset, MaximumLength);
	while (cursor_next(&cursor, &piece)) {
		struct buffer *buffer = (struct buffer *)memory;
		MDL *chain;

		memory = clone_mdls(&piece, memory + BUFFER, &chain);
		buffer_make(buffer, buffer_pool_of(NetBufferPool), chain, 0, piece.DataLength);
		*last = buffer;
		last = &buffer->next;
		*last_nb = &buffer->nb;
		last_nb = &buffer->nb.Next;
	}
	return with_room(clone_adopt(list, OriginalNetBufferList, total), DataOffsetDelta,
	    DataBackFill, LIST_FRAGMENT);
}

/* Windows: skips the start of each fragment and joins the rest.  [ddi:NdisAllocateReassembledNetBufferList] */
NET_BUFFER_LIST *NTAPI
NdisAllocateReassembledNetBufferList(NET_BUFFER_LIST *FragmentNetBufferList,
    NDIS_HANDLE NetBufferAndNetBufferListPoolHandle, ULONG StartOffset, ULONG DataOffsetDelta,
    ULONG DataBackFill, ULONG AllocateReassembleFlags)
{
	NDIS_HANDLE pool = NetBufferAndNetBufferListPoolHandle;
	struct cursor cursor = cursor_at(FragmentNetBufferList, StartOffset, SIZE_MAX);
	size_t total = HEAD + BUFFER, length = 0;
	struct list *list;
	struct buffer *buffer;
	NET_BUFFER piece;
	MDL *chain = NULL, **end = &chain;
	char *memory;

	if (AllocateReassembleFlags != 0)
		not_modelled(
		    "NdisAllocateReassembledNetBufferList: flags 0x%x", AllocateReassembleFlags);
	clone_check_pools(pool, NULL, "NdisAllocateReassembledNetBufferList");
	while (cursor_next(&cursor, &piece))
		total += clone_size(&piece) - BUFFER;
	list = arena_take(total);
	buffer = (struct buffer *)((char *)list + HEAD);
	memory = (char *)buffer + BUFFER;
	list_make(list, LIST_REASSEMBLED, list_pool_of(pool));
	cursor = cursor_at(FragmentNetBufferList, StartOffset, SIZE_MAX);
	while (cursor_next(&cursor, &piece)) {
		memory = clone_mdls(&piece, memory, end);
		length += piece.DataLength;
		while (*end != NULL)
			end = &(*end)->Next;
	}
	buffer_make(buffer, NULL, chain, 0, length);
	list->buffers = buffer;
	list->nbl.FirstNetBuffer = &buffer->nb;
	return with_room(clone_adopt(list, FragmentNetBufferList, total), DataOffsetDelta,
	    DataBackFill, LIST_REASSEMBLED);
}

/* Windows: DataOffsetDelta is the one of the allocation.  [ddi:NdisFreeFragmentNetBufferList] */
static void
give_back(NET_BUFFER_LIST *nbl, ULONG delta, ULONG flags, enum list_kind kind, const char *who)
{
	const struct list *list = list_of(nbl);

	if (flags != 0)
		not_modelled("%s: flags 0x%x", who, flags);
	if (list != NULL && list->kind == kind && delta > 0)
		NdisAdvanceNetBufferListDataStart(nbl, delta, TRUE, NULL);
	list_free(nbl, kind, who);
}

void NTAPI
NdisFreeFragmentNetBufferList(
    NET_BUFFER_LIST *FragmentNetBufferList, ULONG DataOffsetDelta, ULONG FreeFragmentFlags)
{
	give_back(FragmentNetBufferList, DataOffsetDelta, FreeFragmentFlags, LIST_FRAGMENT,
	    "NdisFreeFragmentNetBufferList");
}

void NTAPI
NdisFreeReassembledNetBufferList(
    NET_BUFFER_LIST *ReassembledNetBufferList, ULONG DataOffsetDelta, ULONG FreeReassembleFlags)
{
	give_back(ReassembledNetBufferList, DataOffsetDelta, FreeReassembleFlags, LIST_REASSEMBLED,
	    "NdisFreeReassembledNetBufferList");
}
