/* RtlQueryRegistryValues and its kin, as their pages describe them. */
#include "bench_registry.h"

#include "kernel/gate.h"

#include <string.h>

NTAPI NTSTATUS RtlQueryRegistryValues(ULONG, PCWSTR, PRTL_QUERY_REGISTRY_TABLE, PVOID, PVOID);
NTAPI NTSTATUS RtlCheckRegistryKey(ULONG, PWSTR);
NTAPI NTSTATUS RtlCreateRegistryKey(ULONG, PWSTR);
NTAPI NTSTATUS RtlWriteRegistryValue(ULONG, PCWSTR, PCWSTR, ULONG, PVOID, ULONG);
NTAPI NTSTATUS RtlDeleteRegistryValue(ULONG, PCWSTR, PCWSTR);
NTAPI NTSTATUS IoOpenDriverRegistryKey(
    DRIVER_OBJECT *, DRIVER_REGKEY_TYPE, ACCESS_MASK, ULONG, HANDLE *);

#define CHECKED(type) ((ULONG)(type) << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT)
#define DIRECT (RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK)

static NTSTATUS
query(ULONG flags, const WCHAR *name, void *to, ULONG type, void *otherwise)
{
	RTL_QUERY_REGISTRY_TABLE table[2] = {
		{ NULL, flags, (PWSTR)name, to, type, otherwise, 0 },
	};

	return RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, u"bench", table, NULL, NULL);
}

TEST(a_number_is_stored_where_it_is_wanted)
{
	ULONG number = 0;

	CHECK_EQ(query(DIRECT, u"Start", &number, CHECKED(REG_DWORD), NULL), STATUS_SUCCESS);
	CHECK_EQ(number, 3);
	CHECK_EQ(
	    query(DIRECT, u"Start", &number, CHECKED(REG_SZ), NULL), STATUS_OBJECT_TYPE_MISMATCH);
}

TEST(what_is_not_there_is_the_default_or_missing)
{
	ULONG number = 1, otherwise = 7;
	RTL_QUERY_REGISTRY_TABLE table[2] = {
		{ NULL, DIRECT, u"none", &number, CHECKED(REG_DWORD) | REG_DWORD, &otherwise, 4 },
	};

	CHECK_EQ(RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, u"bench", table, NULL, NULL), 0);
	CHECK_EQ(number, 7);
	CHECK_EQ(query(DIRECT, u"none", &number, CHECKED(REG_DWORD), NULL), STATUS_SUCCESS);
	CHECK_EQ(
	    query(DIRECT | RTL_QUERY_REGISTRY_REQUIRED, u"none", &number, CHECKED(REG_DWORD), NULL),
	    STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, u"nobody", table, NULL, NULL),
	    STATUS_OBJECT_NAME_NOT_FOUND);
}

TEST(a_text_is_allocated_for_the_driver_or_must_fit)
{
	WCHAR room[4];
	UNICODE_STRING text = { 0 }, small = { 0, sizeof room, room };

	CHECK_EQ(RtlWriteRegistryValue(
		     RTL_REGISTRY_SERVICES, u"bench", u"v", REG_SZ, (void *)u"hello", 12),
	    STATUS_SUCCESS);
	CHECK_EQ(query(DIRECT, u"v", &text, CHECKED(REG_SZ), NULL), STATUS_SUCCESS);
	CHECK_EQ(text.Length, 10);
	CHECK(memcmp(text.Buffer, u"hello", 12) == 0);
	CHECK_EQ(ledger_count(HOLDING_POOL), 1);
	CHECK_EQ(query(DIRECT, u"v", &small, CHECKED(REG_SZ), NULL), STATUS_BUFFER_TOO_SMALL);
}

TEST(bytes_beyond_a_number_want_a_buffer_that_tells_its_size)
{
	LONG buffer[8] = { sizeof buffer };

	CHECK_EQ(
	    RtlWriteRegistryValue(RTL_REGISTRY_SERVICES, u"bench", u"b", REG_BINARY, "12345678", 8),
	    STATUS_SUCCESS);
	CHECK_EQ(query(DIRECT, u"b", buffer, CHECKED(REG_BINARY), NULL), STATUS_SUCCESS);
	CHECK_EQ(buffer[0], 8);
	CHECK_EQ(buffer[1], REG_BINARY);
	CHECK(memcmp(buffer + 2, "12345678", 8) == 0);
	buffer[0] = -8;
	CHECK_EQ(query(DIRECT, u"b", buffer, CHECKED(REG_BINARY), NULL), STATUS_SUCCESS);
	CHECK(memcmp(buffer, "12345678", 8) == 0);
	buffer[0] = 15;
	CHECK_EQ(query(DIRECT, u"b", buffer, CHECKED(REG_BINARY), NULL), STATUS_BUFFER_TOO_SMALL);
}

TEST(a_table_that_contradicts_itself_is_refused)
{
	ULONG number;

	CHECK_EQ(query(DIRECT | RTL_QUERY_REGISTRY_SUBKEY, u"Start", &number, 0, NULL),
	    STATUS_INVALID_PARAMETER);
}

static void
trust_the_user(void)
{
	ULONG number;
	RTL_QUERY_REGISTRY_TABLE table[2] = {
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, u"v", &number, 0, NULL, 0 },
	};

	RtlWriteRegistryValue(RTL_REGISTRY_USER, NULL, u"v", REG_DWORD, &(ULONG){ 1 }, 4);
	RtlQueryRegistryValues(RTL_REGISTRY_USER, NULL, table, NULL, NULL);
}

TEST(a_users_hive_is_not_to_be_trusted)
{
	machine_run(trust_the_user);
	CHECK(crashed("0x139"));
}

TEST(one_key_is_made_at_a_time_and_values_come_and_go)
{
	CHECK_EQ(RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, u"bench"), STATUS_SUCCESS);
	CHECK_EQ(
	    RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, u"bench\\a"), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, u"bench\\a\\b"),
	    STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, u"bench\\a"), STATUS_SUCCESS);
	CHECK_EQ(RtlCheckRegistryKey(RTL_REGISTRY_ABSOLUTE,
		     u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\bench\\a"),
	    STATUS_SUCCESS);
	CHECK_EQ(RtlDeleteRegistryValue(RTL_REGISTRY_SERVICES, u"bench", u"Start"), STATUS_SUCCESS);
	CHECK_EQ(RtlDeleteRegistryValue(RTL_REGISTRY_SERVICES, u"bench", u"Start"),
	    STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(RtlCheckRegistryKey(99, u"bench"), STATUS_INVALID_PARAMETER);
}

TEST(a_driver_opens_its_parameters)
{
	struct driver *driver = driver_ready();
	HANDLE key;

	CHECK_EQ(IoOpenDriverRegistryKey(driver->object, DriverRegKeyParameters, KEY_READ, 0, &key),
	    STATUS_OBJECT_NAME_NOT_FOUND);
	RtlCreateRegistryKey(RTL_REGISTRY_SERVICES, u"bench\\Parameters");
	CHECK_EQ(IoOpenDriverRegistryKey(driver->object, DriverRegKeyParameters, KEY_READ, 0, &key),
	    STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 1);
	CHECK_EQ(ZwClose(key), STATUS_SUCCESS);
	CHECK_EQ(IoOpenDriverRegistryKey(driver->object, DriverRegKeyParameters, KEY_READ, 1, &key),
	    STATUS_INVALID_PARAMETER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_number_is_stored_where_it_is_wanted, registry_fresh),
		cmocka_unit_test_setup(what_is_not_there_is_the_default_or_missing, registry_fresh),
		cmocka_unit_test_setup(
		    a_text_is_allocated_for_the_driver_or_must_fit, registry_fresh),
		cmocka_unit_test_setup(
		    bytes_beyond_a_number_want_a_buffer_that_tells_its_size, registry_fresh),
		cmocka_unit_test_setup(a_table_that_contradicts_itself_is_refused, registry_fresh),
		cmocka_unit_test_setup(a_users_hive_is_not_to_be_trusted, registry_fresh),
		cmocka_unit_test_setup(
		    one_key_is_made_at_a_time_and_values_come_and_go, registry_fresh),
		cmocka_unit_test_setup(a_driver_opens_its_parameters, registry_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
