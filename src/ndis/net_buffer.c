#include "ndis/net_buffer.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/data.h"

#define BUFFER_MAGIC UINT64_C(0x647279646b5f6e62)
#define POOL_MAGIC UINT64_C(0x64727964626f6f70)

static MACHINE_STATE struct buffer_pool *engine_pool;

static bool
is_ours(uintptr_t at, size_t head)
{
	return at % 8 == 0 && at >= ARENA_SYSTEM + head && at < ARENA_SYSTEM + ARENA_SYSTEM_SIZE;
}

static struct buffer_pool *
pool_take(uint32_t tag, uint32_t data_size)
{
	struct buffer_pool *pool = arena_take(sizeof(*pool));

	pool->magic = POOL_MAGIC ^ (uintptr_t)pool;
	pool->tag = tag;
	pool->data_size = data_size;
	return pool;
}

static void
pool_give(struct buffer_pool *pool)
{
	pool->magic = 0;
	arena_give(pool);
}

void
buffers_start(void)
{
	engine_pool = pool_take(0, 0);
}

struct buffer_pool *
buffer_pool_of(NDIS_HANDLE handle)
{
	struct buffer_pool *pool = handle;

	if (handle == NULL)
		return engine_pool;
	if (!is_ours((uintptr_t)handle, 0) || pool->magic != (POOL_MAGIC ^ (uintptr_t)pool))
		return NULL;
	return pool->given ? NULL : pool;
}

/* A pool that a driver names and that must be its own. */
static struct buffer_pool *
pool_wanted(NDIS_HANDLE handle, const char *who)
{
	struct buffer_pool *pool = handle == NULL ? NULL : buffer_pool_of(handle);

	if (pool == NULL)
		driver_is_wrong(RULE_R23, "%s: %p is no NET_BUFFER pool", who, handle);
	return pool;
}

struct buffer *
buffer_of(const NET_BUFFER *nb)
{
	uintptr_t at = (uintptr_t)nb;
	struct buffer *buffer = (struct buffer *)(at - offsetof(struct buffer, nb));

	if (!is_ours(at, offsetof(struct buffer, nb)))
		return NULL;
	return buffer->magic == (BUFFER_MAGIC ^ at) ? buffer : NULL;
}

void
buffer_make(
    struct buffer *buffer, NDIS_HANDLE pool_handle, MDL *chain, size_t offset, size_t length)
{
	buffer->magic = BUFFER_MAGIC ^ (uintptr_t)&buffer->nb;
	buffer->chain = chain;
	buffer->nb.MdlChain = chain;
	buffer->nb.NdisPoolHandle = pool_handle;
	data_aim(&buffer->nb, offset, length);
}

/* Windows: NULL when there is no memory, or the header is none.  [ddi:NdisAllocateNetBufferPool] */
NDIS_HANDLE NTAPI
NdisAllocateNetBufferPool(NDIS_HANDLE NdisHandle, const NET_BUFFER_POOL_PARAMETERS *Parameters)
{
	struct buffer_pool *pool;

	(void)NdisHandle;
	if (Parameters->Header.Type != NDIS_OBJECT_TYPE_DEFAULT
	    || Parameters->Header.Revision < NET_BUFFER_POOL_PARAMETERS_REVISION_1
	    || Parameters->Header.Size < NDIS_SIZEOF_NET_BUFFER_POOL_PARAMETERS_REVISION_1)
		return NULL;
	pool = pool_take(Parameters->PoolTag, Parameters->DataSize);
	ledger_enter_tagged(HOLDING_NB_POOL, (uintptr_t)pool, 0, pool->tag);
	return pool;
}

/* Windows: all NET_BUFFERs must have been freed before.  [ddi:NdisFreeNetBufferPool] */
void NTAPI
NdisFreeNetBufferPool(NDIS_HANDLE PoolHandle)
{
	struct buffer_pool *pool = pool_wanted(PoolHandle, "NdisFreeNetBufferPool");

	ledger_strike(HOLDING_NB_POOL, (uintptr_t)pool);
	if (pool->outstanding == 0) {
		pool_give(pool);
		return;
	}
	finding(RULE_R23, "NdisFreeNetBufferPool: %u NET_BUFFERs of the pool are still out",
	    pool->outstanding);
	pool->given = true;
}

static NET_BUFFER *
buffer_lend(struct buffer_pool *pool, struct buffer *buffer)
{
	buffer->pool = pool;
	pool->outstanding++;
	ledger_enter_tagged(HOLDING_NB, (uintptr_t)&buffer->nb, sizeof(buffer->nb), pool->tag);
	return &buffer->nb;
}

NET_BUFFER *NTAPI
NdisAllocateNetBuffer(NDIS_HANDLE PoolHandle, MDL *MdlChain, ULONG DataOffset, SIZE_T DataLength)
{
	struct buffer_pool *pool = pool_wanted(PoolHandle, "NdisAllocateNetBuffer");
	struct buffer *buffer = arena_take(sizeof(*buffer));

	buffer_make(buffer, pool, MdlChain, DataOffset, DataLength);
	return buffer_lend(pool, buffer);
}

/* Windows: NET_BUFFER, MDL and data in one block, of the pool's DataSize.
 *   [ddi:NdisAllocateNetBufferMdlAndData] */
NET_BUFFER *NTAPI
NdisAllocateNetBufferMdlAndData(NDIS_HANDLE PoolHandle)
{
	struct buffer_pool *pool = pool_wanted(PoolHandle, "NdisAllocateNetBufferMdlAndData");
	size_t mdl_at = (sizeof(struct buffer) + 15) / 16 * 16;
	size_t data_at =
	    (mdl_at + sizeof(MDL) + (pool->data_size / ARENA_PAGE + 2) * sizeof(PFN_NUMBER) + 15)
	    / 16 * 16;
	char *block;

	if (pool->data_size == 0)
		return NULL;
	block = arena_take(data_at + pool->data_size);
	buffer_make((struct buffer *)block, pool,
	    data_mdl(block + mdl_at, block + data_at, pool->data_size), 0, pool->data_size);
	return buffer_lend(pool, (struct buffer *)block);
}

/* MDLs that retreats put before the chain and nothing took away. */
static void
free_retreats(struct buffer *buffer)
{
	while (buffer->nb.MdlChain != buffer->chain && data_is_retreat(buffer->nb.MdlChain)) {
		MDL *mdl = buffer->nb.MdlChain;

		buffer->nb.MdlChain = mdl->Next;
		data_retreat_free(mdl);
	}
}

void NTAPI
NdisFreeNetBuffer(NET_BUFFER *NetBuffer)
{
	struct buffer *buffer = buffer_of(NetBuffer);
	struct buffer_pool *pool;

	if (buffer == NULL || buffer->pool == NULL
	    || !ledger_strike(HOLDING_NB, (uintptr_t)NetBuffer)) {
		finding(RULE_R23, "NdisFreeNetBuffer: %p %s", (void *)NetBuffer,
		    buffer == NULL ? "is no NET_BUFFER from a pool, or was freed before"
				   : "belongs to its NET_BUFFER_LIST");
		return;
	}
	free_retreats(buffer);
	pool = buffer->pool;
	buffer->magic = 0;
	arena_give(buffer);
	if (--pool->outstanding == 0 && pool->given)
		pool_give(pool);
}

NDIS_HANDLE NTAPI
NdisGetPoolFromNetBuffer(const NET_BUFFER *NetBuffer)
{
	return NetBuffer->NdisPoolHandle;
}
