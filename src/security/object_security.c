/*
 * The descriptors of objects.
 *
 * Here: a device has what is in its DEVICE_OBJECT; what has no name has none,
 *   as on Windows.
 */
#include "executive/object.h"
#include "executive/pool.h"
#include "ledger/finding.h"
#include "security/descriptor.h"
#include "security/exports.h"
#include "security/token.h"

#include <string.h>

NTAPI NTSTATUS ObGetObjectSecurity(
    PVOID Object, PSECURITY_DESCRIPTOR *SecurityDescriptor, BOOLEAN *MemoryAllocated);
NTAPI void ObReleaseObjectSecurity(
    PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN MemoryAllocated);
NTAPI NTSTATUS ZwSetSecurityObject(HANDLE Handle, SECURITY_INFORMATION SecurityInformation,
    PSECURITY_DESCRIPTOR SecurityDescriptor);
NTAPI NTSTATUS RtlAbsoluteToSelfRelativeSD(PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor,
    PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor, ULONG *BufferLength);

#define DESCRIPTOR_TAG 0x63536553 /* "SeSc" */

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

/* A copy in one piece, the system's own. */
static void *
descriptor_keep(PSECURITY_DESCRIPTOR descriptor)
{
	ULONG bytes = (ULONG)descriptor_bytes(descriptor);
	void *kept = pool_take_own(bytes, DESCRIPTOR_TAG);
	struct descriptor from;

	if (descriptor_read(descriptor, &from) && (from.control & SE_SELF_RELATIVE) != 0)
		memcpy(kept, descriptor, bytes);
	else
		RtlAbsoluteToSelfRelativeSD(descriptor, kept, &bytes);
	return kept;
}

/*
 * Windows: what is set must be granted by the handle: WRITE_DAC for the DACL.  [ddi:ZwSetSecurityObject]
 * Here: a device gets the descriptor as it is; it guards nothing.  The one that it had stays where it is.
 */
NTSTATUS NTAPI
ZwSetSecurityObject(HANDLE Handle, SECURITY_INFORMATION SecurityInformation,
    PSECURITY_DESCRIPTOR SecurityDescriptor)
{
	void *object = handle_object(Handle);

	if (object == NULL)
		return STATUS_INVALID_HANDLE;
	if (SecurityInformation != DACL_SECURITY_INFORMATION || !object_is(object, OBJECT_DEVICE))
		not_modelled("ZwSetSecurityObject: information 0x%x of a %s", SecurityInformation,
		    object_type_name(object));
	if (!handle_grants(Handle, WRITE_DAC))
		return STATUS_ACCESS_DENIED;
	if (!descriptor_valid(SecurityDescriptor))
		return STATUS_INVALID_SECURITY_DESCR;
	((DEVICE_OBJECT *)object)->SecurityDescriptor = descriptor_keep(SecurityDescriptor);
	return STATUS_SUCCESS;
}

const struct contract object_security_exports[] = {
	EXPORT(ObGetObjectSecurity, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    APPROXIMATES("devices, and what has no name")),
	EXPORT(ObReleaseObjectSecurity, 2, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
	EXPORT(ZwSetSecurityObject, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED STATUS_INVALID_SECURITY_DESCR"),
	    APPROXIMATES("the DACL of a device, which guards nothing")),
	EXPORTS_END,
};
