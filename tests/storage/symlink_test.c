/* Symbolic links, opened and read. */
#include "../registry/bench_registry.h"

#include "storage/exports.h"

#include <string.h>

NTAPI NTSTATUS ZwOpenSymbolicLinkObject(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *);
NTAPI NTSTATUS ZwCreateSymbolicLinkObject(
    HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, UNICODE_STRING *);
NTAPI NTSTATUS ZwQuerySymbolicLinkObject(HANDLE, UNICODE_STRING *, ULONG *);

static int
storage_fresh(void **state)
{
	registry_fresh(state);
	storage_start();
	return 0;
}

TEST(a_drive_letter_leads_to_its_volume)
{
	OBJECT_ATTRIBUTES attributes = named(NULL, "\\??\\c:");
	WCHAR text[32];
	UNICODE_STRING target = { 0, sizeof text, text };
	HANDLE link;
	ULONG needed;

	CHECK_EQ(ZwOpenSymbolicLinkObject(&link, GENERIC_READ, &attributes), STATUS_SUCCESS);
	CHECK_EQ(ZwQuerySymbolicLinkObject(link, &target, &needed), STATUS_SUCCESS);
	CHECK_EQ(target.Length, 46);
	CHECK(memcmp(text, u"\\Device\\HarddiskVolume1", 46) == 0);
	target.MaximumLength = 44;
	CHECK_EQ(ZwQuerySymbolicLinkObject(link, &target, &needed), STATUS_BUFFER_TOO_SMALL);
	CHECK_EQ(needed, 48);
	CHECK_EQ(ZwClose(link), STATUS_SUCCESS);
	CHECK_EQ(ZwQuerySymbolicLinkObject(link, &target, &needed), STATUS_INVALID_HANDLE);
	attributes = named(NULL, "\\??\\Q:");
	CHECK_EQ(ZwOpenSymbolicLinkObject(&link, GENERIC_READ, &attributes),
	    STATUS_OBJECT_NAME_NOT_FOUND);
}

TEST(a_link_that_was_created_goes_with_its_handle_unless_it_is_permanent)
{
	OBJECT_ATTRIBUTES attributes = named(NULL, "\\??\\Q:");
	OBJECT_ATTRIBUTES to = named(NULL, "\\Device\\Volume");
	OBJECT_ATTRIBUTES drive = named(NULL, "\\??\\C:");
	HANDLE link, second;

	CHECK_EQ(ZwCreateSymbolicLinkObject(&link, GENERIC_ALL, &drive, to.ObjectName),
	    STATUS_OBJECT_NAME_COLLISION);
	CHECK_EQ(ZwCreateSymbolicLinkObject(&link, GENERIC_ALL, &attributes, to.ObjectName),
	    STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_SYMBOLIC_LINK), 1);
	CHECK_EQ(ZwCreateSymbolicLinkObject(&second, GENERIC_ALL, &attributes, to.ObjectName),
	    STATUS_OBJECT_NAME_COLLISION);
	CHECK_EQ(ZwOpenSymbolicLinkObject(&second, GENERIC_READ, &attributes), STATUS_SUCCESS);
	CHECK_EQ(ZwClose(second), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_SYMBOLIC_LINK), 1);
	CHECK_EQ(ZwClose(link), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_SYMBOLIC_LINK), 0);
	attributes.Attributes |= OBJ_PERMANENT;
	CHECK_EQ(ZwCreateSymbolicLinkObject(&link, GENERIC_ALL, &attributes, to.ObjectName),
	    STATUS_SUCCESS);
	CHECK_EQ(ZwClose(link), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_SYMBOLIC_LINK), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_drive_letter_leads_to_its_volume, storage_fresh),
		cmocka_unit_test_setup(
		    a_link_that_was_created_goes_with_its_handle_unless_it_is_permanent,
		    storage_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
