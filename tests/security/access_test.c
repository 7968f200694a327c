/* SIDs, lists, descriptors and the access check. */
#include "security/access.h"
#include "security/acl.h"
#include "security/descriptor.h"
#include "test.h"

#include <string.h>

NTAPI NTSTATUS RtlCreateAcl(PACL Acl, ULONG AclLength, ULONG AclRevision);
NTAPI NTSTATUS RtlAddAccessAllowedAce(
    PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask, PSID Sid);
NTAPI NTSTATUS RtlAddAccessDeniedAce(PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask, PSID Sid);
NTAPI NTSTATUS RtlGetAce(PACL Acl, ULONG AceIndex, PVOID *Ace);
NTAPI NTSTATUS RtlDeleteAce(PACL Acl, ULONG AceIndex);
NTAPI NTSTATUS RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor, ULONG Revision);
NTAPI NTSTATUS RtlSetDaclSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, BOOLEAN DaclPresent, PACL Dacl, BOOLEAN DaclDefaulted);
NTAPI NTSTATUS RtlSetOwnerSecurityDescriptor(
    PSECURITY_DESCRIPTOR SecurityDescriptor, PSID Owner, BOOLEAN OwnerDefaulted);
NTAPI NTSTATUS RtlAbsoluteToSelfRelativeSD(PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor,
    PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor, ULONG *BufferLength);
NTAPI BOOLEAN RtlValidRelativeSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptorInput,
    ULONG SecurityDescriptorLength, SECURITY_INFORMATION RequiredInformation);
NTAPI NTSTATUS RtlConvertSidToUnicodeString(
    PUNICODE_STRING UnicodeString, PSID Sid, BOOLEAN AllocateDestinationString);
NTAPI BOOLEAN RtlEqualPrefixSid(PSID Sid1, PSID Sid2);
NTAPI NTSTATUS RtlCopySid(ULONG DestinationSidLength, PSID DestinationSid, PSID SourceSid);

#define READ 0x1
#define WRITE 0x2

static const GENERIC_MAPPING mapping = { READ, WRITE, 0x4, READ | WRITE | 0x4 };

static struct sid user, group, other;
static struct token token;
static ULONG list_room[128];
static ACL *list = (ACL *)list_room;
static SECURITY_DESCRIPTOR descriptor;

static int
set_up(void **state)
{
	(void)state;
	sid_parse("S-1-5-21-1-2-3-1001", &user);
	sid_parse("S-1-5-32-545", &group);
	sid_parse("S-1-5-32-544", &other);
	memset(&token, 0, sizeof token);
	token.integrity = 0x2000;
	token.group_count = 3;
	token.groups[0].sid = user;
	token.groups[1] = (struct token_group){ group, SE_GROUP_ENABLED };
	token.groups[2] = (struct token_group){ other, SE_GROUP_USE_FOR_DENY_ONLY };
	for (unsigned at = 0; at < token.group_count; at++)
		token.sids[at] =
		    (SID_AND_ATTRIBUTES){ &token.groups[at].sid, token.groups[at].attributes };
	RtlCreateAcl(list, sizeof list_room, ACL_REVISION);
	RtlCreateSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
	RtlSetDaclSecurityDescriptor(&descriptor, TRUE, list, FALSE);
	return 0;
}

static NTSTATUS
ask(ACCESS_MASK wanted, ACCESS_MASK *granted)
{
	struct access_question question = {
		.token = &token, .wanted = wanted, .mapping = &mapping
	};

	access_check(&question, &descriptor);
	*granted = question.granted;
	return question.status;
}

TEST(a_sid_is_spelled_as_windows_spells_it)
{
	static const char text[] = "S-1-5-21-1-2-3-1001";
	WCHAR room[64];
	UNICODE_STRING string = { 0, sizeof room, room };

	CHECK_EQ(RtlConvertSidToUnicodeString(&string, &user, FALSE), STATUS_SUCCESS);
	CHECK_EQ(string.Length, 2 * (sizeof text - 1));
	for (size_t i = 0; i < sizeof text; i++)
		CHECK_EQ(room[i], text[i]);
	string.MaximumLength = string.Length;
	CHECK_EQ(RtlConvertSidToUnicodeString(&string, &user, FALSE), STATUS_BUFFER_OVERFLOW);
	user.sid.SubAuthorityCount = 16;
	CHECK_EQ(RtlConvertSidToUnicodeString(&string, &user, FALSE), STATUS_INVALID_SID);
}

TEST(sids_are_compared_and_copied)
{
	struct sid copy;

	CHECK(RtlEqualPrefixSid(&group, &other));
	CHECK(!RtlEqualPrefixSid(&group, &user));
	CHECK_EQ(
	    RtlCopySid((ULONG)sid_bytes(&user.sid) - 1, &copy, &user), STATUS_BUFFER_TOO_SMALL);
	CHECK_EQ(RtlCopySid(sizeof copy, &copy, &user), STATUS_SUCCESS);
	CHECK(sid_same(&copy.sid, &user.sid));
	CHECK(!sid_parse("S-1-5-x", &copy));
	CHECK(!sid_parse("nobody", &copy));
}

TEST(a_list_takes_entries_until_it_is_full)
{
	PVOID ace;

	RtlCreateAcl(list, 40, ACL_REVISION);
	CHECK_EQ(RtlAddAccessAllowedAce(list, ACL_REVISION, READ, &group), STATUS_SUCCESS);
	CHECK_EQ(RtlAddAccessAllowedAce(list, ACL_REVISION, READ, &group),
	    STATUS_ALLOTTED_SPACE_EXCEEDED);
	CHECK_EQ(RtlAddAccessAllowedAce(list, 9, READ, &group), STATUS_REVISION_MISMATCH);
	CHECK_EQ(RtlGetAce(list, 1, &ace), STATUS_INVALID_PARAMETER);
	CHECK_EQ(RtlGetAce(list, 0, &ace), STATUS_SUCCESS);
	CHECK(sid_same(ace_sid(ace), &group.sid));
	CHECK_EQ(RtlDeleteAce(list, 0), STATUS_SUCCESS);
	CHECK_EQ(list->AceCount, 0);
	CHECK_EQ(RtlCreateAcl(list, 7, ACL_REVISION), STATUS_BUFFER_TOO_SMALL);
	CHECK_EQ(RtlCreateAcl(list, 40, 1), STATUS_INVALID_PARAMETER);
}

TEST(a_list_whose_entries_lead_out_of_it_is_none)
{
	RtlAddAccessAllowedAce(list, ACL_REVISION, READ, &group);
	CHECK(acl_valid(list));
	list->AceCount = 60;
	CHECK(!acl_valid(list));
	list->AceCount = 1;
	((ACE_HEADER *)(list + 1))->AceSize = 12;
	CHECK(!acl_valid(list));
}

TEST(an_empty_list_grants_nothing_and_no_list_grants_everything)
{
	ACCESS_MASK granted;

	CHECK_EQ(ask(READ, &granted), STATUS_ACCESS_DENIED);
	CHECK_EQ(granted, 0);
	RtlSetDaclSecurityDescriptor(&descriptor, TRUE, NULL, FALSE);
	CHECK_EQ(ask(GENERIC_ALL, &granted), STATUS_SUCCESS);
	CHECK_EQ(granted, READ | WRITE | 0x4);
}

TEST(entries_count_in_their_order)
{
	ACCESS_MASK granted;

	RtlAddAccessAllowedAce(list, ACL_REVISION, READ, &group);
	RtlAddAccessDeniedAce(list, ACL_REVISION, READ | WRITE, &user);
	RtlAddAccessAllowedAce(list, ACL_REVISION, READ | WRITE, &group);
	CHECK_EQ(ask(READ, &granted), STATUS_SUCCESS);
	CHECK_EQ(ask(READ | WRITE, &granted), STATUS_ACCESS_DENIED);
	CHECK_EQ(ask(MAXIMUM_ALLOWED, &granted), STATUS_SUCCESS);
	CHECK_EQ(granted, READ);
}

TEST(a_deny_only_group_is_granted_nothing_and_denied_all_the_same)
{
	ACCESS_MASK granted;

	RtlAddAccessAllowedAce(list, ACL_REVISION, READ, &other);
	CHECK_EQ(ask(READ, &granted), STATUS_ACCESS_DENIED);
	RtlCreateAcl(list, sizeof list_room, ACL_REVISION);
	RtlAddAccessDeniedAce(list, ACL_REVISION, READ, &other);
	RtlAddAccessAllowedAce(list, ACL_REVISION, READ, &user);
	CHECK_EQ(ask(READ, &granted), STATUS_ACCESS_DENIED);
}

TEST(the_owner_may_change_the_list)
{
	ACCESS_MASK granted;

	CHECK_EQ(ask(WRITE_DAC, &granted), STATUS_ACCESS_DENIED);
	RtlSetOwnerSecurityDescriptor(&descriptor, &user, FALSE);
	CHECK_EQ(ask(WRITE_DAC | READ_CONTROL, &granted), STATUS_SUCCESS);
}

TEST(the_system_list_needs_its_privilege)
{
	ACCESS_MASK granted;

	CHECK_EQ(ask(ACCESS_SYSTEM_SECURITY, &granted), STATUS_PRIVILEGE_NOT_HELD);
	token.privileges[0].Luid.LowPart = SE_SECURITY_PRIVILEGE;
	token.privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
	token.privilege_count = 1;
	CHECK_EQ(ask(ACCESS_SYSTEM_SECURITY, &granted), STATUS_SUCCESS);
}

TEST(low_integrity_reads_and_does_not_write)
{
	ACCESS_MASK granted;

	RtlAddAccessAllowedAce(list, ACL_REVISION, GENERIC_ALL, &user);
	token.integrity = 0x1000;
	CHECK_EQ(ask(READ, &granted), STATUS_SUCCESS);
	CHECK_EQ(ask(WRITE, &granted), STATUS_ACCESS_DENIED);
}

TEST(a_descriptor_in_one_piece_says_the_same)
{
	ULONG room[64], length = 8;
	struct descriptor read;

	RtlCreateAcl(list, 64, ACL_REVISION);
	RtlAddAccessAllowedAce(list, ACL_REVISION, READ, &group);
	RtlSetOwnerSecurityDescriptor(&descriptor, &user, FALSE);
	CHECK_EQ(RtlAbsoluteToSelfRelativeSD(&descriptor, room, &length), STATUS_BUFFER_TOO_SMALL);
	CHECK_EQ(length, 20 + 64 + 28);
	CHECK_EQ(RtlAbsoluteToSelfRelativeSD(&descriptor, room, &length), STATUS_SUCCESS);
	CHECK_EQ(RtlAbsoluteToSelfRelativeSD(room, room, &length), STATUS_BAD_DESCRIPTOR_FORMAT);
	CHECK(descriptor_read(room, &read));
	CHECK(sid_same(read.owner, &user.sid));
	CHECK_EQ(read.dacl->AceCount, 1);
	CHECK(RtlValidRelativeSecurityDescriptor(room, length, OWNER_SECURITY_INFORMATION));
	CHECK(!RtlValidRelativeSecurityDescriptor(room, length, GROUP_SECURITY_INFORMATION));
	CHECK(!RtlValidRelativeSecurityDescriptor(room, length - 1, 0));
	((SECURITY_DESCRIPTOR_RELATIVE *)room)->Dacl = 0xfffffffc;
	CHECK(!RtlValidRelativeSecurityDescriptor(room, length, 0));
}

#define ROW(name) cmocka_unit_test_setup(name, set_up)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROW(a_sid_is_spelled_as_windows_spells_it),
		ROW(sids_are_compared_and_copied),
		ROW(a_list_takes_entries_until_it_is_full),
		ROW(a_list_whose_entries_lead_out_of_it_is_none),
		ROW(an_empty_list_grants_nothing_and_no_list_grants_everything),
		ROW(entries_count_in_their_order),
		ROW(a_deny_only_group_is_granted_nothing_and_denied_all_the_same),
		ROW(the_owner_may_change_the_list),
		ROW(the_system_list_needs_its_privilege),
		ROW(low_integrity_reads_and_does_not_write),
		ROW(a_descriptor_in_one_piece_says_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
