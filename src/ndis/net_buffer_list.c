#include "ndis/net_buffer_list.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/data.h"

#define LIST_MAGIC UINT64_C(0x647279646e626c21)
#define POOL_MAGIC UINT64_C(0x6472796c6e626c70)
#define CONTEXT_ALIGNMENT 16 /* MEMORY_ALLOCATION_ALIGNMENT on x64 */

static MACHINE_STATE struct list_pool *engine_pool;

static bool
is_ours(uintptr_t at, size_t head)
{
	return at % 8 == 0 && at >= ARENA_SYSTEM + head && at < ARENA_SYSTEM + ARENA_SYSTEM_SIZE;
}

static struct list_pool *
pool_take(void)
{
	struct list_pool *pool = arena_take(sizeof(*pool));

	pool->magic = POOL_MAGIC ^ (uintptr_t)pool;
	return pool;
}

static void
pool_give(struct list_pool *pool)
{
	pool->magic = 0;
	arena_give(pool);
}

void
lists_start(void)
{
	engine_pool = pool_take();
	engine_pool->protocol = NDIS_PROTOCOL_ID_TCP_IP;
	engine_pool->with_buffer = true;
}

struct list_pool *
list_pool_of(NDIS_HANDLE handle)
{
	struct list_pool *pool = handle;

	if (handle == NULL)
		return engine_pool;
	if (!is_ours((uintptr_t)handle, 0) || pool->magic != (POOL_MAGIC ^ (uintptr_t)pool))
		return NULL;
	return pool->given ? NULL : pool;
}

struct list *
list_of(const NET_BUFFER_LIST *nbl)
{
	uintptr_t at = (uintptr_t)nbl;
	struct list *list = (struct list *)(at - offsetof(struct list, nbl));

	if (!is_ours(at, offsetof(struct list, nbl)))
		return NULL;
	return list->magic == (LIST_MAGIC ^ at) ? list : NULL;
}

void
list_make(struct list *list, enum list_kind kind, struct list_pool *pool)
{
	list->magic = LIST_MAGIC ^ (uintptr_t)&list->nbl;
	list->kind = kind;
	list->pool = pool;
	list->nbl.NdisPoolHandle = pool;
	pool->outstanding++;
}

static void
list_end(struct list *list)
{
	struct list_pool *pool = list->pool;
	struct list *parent = list->parent;

	for (struct buffer *at = list->buffers; at != NULL; at = at->next)
		at->magic = 0;
	list->magic = 0;
	arena_give(list);
	if (--pool->outstanding == 0 && pool->given)
		pool_give(pool);
	if (parent != NULL)
		list_unhold(parent);
}

void
list_hold(struct list *list)
{
	list->holds++;
}

void
list_unhold(struct list *list)
{
	if (--list->holds == 0 && list->given)
		list_end(list);
}

bool
list_give(struct list *list)
{
	list->given = true;
	if (list->holds > 0)
		return false;
	list_end(list);
	return true;
}

void
list_borrow(NET_BUFFER_LIST *nbl)
{
	struct list *list = list_of(nbl);

	if (list == NULL || list->borrowed)
		return;
	list->borrowed = true;
	list_hold(list);
}

void
list_return(NET_BUFFER_LIST *nbl)
{
	struct list *list = list_of(nbl);

	if (list == NULL || !list->borrowed)
		return;
	list->borrowed = false;
	list_unhold(list);
}

NDIS_HANDLE NTAPI
NdisAllocateNetBufferListPool(
    NDIS_HANDLE NdisHandle, const NET_BUFFER_LIST_POOL_PARAMETERS *Parameters)
{
	struct list_pool *pool;

	(void)NdisHandle;
	if (Parameters->Header.Type != NDIS_OBJECT_TYPE_DEFAULT
	    || Parameters->Header.Revision < NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1
	    || Parameters->Header.Size < NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1)
		return NULL;
	pool = pool_take();
	pool->tag = Parameters->PoolTag;
	pool->protocol = Parameters->ProtocolId;
	pool->with_buffer = Parameters->fAllocateNetBuffer || Parameters->DataSize > 0;
	pool->data_size = Parameters->DataSize;
	ledger_enter_tagged(HOLDING_NBL_POOL, (uintptr_t)pool, 0, pool->tag);
	return pool;
}

/* A pool that a driver names and that must be its own. */
static struct list_pool *
pool_wanted(NDIS_HANDLE handle, const char *who)
{
	struct list_pool *pool = handle == NULL ? NULL : list_pool_of(handle);

	if (pool == NULL)
		driver_is_wrong(RULE_R23, "%s: %p is no NET_BUFFER_LIST pool", who, handle);
	return pool;
}

/* Windows: all lists must have been freed before.  [ddi:NdisFreeNetBufferListPool] */
void NTAPI
NdisFreeNetBufferListPool(NDIS_HANDLE PoolHandle)
{
	struct list_pool *pool = pool_wanted(PoolHandle, "NdisFreeNetBufferListPool");

	ledger_strike(HOLDING_NBL_POOL, (uintptr_t)pool);
	if (pool->outstanding == 0) {
		pool_give(pool);
		return;
	}
	finding(RULE_R23, "NdisFreeNetBufferListPool: %u lists of the pool are still out",
	    pool->outstanding);
	pool->given = true;
}

/* The places of a block's parts. */
struct shape {
	size_t context, buffer, mdl, data, total;
};

static size_t
part(size_t *total, size_t bytes)
{
	size_t at = *total;

	*total = at + (bytes + 15) / 16 * 16;
	return at;
}

static struct shape
shape_of(size_t context, bool with_buffer, size_t data_size)
{
	struct shape shape = { 0 };

	part(&shape.total, sizeof(struct list));
	if (context > 0)
		shape.context = part(&shape.total, sizeof(NET_BUFFER_LIST_CONTEXT) + context);
	if (with_buffer)
		shape.buffer = part(&shape.total, sizeof(struct buffer));
	if (data_size > 0) {
		shape.mdl = part(
		    &shape.total, sizeof(MDL) + (data_size / ARENA_PAGE + 2) * sizeof(PFN_NUMBER));
		shape.data = part(&shape.total, data_size);
	}
	return shape;
}

static void
context_make(NET_BUFFER_LIST *nbl, char *block, size_t at, USHORT size, USHORT back_fill)
{
	if (at == 0)
		return;
	nbl->Context = (NET_BUFFER_LIST_CONTEXT *)(block + at);
	nbl->Context->Size = (USHORT)(size + back_fill);
	nbl->Context->Offset = back_fill;
}

static NET_BUFFER_LIST *
list_lend(struct list_pool *pool, enum list_kind kind, struct shape shape, USHORT context_size,
    USHORT context_back_fill)
{
	char *block = arena_take(shape.total);
	struct list *list = (struct list *)block;

	list_make(list, kind, pool);
	context_make(&list->nbl, block, shape.context, context_size, context_back_fill);
	if (shape.buffer != 0) {
		list->buffers = (struct buffer *)(block + shape.buffer);
		list->nbl.FirstNetBuffer = &list->buffers->nb;
	}
	ledger_enter_tagged(HOLDING_NBL, (uintptr_t)&list->nbl, shape.total, pool->tag);
	return &list->nbl;
}

NET_BUFFER_LIST *
list_take(NDIS_HANDLE handle, enum list_kind kind, USHORT context_size, USHORT context_back_fill,
    MDL *chain, ULONG offset, SIZE_T length)
{
	struct list_pool *pool = list_pool_of(handle);
	NET_BUFFER_LIST *nbl;

	if (pool == NULL)
		driver_is_wrong(RULE_R141, "%p is no NET_BUFFER_LIST pool", handle);
	if (!pool->with_buffer || pool->data_size > 0) {
		finding(RULE_R141, "the pool must have fAllocateNetBuffer and DataSize 0");
		return NULL;
	}
	if (context_size % CONTEXT_ALIGNMENT != 0 || context_back_fill % CONTEXT_ALIGNMENT != 0) {
		finding(RULE_R141, "context sizes %u and %u are no multiples of %d", context_size,
		    context_back_fill, CONTEXT_ALIGNMENT);
		return NULL;
	}
	nbl = list_lend(pool, kind, shape_of((size_t)context_size + context_back_fill, true, 0),
	    context_size, context_back_fill);
	buffer_make(list_of(nbl)->buffers, pool, chain, offset, length);
	return nbl;
}

/* Windows: a pool with fAllocateNetBuffer gives list and NET_BUFFER, with DataSize MDL and data
 *   too.   [ddi:NdisAllocateNetBufferList] */
NET_BUFFER_LIST *NTAPI
NdisAllocateNetBufferList(NDIS_HANDLE PoolHandle, USHORT ContextSize, USHORT ContextBackFill)
{
	struct list_pool *pool = pool_wanted(PoolHandle, "NdisAllocateNetBufferList");
	struct shape shape =
	    shape_of((size_t)ContextSize + ContextBackFill, pool->with_buffer, pool->data_size);
	NET_BUFFER_LIST *nbl = list_lend(pool, LIST_PLAIN, shape, ContextSize, ContextBackFill);
	char *block = (char *)list_of(nbl);
	MDL *mdl = NULL;

	if (shape.data != 0)
		mdl = data_mdl(block + shape.mdl, block + shape.data, pool->data_size);
	if (shape.buffer != 0)
		buffer_make(list_of(nbl)->buffers, pool, mdl, 0, pool->data_size);
	return nbl;
}

NET_BUFFER_LIST *NTAPI
NdisAllocateNetBufferAndNetBufferList(NDIS_HANDLE PoolHandle, USHORT ContextSize,
    USHORT ContextBackFill, MDL *MdlChain, ULONG DataOffset, SIZE_T DataLength)
{
	pool_wanted(PoolHandle, "NdisAllocateNetBufferAndNetBufferList");
	return list_take(
	    PoolHandle, LIST_PLAIN, ContextSize, ContextBackFill, MdlChain, DataOffset, DataLength);
}

static const char *const made_by[] = {
	[LIST_PLAIN] = "NdisAllocateNetBufferList",
	[LIST_FWPS] = "FwpsAllocateNetBufferAndNetBufferList0",
	[LIST_CLONE] = "NdisAllocateCloneNetBufferList",
	[LIST_FWPS_CLONE] = "FwpsAllocateCloneNetBufferList0",
	[LIST_FRAGMENT] = "NdisAllocateFragmentNetBufferList",
	[LIST_REASSEMBLED] = "NdisAllocateReassembledNetBufferList",
	[LIST_STACK] = "the network stack",
};

/*
 * MDLs that retreats allocated and no advance took away.
 *
 * Here: no finding; NDIS made them, and the clone functions' pages ask a driver to
 *   undo what it inserted itself.
 */
static void
retreats_end(struct list *list)
{
	for (struct buffer *at = list->buffers; at != NULL; at = at->next) {
		while (at->nb.MdlChain != at->chain && data_is_retreat(at->nb.MdlChain)) {
			MDL *mdl = at->nb.MdlChain;

			at->nb.MdlChain = mdl->Next;
			data_retreat_free(mdl);
		}
	}
}

/* It describes another list's bytes. */
static bool
is_clone(enum list_kind kind)
{
	return kind == LIST_CLONE || kind == LIST_FWPS_CLONE || kind == LIST_FRAGMENT
	    || kind == LIST_REASSEMBLED;
}

/* A clone's buffers and MDLs must be what they were when it was made. */
static void
clone_check(const struct list *list, const char *who)
{
	const NET_BUFFER *nb = list->nbl.FirstNetBuffer;

	for (const struct buffer *at = list->buffers; at != NULL; at = at->next) {
		if (nb != &at->nb || nb->MdlChain != at->chain) {
			finding(RULE_R123, "%s: the clone's NET_BUFFERs or MDLs were changed", who);
			return;
		}
		nb = nb->Next;
	}
	if (nb != NULL)
		finding(RULE_R123, "%s: NET_BUFFERs were added to the clone", who);
}

/*
 * Windows: a list goes back to the function that belongs to the one which made
 *   it, once, and not while the stack has it.  [rules R120-R123]
 * Here: a list that goes back through the wrong door is taken back all the same.
 */
void
list_free(NET_BUFFER_LIST *nbl, enum list_kind kind, const char *who)
{
	struct list *list = list_of(nbl);
	bool clone = is_clone(kind);

	if (list == NULL) {
		finding(RULE_R120, "%s: %p is no NET_BUFFER_LIST, or was freed before", who,
		    (void *)nbl);
		return;
	}
	if (list->kind != kind) {
		finding(RULE_R120, "%s: the list was made by %s", who, made_by[list->kind]);
		if (list->kind == LIST_STACK)
			return;
		clone = is_clone(list->kind);
	}
	if (!ledger_strike(clone ? HOLDING_NBL_CLONE : HOLDING_NBL, (uintptr_t)nbl)) {
		finding(RULE_R120, "%s: %p was freed before", who, (void *)nbl);
		return;
	}
	if (list->borrowed)
		finding(RULE_R121, "%s: the list is injected and not yet completed", who);
	else if (list->holds > 0)
		finding(
		    RULE_R120, "%s: %u clones or references of the list are out", who, list->holds);
	retreats_end(list);
	if (clone)
		clone_check(list, who);
	if (clone && list->parent != NULL)
		list->parent->nbl.ChildRefCount--;
	list_give(list);
}

void NTAPI
NdisFreeNetBufferList(NET_BUFFER_LIST *NetBufferList)
{
	list_free(NetBufferList, LIST_PLAIN, "NdisFreeNetBufferList");
}

NDIS_HANDLE NTAPI
NdisGetPoolFromNetBufferList(const NET_BUFFER_LIST *NetBufferList)
{
	return NetBufferList->NdisPoolHandle;
}

UCHAR NTAPI
NdisGetNetBufferListProtocolId(const NET_BUFFER_LIST *NetBufferList)
{
	const struct list_pool *pool = list_pool_of(NetBufferList->NdisPoolHandle);

	return pool == NULL ? NDIS_PROTOCOL_ID_DEFAULT : pool->protocol;
}
