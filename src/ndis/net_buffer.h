/*
 * NET_BUFFERs and their pools.
 *
 * A NET_BUFFER of ours stands in a struct buffer, whose magic word tells ours
 * from a driver's mistake.  A buffer that was made together with its list, or
 * with a clone, is the list's and no entry of the ledger.
 */
#ifndef NDIS_NET_BUFFER_H
#define NDIS_NET_BUFFER_H

#include "nt/ndis.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer_pool {
	uint64_t magic;
	uint32_t tag;
	uint32_t data_size;
	uint32_t outstanding;
	bool given; /* freed while some were outstanding; goes with the last of them */
};

struct buffer {
	uint64_t magic;
	struct buffer_pool *pool; /* NULL: part of a list */
	struct buffer *next;      /* in the clone it belongs to */
	MDL *chain;               /* what it was made with */
	NET_BUFFER nb;
};

void buffers_start(void);

/* NULL handle: the engine's own.  NULL: no pool of ours. */
struct buffer_pool *buffer_pool_of(NDIS_HANDLE handle);

/* Make a buffer in memory that is given; `pool_handle` is what a driver reads. */
void buffer_make(
    struct buffer *buffer, NDIS_HANDLE pool_handle, MDL *chain, size_t offset, size_t length);
struct buffer *buffer_of(const NET_BUFFER *nb);

NDIS_HANDLE NTAPI NdisAllocateNetBufferPool(
    NDIS_HANDLE NdisHandle, const NET_BUFFER_POOL_PARAMETERS *Parameters);
void NTAPI NdisFreeNetBufferPool(NDIS_HANDLE PoolHandle);
NET_BUFFER *NTAPI NdisAllocateNetBuffer(
    NDIS_HANDLE PoolHandle, MDL *MdlChain, ULONG DataOffset, SIZE_T DataLength);
NET_BUFFER *NTAPI NdisAllocateNetBufferMdlAndData(NDIS_HANDLE PoolHandle);
void NTAPI NdisFreeNetBuffer(NET_BUFFER *NetBuffer);
NDIS_HANDLE NTAPI NdisGetPoolFromNetBuffer(const NET_BUFFER *NetBuffer);

#endif
