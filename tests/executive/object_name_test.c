/* What objects are called, and copies of handles. */
#include "bench_machine.h"
#include "executive/exports.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "executive/string.h"
#include "nt/ps.h"
#include "nt/se.h"
#include "test.h"

#include <string.h>

NTAPI NTSTATUS ObQueryNameString(PVOID, PVOID, ULONG, ULONG *);
NTAPI NTSTATUS IoQueryFullDriverPath(DRIVER_OBJECT *, UNICODE_STRING *);
NTAPI GENERIC_MAPPING *IoGetFileObjectGenericMapping(void);
NTAPI NTSTATUS ZwDuplicateObject(HANDLE, HANDLE, HANDLE, HANDLE *, ACCESS_MASK, ULONG, ULONG);

static struct {
	UNICODE_STRING name;
	WCHAR text[64];
} told;

static bool
says(const UNICODE_STRING *string, const WCHAR *text)
{
	size_t length = string_length(text);

	return string->Length == length * sizeof(WCHAR)
	    && memcmp(string->Buffer, text, string->Length) == 0 && string->Buffer[length] == 0;
}

TEST(a_device_is_called_as_it_was_made)
{
	DEVICE_OBJECT *device = device_ready(driver_ready(), "\\Device\\One", 0);
	ULONG needed = 0;

	CHECK_EQ(ObQueryNameString(device, NULL, 0, &needed), STATUS_INFO_LENGTH_MISMATCH);
	CHECK_EQ(needed, 16 + 24);
	CHECK_EQ(ObQueryNameString(device, &told, 39, &needed), STATUS_INFO_LENGTH_MISMATCH);
	CHECK_EQ(ObQueryNameString(device, &told, 40, &needed), STATUS_SUCCESS);
	CHECK(says(&told.name, u"\\Device\\One"));
	CHECK_EQ(told.name.MaximumLength, 24);
	CHECK(told.name.Buffer == told.text);
}

TEST(a_driver_is_called_by_its_service_and_a_process_has_no_name)
{
	struct driver *driver = driver_ready();
	ULONG needed;

	CHECK_EQ(ObQueryNameString(driver->object, &told, sizeof told, &needed), STATUS_SUCCESS);
	CHECK(says(&told.name, u"\\Driver\\bench"));
	CHECK_EQ(ObQueryNameString(process_system(), &told, sizeof told, &needed), STATUS_SUCCESS);
	CHECK_EQ(needed, 16);
	CHECK(told.name.Length == 0 && told.name.MaximumLength == 0 && told.name.Buffer == NULL);
}

TEST(the_path_of_a_driver_is_pool_of_the_callers)
{
	struct driver *driver = driver_ready();
	UNICODE_STRING path = { 1, 2, NULL };

	CHECK_EQ(IoQueryFullDriverPath(driver->object, &path), STATUS_SUCCESS);
	CHECK(says(&path, u"\\SystemRoot\\System32\\drivers\\bench.sys"));
	CHECK_EQ(path.MaximumLength, path.Length + sizeof(WCHAR));
	CHECK_EQ(ledger_count(HOLDING_POOL), 1);
}

TEST(generic_rights_of_files_are_those_of_the_header)
{
	CHECK_EQ(IoGetFileObjectGenericMapping()->GenericRead, 0x120089);
	CHECK_EQ(IoGetFileObjectGenericMapping()->GenericAll, 0x1f01ff);
}

TEST(a_copy_of_a_handle_outlives_its_source)
{
	void *object = object_make(OBJECT_EVENT, 64, NULL);
	HANDLE source = handle_grant(object, 0x3), copy = NULL;

	CHECK_EQ(ZwDuplicateObject(ZW_CURRENT_PROCESS, source, ZW_CURRENT_PROCESS, &copy, 0,
		     OBJ_KERNEL_HANDLE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE),
	    STATUS_SUCCESS);
	CHECK(handle_object(source) == NULL);
	CHECK(handle_object(copy) == object);
	CHECK(handle_grants(copy, 0x3));
	CHECK(!handle_grants(copy, 0x4));
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 1);
	CHECK_EQ(
	    ZwDuplicateObject(ZW_CURRENT_PROCESS, copy, NULL, NULL, 0, 0, DUPLICATE_CLOSE_SOURCE),
	    STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 0);
	CHECK_EQ(ZwDuplicateObject(ZW_CURRENT_PROCESS, copy, ZW_CURRENT_PROCESS, &copy, 0, 0, 0),
	    STATUS_INVALID_HANDLE);
	CHECK_EQ(ZwDuplicateObject(NULL, copy, ZW_CURRENT_PROCESS, &copy, 0, 0, 0),
	    STATUS_INVALID_HANDLE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_device_is_called_as_it_was_made, machine_fresh),
		cmocka_unit_test_setup(
		    a_driver_is_called_by_its_service_and_a_process_has_no_name, machine_fresh),
		cmocka_unit_test_setup(the_path_of_a_driver_is_pool_of_the_callers, machine_fresh),
		cmocka_unit_test_setup(
		    generic_rights_of_files_are_those_of_the_header, machine_fresh),
		cmocka_unit_test_setup(a_copy_of_a_handle_outlives_its_source, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
