#include "kmdf/mdl.h"

#include "host/arena.h"

/*
 * Windows: the framework catches what MmProbeAndLockPages raises, and returns it.
 *   [K: FxProbeAndLockForRead]
 */
NTSTATUS
wdf_mdl_lock(void *user, ULONG length, bool write, MDL **mdl)
{
	uint64_t first = (uint64_t)user;

	if (!arena_is_user(first) || !arena_is_user(first + length - 1))
		return STATUS_ACCESS_VIOLATION;
	*mdl = mdl_make_locked(first, length, write);
	return STATUS_SUCCESS;
}

/* Here: a mapping is the memory's own address.  [executive/mdl.h] */
void *
wdf_mdl_address(MDL *mdl)
{
	if (mdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL))
		return mdl->MappedSystemVa;
	mdl->MappedSystemVa = (char *)mdl->StartVa + mdl->ByteOffset;
	mdl->MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
	return mdl->MappedSystemVa;
}
