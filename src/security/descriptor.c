#include "security/descriptor.h"

#include "ledger/finding.h"
#include "security/acl.h"
#include "security/exports.h"
#include "security/sid.h"

#include <string.h>

NTAPI NTSTATUS RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, ULONG Revision);
NTAPI NTSTATUS RtlSetDaclSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN DaclPresent, PACL Dacl, BOOLEAN DaclDefaulted);
NTAPI NTSTATUS RtlSetSaclSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN SaclPresent, PACL Sacl, BOOLEAN SaclDefaulted);
NTAPI NTSTATUS RtlSetOwnerSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSID Owner, BOOLEAN OwnerDefaulted);
NTAPI NTSTATUS RtlSetGroupSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSID Group, BOOLEAN GroupDefaulted);
NTAPI NTSTATUS RtlGetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor,
    BOOLEAN *DaclPresent, PACL *Dacl, BOOLEAN *DaclDefaulted);
NTAPI NTSTATUS RtlGetSaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor,
    BOOLEAN *SaclPresent, PACL *Sacl, BOOLEAN *SaclDefaulted);
NTAPI NTSTATUS RtlGetOwnerSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSID *Owner, BOOLEAN *OwnerDefaulted);
NTAPI NTSTATUS RtlGetGroupSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSID *Group, BOOLEAN *GroupDefaulted);
NTAPI BOOLEAN RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor);
NTAPI BOOLEAN RtlValidRelativeSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptorInput,
    ULONG SecurityDescriptorLength, SECURITY_INFORMATION RequiredInformation);
NTAPI BOOLEAN SeValidSecurityDescriptor(ULONG Length, PSECURITY_DESCRIPTOR SecurityDescriptor);
NTAPI ULONG RtlLengthSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor);
NTAPI NTSTATUS RtlAbsoluteToSelfRelativeSD(PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor,
    PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor, ULONG *BufferLength);
NTAPI NTSTATUS RtlSelfRelativeToAbsoluteSD(PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor,
    PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor, ULONG *AbsoluteSecurityDescriptorSize,
    PACL Dacl, ULONG *DaclSize, PACL Sacl, ULONG *SaclSize, PSID Owner, ULONG *OwnerSize,
    PSID PrimaryGroup, ULONG *PrimaryGroupSize);

static void *
part(const void *base, ULONG offset)
{
	return offset != 0 ? (UCHAR *)base + offset : NULL;
}

bool
descriptor_read(const void *from, struct descriptor *to)
{
	const SECURITY_DESCRIPTOR *whole = from;
	const SECURITY_DESCRIPTOR_RELATIVE *packed = from;

	*to = (struct descriptor){ 0 };
	if (from == NULL || whole->Revision != SECURITY_DESCRIPTOR_REVISION)
		return false;
	to->control = whole->Control;
	to->dacl_present = (whole->Control & SE_DACL_PRESENT) != 0;
	if ((whole->Control & SE_SELF_RELATIVE) != 0) {
		to->owner = part(from, packed->Owner);
		to->group = part(from, packed->Group);
		to->sacl = part(from, packed->Sacl);
		to->dacl = part(from, packed->Dacl);
	} else {
		to->owner = whole->Owner;
		to->group = whole->Group;
		to->sacl = whole->Sacl;
		to->dacl = whole->Dacl;
	}
	if ((to->control & SE_SACL_PRESENT) == 0)
		to->sacl = NULL;
	if (!to->dacl_present)
		to->dacl = NULL;
	return true;
}

bool
descriptor_valid(const void *from)
{
	struct descriptor read;

	return descriptor_read(from, &read) && (read.owner == NULL || sid_valid(read.owner))
	    && (read.group == NULL || sid_valid(read.group))
	    && (read.sacl == NULL || acl_valid(read.sacl))
	    && (read.dacl == NULL || acl_valid(read.dacl));
}

static size_t
round_up(size_t bytes)
{
	return (bytes + 3) & ~(size_t)3;
}

size_t
descriptor_packed_bytes(const struct descriptor *read)
{
	return sizeof(SECURITY_DESCRIPTOR_RELATIVE)
	    + (read->owner != NULL ? round_up(sid_bytes(read->owner)) : 0)
	    + (read->group != NULL ? round_up(sid_bytes(read->group)) : 0)
	    + (read->sacl != NULL ? round_up(read->sacl->AclSize) : 0)
	    + (read->dacl != NULL ? round_up(read->dacl->AclSize) : 0);
}

size_t
descriptor_bytes(const void *from)
{
	struct descriptor read;

	descriptor_read(from, &read);
	return descriptor_packed_bytes(&read);
}

/* Making. */

NTSTATUS NTAPI
RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, ULONG Revision)
{
	if (Revision != SECURITY_DESCRIPTOR_REVISION)
		return STATUS_UNKNOWN_REVISION;
	*(SECURITY_DESCRIPTOR *)SecurityDescriptor =
	    (SECURITY_DESCRIPTOR){ .Revision = SECURITY_DESCRIPTOR_REVISION };
	return STATUS_SUCCESS;
}

/* Windows: only a descriptor in the absolute form can be changed.  [ddi:RtlSetDaclSecurityDescriptor] */
static NTSTATUS
changeable(const SECURITY_DESCRIPTOR *descriptor)
{
	if (descriptor->Revision != SECURITY_DESCRIPTOR_REVISION)
		return STATUS_UNKNOWN_REVISION;
	if ((descriptor->Control & SE_SELF_RELATIVE) != 0)
		return STATUS_INVALID_SECURITY_DESCR;
	return STATUS_SUCCESS;
}

static void
control_set(SECURITY_DESCRIPTOR *descriptor, USHORT flag, bool set)
{
	descriptor->Control = (USHORT)((descriptor->Control & ~flag) | (set ? flag : 0));
}

NTSTATUS NTAPI
RtlSetDaclSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN DaclPresent, PACL Dacl, BOOLEAN DaclDefaulted)
{
	SECURITY_DESCRIPTOR *descriptor = SecurityDescriptor;
	NTSTATUS status = changeable(descriptor);

	if (!NT_SUCCESS(status))
		return status;
	control_set(descriptor, SE_DACL_PRESENT, DaclPresent);
	control_set(descriptor, SE_DACL_DEFAULTED, DaclPresent && DaclDefaulted);
	descriptor->Dacl = DaclPresent ? Dacl : NULL;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlSetSaclSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN SaclPresent, PACL Sacl, BOOLEAN SaclDefaulted)
{
	SECURITY_DESCRIPTOR *descriptor = SecurityDescriptor;
	NTSTATUS status = changeable(descriptor);

	if (!NT_SUCCESS(status))
		return status;
	control_set(descriptor, SE_SACL_PRESENT, SaclPresent);
	control_set(descriptor, SE_SACL_DEFAULTED, SaclPresent && SaclDefaulted);
	descriptor->Sacl = SaclPresent ? Sacl : NULL;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlSetOwnerSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSID Owner, BOOLEAN OwnerDefaulted)
{
	SECURITY_DESCRIPTOR *descriptor = SecurityDescriptor;
	NTSTATUS status = changeable(descriptor);

	if (!NT_SUCCESS(status))
		return status;
	descriptor->Owner = Owner;
	control_set(descriptor, SE_OWNER_DEFAULTED, OwnerDefaulted);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlSetGroupSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSID Group, BOOLEAN GroupDefaulted)
{
	SECURITY_DESCRIPTOR *descriptor = SecurityDescriptor;
	NTSTATUS status = changeable(descriptor);

	if (!NT_SUCCESS(status))
		return status;
	descriptor->Group = Group;
	control_set(descriptor, SE_GROUP_DEFAULTED, GroupDefaulted);
	return STATUS_SUCCESS;
}

/* Reading. */

NTSTATUS NTAPI
RtlGetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN *DaclPresent,
    PACL *Dacl, BOOLEAN *DaclDefaulted)
{
	struct descriptor read;

	if (!descriptor_read(SecurityDescriptor, &read))
		return STATUS_UNKNOWN_REVISION;
	*DaclPresent = read.dacl_present;
	if (read.dacl_present) {
		*Dacl = read.dacl;
		*DaclDefaulted = (read.control & SE_DACL_DEFAULTED) != 0;
	}
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlGetSaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN *SaclPresent,
    PACL *Sacl, BOOLEAN *SaclDefaulted)
{
	struct descriptor read;

	if (!descriptor_read(SecurityDescriptor, &read))
		return STATUS_UNKNOWN_REVISION;
	*SaclPresent = (read.control & SE_SACL_PRESENT) != 0;
	if (*SaclPresent) {
		*Sacl = read.sacl;
		*SaclDefaulted = (read.control & SE_SACL_DEFAULTED) != 0;
	}
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlGetOwnerSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSID *Owner, BOOLEAN *OwnerDefaulted)
{
	struct descriptor read;

	if (!descriptor_read(SecurityDescriptor, &read))
		return STATUS_UNKNOWN_REVISION;
	*Owner = read.owner;
	*OwnerDefaulted = (read.control & SE_OWNER_DEFAULTED) != 0;
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
RtlGetGroupSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSID *Group, BOOLEAN *GroupDefaulted)
{
	struct descriptor read;

	if (!descriptor_read(SecurityDescriptor, &read))
		return STATUS_UNKNOWN_REVISION;
	*Group = read.group;
	*GroupDefaulted = (read.control & SE_GROUP_DEFAULTED) != 0;
	return STATUS_SUCCESS;
}

BOOLEAN NTAPI
RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor)
{
	return descriptor_valid(SecurityDescriptor);
}

/* Does a part lie behind the head and inside the length? */
static bool
part_fits(ULONG offset, size_t least, ULONG length)
{
	return offset == 0
	    || (offset >= sizeof(SECURITY_DESCRIPTOR_RELATIVE) && offset % 4 == 0
		&& offset <= length && length - offset >= least);
}

/* Lengths are looked at before anything behind them is. */
bool
descriptor_packed_valid(const void *from, ULONG length)
{
	const SECURITY_DESCRIPTOR_RELATIVE *packed = from;
	struct descriptor read;
	const SID *sids[2];
	const ACL *lists[2];

	if (length < sizeof *packed || packed->Revision != SECURITY_DESCRIPTOR_REVISION
	    || (packed->Control & SE_SELF_RELATIVE) == 0 || !part_fits(packed->Owner, 8, length)
	    || !part_fits(packed->Group, 8, length) || !part_fits(packed->Sacl, sizeof(ACL), length)
	    || !part_fits(packed->Dacl, sizeof(ACL), length))
		return false;
	descriptor_read(packed, &read);
	sids[0] = read.owner, sids[1] = read.group;
	lists[0] = read.sacl, lists[1] = read.dacl;
	for (int i = 0; i < 2; i++) {
		if (sids[i] != NULL
		    && (!sid_valid(sids[i])
			|| (const UCHAR *)sids[i] + sid_bytes(sids[i])
			    > (const UCHAR *)packed + length))
			return false;
		if (lists[i] != NULL
		    && ((const UCHAR *)lists[i] + lists[i]->AclSize > (const UCHAR *)packed + length
			|| !acl_valid(lists[i])))
			return false;
	}
	return true;
}

/* Windows: what is required must be there.  [ddi:RtlValidRelativeSecurityDescriptor] */
BOOLEAN NTAPI
RtlValidRelativeSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptorInput,
    ULONG SecurityDescriptorLength, SECURITY_INFORMATION RequiredInformation)
{
	struct descriptor read;

	if (!descriptor_packed_valid(SecurityDescriptorInput, SecurityDescriptorLength))
		return FALSE;
	descriptor_read(SecurityDescriptorInput, &read);
	return !((RequiredInformation & OWNER_SECURITY_INFORMATION) != 0 && read.owner == NULL)
	    && !((RequiredInformation & GROUP_SECURITY_INFORMATION) != 0 && read.group == NULL)
	    && !((RequiredInformation & DACL_SECURITY_INFORMATION) != 0 && !read.dacl_present)
	    && !((RequiredInformation & SACL_SECURITY_INFORMATION) != 0 && read.sacl == NULL);
}

BOOLEAN NTAPI
SeValidSecurityDescriptor(ULONG Length, PSECURITY_DESCRIPTOR SecurityDescriptor)
{
	return descriptor_packed_valid(SecurityDescriptor, Length);
}

ULONG NTAPI
RtlLengthSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor)
{
	return (ULONG)descriptor_bytes(SecurityDescriptor);
}

/* From one form to the other. */

static ULONG
pack(UCHAR *base, size_t *used, const void *what, size_t bytes)
{
	size_t at = *used;

	if (what == NULL)
		return 0;
	memcpy(base + at, what, bytes);
	*used += round_up(bytes);
	return (ULONG)at;
}

void
descriptor_pack(const struct descriptor *from, void *whole)
{
	SECURITY_DESCRIPTOR_RELATIVE *to = whole;
	size_t used = sizeof *to;

	memset(to, 0, descriptor_packed_bytes(from));
	to->Revision = SECURITY_DESCRIPTOR_REVISION;
	to->Control = from->control | SE_SELF_RELATIVE;
	to->Sacl = pack(whole, &used, from->sacl, from->sacl ? from->sacl->AclSize : 0);
	to->Dacl = pack(whole, &used, from->dacl, from->dacl ? from->dacl->AclSize : 0);
	to->Owner = pack(whole, &used, from->owner, from->owner ? sid_bytes(from->owner) : 0);
	to->Group = pack(whole, &used, from->group, from->group ? sid_bytes(from->group) : 0);
}

NTSTATUS NTAPI
RtlAbsoluteToSelfRelativeSD(PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor,
    PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor, ULONG *BufferLength)
{
	struct descriptor from;
	size_t needed;

	if (!descriptor_read(AbsoluteSecurityDescriptor, &from)
	    || (from.control & SE_SELF_RELATIVE) != 0)
		return STATUS_BAD_DESCRIPTOR_FORMAT;
	needed = descriptor_bytes(AbsoluteSecurityDescriptor);
	if (*BufferLength < needed) {
		*BufferLength = (ULONG)needed;
		return STATUS_BUFFER_TOO_SMALL;
	}
	descriptor_pack(&from, SelfRelativeSecurityDescriptor);
	return STATUS_SUCCESS;
}

/* One part: how much room it needs, and whether it has it. */
static bool
room(ULONG *size, size_t needed)
{
	bool enough = *size >= needed;

	*size = (ULONG)needed;
	return enough;
}

NTSTATUS NTAPI
RtlSelfRelativeToAbsoluteSD(PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor,
    PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor, ULONG *AbsoluteSecurityDescriptorSize,
    PACL Dacl, ULONG *DaclSize, PACL Sacl, ULONG *SaclSize, PSID Owner, ULONG *OwnerSize,
    PSID PrimaryGroup, ULONG *PrimaryGroupSize)
{
	SECURITY_DESCRIPTOR *to = AbsoluteSecurityDescriptor;
	struct descriptor from;
	bool enough;

	if (!descriptor_read(SelfRelativeSecurityDescriptor, &from)
	    || (from.control & SE_SELF_RELATIVE) == 0)
		return STATUS_BAD_DESCRIPTOR_FORMAT;
	enough = room(AbsoluteSecurityDescriptorSize, sizeof *to);
	enough &= room(DaclSize, from.dacl ? from.dacl->AclSize : 0);
	enough &= room(SaclSize, from.sacl ? from.sacl->AclSize : 0);
	enough &= room(OwnerSize, from.owner ? sid_bytes(from.owner) : 0);
	enough &= room(PrimaryGroupSize, from.group ? sid_bytes(from.group) : 0);
	if (!enough)
		return STATUS_BUFFER_TOO_SMALL;
	*to = (SECURITY_DESCRIPTOR){ .Revision = SECURITY_DESCRIPTOR_REVISION,
		.Control = (USHORT)(from.control & ~SE_SELF_RELATIVE) };
	if (from.dacl != NULL)
		to->Dacl = memcpy(Dacl, from.dacl, from.dacl->AclSize);
	if (from.sacl != NULL)
		to->Sacl = memcpy(Sacl, from.sacl, from.sacl->AclSize);
	if (from.owner != NULL)
		to->Owner = memcpy(Owner, from.owner, sid_bytes(from.owner));
	if (from.group != NULL)
		to->Group = memcpy(PrimaryGroup, from.group, sid_bytes(from.group));
	return STATUS_SUCCESS;
}

#define OF_DESCRIPTOR(name, count, ...) \
	EXPORT(name, count, APC_LEVEL, REFUSAL_NONE, 0, ##__VA_ARGS__)
#define CHANGING "STATUS_UNKNOWN_REVISION STATUS_INVALID_SECURITY_DESCR"
#define CONVERTING "STATUS_BAD_DESCRIPTOR_FORMAT STATUS_BUFFER_TOO_SMALL"

const struct contract descriptor_exports[] = {
	OF_DESCRIPTOR(RtlCreateSecurityDescriptor, 2, PAGE(wdm), FAILS("STATUS_UNKNOWN_REVISION")),
	OF_DESCRIPTOR(RtlSetDaclSecurityDescriptor, 4, PAGE(wdm), FAILS(CHANGING)),
	OF_DESCRIPTOR(RtlSetSaclSecurityDescriptor, 4, FAILS(CHANGING)),
	OF_DESCRIPTOR(RtlSetOwnerSecurityDescriptor, 3, PAGE(ntifs), FAILS(CHANGING)),
	OF_DESCRIPTOR(RtlSetGroupSecurityDescriptor, 3, PAGE(ntifs), FAILS(CHANGING)),
	OF_DESCRIPTOR(
	    RtlGetDaclSecurityDescriptor, 4, PAGE(ntifs), FAILS("STATUS_UNKNOWN_REVISION")),
	OF_DESCRIPTOR(
	    RtlGetSaclSecurityDescriptor, 4, PAGE(ntifs), FAILS("STATUS_UNKNOWN_REVISION")),
	OF_DESCRIPTOR(
	    RtlGetOwnerSecurityDescriptor, 3, PAGE(ntifs), FAILS("STATUS_UNKNOWN_REVISION")),
	OF_DESCRIPTOR(
	    RtlGetGroupSecurityDescriptor, 3, PAGE(ntifs), FAILS("STATUS_UNKNOWN_REVISION")),
	OF_DESCRIPTOR(RtlValidSecurityDescriptor, 1, PAGE(wdm)),
	OF_DESCRIPTOR(RtlValidRelativeSecurityDescriptor, 3, PAGE(wdm)),
	OF_DESCRIPTOR(SeValidSecurityDescriptor, 2, PAGE(wdm)),
	OF_DESCRIPTOR(RtlLengthSecurityDescriptor, 1, PAGE(wdm)),
	OF_DESCRIPTOR(RtlAbsoluteToSelfRelativeSD, 3, PAGE(ntifs), FAILS(CONVERTING)),
	OF_DESCRIPTOR(RtlSelfRelativeToAbsoluteSD, 11, PAGE(ntifs), FAILS(CONVERTING)),
	EXPORTS_END,
};
