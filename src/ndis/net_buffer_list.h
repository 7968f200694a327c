/*
 * NET_BUFFER_LISTs and their pools.
 *
 * Every list of ours stands in a struct list, behind what the machine must
 * know of it: who may free it, who holds it, whose clone it is.  A list that
 * is given back while clones or references hold it goes when the last of them
 * does.
 */
#ifndef NDIS_NET_BUFFER_LIST_H
#define NDIS_NET_BUFFER_LIST_H

#include "ndis/net_buffer.h"
#include "nt/ndis.h"

#include <stdbool.h>
#include <stdint.h>

enum list_kind {
	LIST_PLAIN,       /* NdisAllocateNetBufferList, …AndNetBufferList */
	LIST_FWPS,        /* FwpsAllocateNetBufferAndNetBufferList0 */
	LIST_CLONE,       /* NdisAllocateCloneNetBufferList */
	LIST_FWPS_CLONE,  /* FwpsAllocateCloneNetBufferList0 */
	LIST_FRAGMENT,    /* NdisAllocateFragmentNetBufferList */
	LIST_REASSEMBLED, /* NdisAllocateReassembledNetBufferList */
	LIST_STACK,       /* indicated by the stack */
};

struct list_pool {
	uint64_t magic;
	uint32_t tag;
	uint32_t data_size;
	uint32_t outstanding;
	uint8_t protocol;
	bool with_buffer;
	bool given; /* freed while some were outstanding; goes with the last of them */
};

struct list {
	uint64_t magic;
	enum list_kind kind;
	bool given;    /* by its owner */
	bool borrowed; /* injected, and not yet completed */
	uint32_t clone_flags;
	uint32_t holds; /* clones and references of it */
	struct list_pool *pool;
	struct list *parent;    /* a clone's original, if that is one of ours */
	struct buffer *buffers; /* its own, in order */
	NET_BUFFER_LIST nbl;
};

void lists_start(void);

/* NULL: not one of ours, or freed. */
struct list *list_of(const NET_BUFFER_LIST *nbl);

/* NULL handle: the engine's own pool.  NULL: no pool of ours. */
struct list_pool *list_pool_of(NDIS_HANDLE handle);

/* Fill in a list that lies in `list`; counts in the pool. */
void list_make(struct list *list, enum list_kind kind, struct list_pool *pool);
void list_hold(struct list *list);
void list_unhold(struct list *list);
/* The owner is done with it.  False: held still. */
bool list_give(struct list *list);

/*
 * An injection has the list until list_return: freeing it before that is a
 * finding [rules R121].  NULL, or a list that is none of ours, is left alone.
 */
void list_borrow(NET_BUFFER_LIST *nbl);
void list_return(NET_BUFFER_LIST *nbl);

/* What NdisAllocateNetBufferAndNetBufferList and its wrapper do; NULL: refused, with a finding. */
NET_BUFFER_LIST *list_take(NDIS_HANDLE pool, enum list_kind kind, USHORT context_size,
    USHORT context_back_fill, MDL *chain, ULONG offset, SIZE_T length);
/* What the functions that free do; `kind` is the one that this function is for. */
void list_free(NET_BUFFER_LIST *nbl, enum list_kind kind, const char *who);

NDIS_HANDLE NTAPI NdisAllocateNetBufferListPool(
    NDIS_HANDLE NdisHandle, const NET_BUFFER_LIST_POOL_PARAMETERS *Parameters);
void NTAPI NdisFreeNetBufferListPool(NDIS_HANDLE PoolHandle);
NET_BUFFER_LIST *NTAPI NdisAllocateNetBufferList(
    NDIS_HANDLE PoolHandle, USHORT ContextSize, USHORT ContextBackFill);
NET_BUFFER_LIST *NTAPI NdisAllocateNetBufferAndNetBufferList(NDIS_HANDLE PoolHandle,
    USHORT ContextSize, USHORT ContextBackFill, MDL *MdlChain, ULONG DataOffset, SIZE_T DataLength);
void NTAPI NdisFreeNetBufferList(NET_BUFFER_LIST *NetBufferList);
NDIS_HANDLE NTAPI NdisGetPoolFromNetBufferList(const NET_BUFFER_LIST *NetBufferList);
UCHAR NTAPI NdisGetNetBufferListProtocolId(const NET_BUFFER_LIST *NetBufferList);

#endif
