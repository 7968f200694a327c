/* A pool of NET_BUFFER_LISTs, for those whose defect is about one. */
#ifndef FAULTY_POOL_H
#define FAULTY_POOL_H

#include "faulty.h"

HELPER NDIS_HANDLE
faulty_pool_create(VOID)
{
	NET_BUFFER_LIST_POOL_PARAMETERS parameters = {
		.Header.Type = NDIS_OBJECT_TYPE_DEFAULT,
		.Header.Revision = NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1,
		.Header.Size = NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1,
		.fAllocateNetBuffer = TRUE,
		.PoolTag = FAULTY_TAG,
	};

	return NdisAllocateNetBufferListPool(NULL, &parameters);
}

#endif /* FAULTY_POOL_H */
