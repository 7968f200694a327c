/*
 * The descriptors of objects.
 *
 * Here: a device has what is in its DEVICE_OBJECT; what has no name has none,
 *   as on Windows.
 */
#include "ledger/finding.h"
#include "security/exports.h"
#include "security/token.h"

NTAPI NTSTATUS ObGetObjectSecurity(
    PVOID Object, PSECURITY_DESCRIPTOR *SecurityDescriptor, BOOLEAN *MemoryAllocated);
NTAPI void ObReleaseObjectSecurity(
    PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN MemoryAllocated);

/* Windows: success with NULL for an object without a descriptor.  [ddi:ObGetObjectSecurity] */
NTSTATUS NTAPI
ObGetObjectSecurity(
    PVOID Object, PSECURITY_DESCRIPTOR *SecurityDescriptor, BOOLEAN *MemoryAllocated)
{
	enum object_type type = object_type_of(Object);

	*MemoryAllocated = FALSE;
	*SecurityDescriptor = NULL;
	if (type == OBJECT_DEVICE)
		*SecurityDescriptor = ((DEVICE_OBJECT *)Object)->SecurityDescriptor;
	else if (type != OBJECT_EVENT && type != OBJECT_SEMAPHORE && type != OBJECT_MUTANT)
		not_modelled("ObGetObjectSecurity of a %s",
		    type == OBJECT_TYPES ? "pointer that is no object" : object_type_name(Object));
	return STATUS_SUCCESS;
}

/* Here: nothing was allocated. */
void NTAPI
ObReleaseObjectSecurity(PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN MemoryAllocated)
{
	(void)SecurityDescriptor;
	if (MemoryAllocated)
		not_modelled(
		    "ObReleaseObjectSecurity of what ObGetObjectSecurity did not allocate");
}

const struct contract object_security_exports[] = {
	EXPORT(ObGetObjectSecurity, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    APPROXIMATES("devices, and what has no name")),
	EXPORT(ObReleaseObjectSecurity, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORTS_END,
};
