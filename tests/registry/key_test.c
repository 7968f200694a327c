/* Keys and values, as the pages of ZwCreateKey, ZwQueryValueKey and their kin describe them. */
#include "bench_registry.h"

#include <string.h>

TEST(a_drivers_service_has_a_key_and_no_parameters)
{
	struct {
		KEY_VALUE_PARTIAL_INFORMATION head;
	} start;
	HANDLE key;
	ULONG needed;

	CHECK_EQ(open_key(BENCH, KEY_READ, &key), STATUS_SUCCESS);
	CHECK_EQ(ZwQueryValueKey(key, STRING(u"start"), KeyValuePartialInformation, &start,
		     sizeof start, &needed),
	    STATUS_SUCCESS);
	CHECK_EQ(start.head.Type, REG_DWORD);
	CHECK_EQ(start.head.Data[0], 3);
	CHECK_EQ(needed, 16);
	CHECK_EQ(open_key(BENCH "\\Parameters", KEY_READ, &key), STATUS_OBJECT_NAME_NOT_FOUND);
}

TEST(names_are_found_in_any_case_and_through_the_current_control_set)
{
	HANDLE key;

	CHECK_EQ(
	    open_key("\\REGISTRY\\machine\\SYSTEM\\controlset001\\services\\BENCH", KEY_READ, &key),
	    STATUS_SUCCESS);
	CHECK_EQ(open_key("\\Registry\\User\\.Default", KEY_READ, &key), STATUS_SUCCESS);
	CHECK_EQ(open_key("\\Registry", KEY_READ, &key), STATUS_SUCCESS);
}

TEST(a_name_that_is_no_path_is_refused)
{
	OBJECT_ATTRIBUTES attributes = named(NULL, BENCH);
	HANDLE key;

	CHECK_EQ(open_key("Registry\\Machine", KEY_READ, &key), STATUS_OBJECT_PATH_SYNTAX_BAD);
	CHECK_EQ(open_key("", KEY_READ, &key), STATUS_OBJECT_PATH_SYNTAX_BAD);
	CHECK_EQ(open_key("\\Regi", KEY_READ, &key), STATUS_OBJECT_PATH_NOT_FOUND);
	CHECK_EQ(open_key("\\Registryx", KEY_READ, &key), STATUS_OBJECT_PATH_NOT_FOUND);
	attributes.Length--;
	CHECK_EQ(ZwOpenKey(&key, KEY_READ, &attributes), STATUS_INVALID_PARAMETER);
	CHECK_EQ(ZwOpenKey(&key, KEY_READ, NULL), STATUS_INVALID_PARAMETER);
	attributes = named((HANDLE)0x1234, "Parameters");
	CHECK_EQ(ZwOpenKey(&key, KEY_READ, &attributes), STATUS_INVALID_HANDLE);
}

TEST(a_key_is_made_once_and_opened_afterwards)
{
	OBJECT_ATTRIBUTES attributes = named(NULL, BENCH "\\Parameters");
	HANDLE first, second;
	ULONG disposition;

	CHECK_EQ(ZwCreateKey(&first, KEY_ALL_ACCESS, &attributes, 0, NULL, 0, &disposition),
	    STATUS_SUCCESS);
	CHECK_EQ(disposition, REG_CREATED_NEW_KEY);
	CHECK_EQ(ZwCreateKey(&second, KEY_ALL_ACCESS, &attributes, 0, NULL, 0, &disposition),
	    STATUS_SUCCESS);
	CHECK_EQ(disposition, REG_OPENED_EXISTING_KEY);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 2);
	CHECK_EQ(ZwClose(first), STATUS_SUCCESS);
	CHECK_EQ(ZwClose(second), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 0);
}

TEST(only_the_last_key_of_a_path_is_made)
{
	HANDLE key;

	CHECK_EQ(create_key(NULL, BENCH "\\a\\b", 0, &key), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(create_key(NULL, BENCH "\\a", 0, &key), STATUS_SUCCESS);
	CHECK_EQ(create_key(key, "b", 0, &key), STATUS_SUCCESS);
	CHECK_EQ(open_key(BENCH "\\a\\b", KEY_READ, &key), STATUS_SUCCESS);
}

TEST(a_parent_must_grant_the_making_of_subkeys)
{
	HANDLE parent, key;

	CHECK_EQ(open_key(BENCH, KEY_READ, &parent), STATUS_SUCCESS);
	CHECK_EQ(create_key(parent, "Parameters", 0, &key), STATUS_ACCESS_DENIED);
	CHECK_EQ(open_key(BENCH, KEY_WRITE, &parent), STATUS_SUCCESS);
	CHECK_EQ(create_key(parent, "Parameters", 0, &key), STATUS_SUCCESS);
}

TEST(nothing_that_lasts_is_made_under_a_volatile_key)
{
	HANDLE parent, key;

	CHECK_EQ(create_key(NULL, BENCH "\\v", REG_OPTION_VOLATILE, &parent), STATUS_SUCCESS);
	CHECK_EQ(create_key(parent, "w", 0, &key), STATUS_CHILD_MUST_BE_VOLATILE);
	CHECK_EQ(create_key(parent, "w", REG_OPTION_VOLATILE, &key), STATUS_SUCCESS);
}

TEST(a_buffer_too_small_is_left_alone_and_one_nearly_large_enough_is_filled)
{
	UCHAR buffer[64];
	HANDLE key;
	ULONG needed = 0;

	CHECK_EQ(open_key(BENCH, KEY_ALL_ACCESS, &key), STATUS_SUCCESS);
	CHECK_EQ(ZwSetValueKey(key, STRING(u"v"), 0, REG_BINARY, "abcdef", 6), STATUS_SUCCESS);
	memset(buffer, 0xee, sizeof buffer);
	CHECK_EQ(
	    ZwQueryValueKey(key, STRING(u"V"), KeyValuePartialInformation, buffer, 11, &needed),
	    STATUS_BUFFER_TOO_SMALL);
	CHECK_EQ(needed, 18);
	CHECK_EQ(buffer[0], 0xee);
	CHECK_EQ(ZwQueryValueKey(key, STRING(u"v"), KeyValuePartialInformation, NULL, 0, &needed),
	    STATUS_BUFFER_TOO_SMALL);
	CHECK_EQ(
	    ZwQueryValueKey(key, STRING(u"v"), KeyValuePartialInformation, buffer, 15, &needed),
	    STATUS_BUFFER_OVERFLOW);
	CHECK_EQ(needed, 18);
	CHECK(memcmp(buffer + 12, "abc\xee", 4) == 0);
	CHECK_EQ(ZwQueryValueKey(key, STRING(u"v"), KeyValuePartialInformationAlign64, buffer,
		     sizeof buffer, &needed),
	    STATUS_SUCCESS);
	CHECK_EQ(needed, 14);
	CHECK(memcmp(buffer + 8, "abcdef", 6) == 0);
	CHECK_EQ(ZwQueryValueKey(key, STRING(u"v"), (KEY_VALUE_INFORMATION_CLASS)77, buffer,
		     sizeof buffer, &needed),
	    STATUS_INVALID_PARAMETER);
}

TEST(full_information_has_the_data_behind_the_name)
{
	union {
		KEY_VALUE_FULL_INFORMATION head;
		UCHAR bytes[64];
	} full;
	HANDLE key;
	ULONG needed;

	CHECK_EQ(create_key(NULL, BENCH "\\Parameters", 0, &key), STATUS_SUCCESS);
	CHECK_EQ(ZwSetValueKey(key, STRING(u"abc"), 0, REG_DWORD, &(ULONG){ 7 }, 4), 0);
	CHECK_EQ(ZwEnumerateValueKey(key, 0, KeyValueFullInformation, &full, sizeof full, &needed),
	    STATUS_SUCCESS);
	CHECK_EQ(full.head.NameLength, 6);
	CHECK_EQ(full.head.DataOffset, 28);
	CHECK_EQ(full.bytes[28], 7);
	CHECK_EQ(needed, 32);
	CHECK_EQ(ZwEnumerateValueKey(key, 1, KeyValueFullInformation, &full, sizeof full, &needed),
	    STATUS_NO_MORE_ENTRIES);
}

TEST(a_handle_does_what_it_was_opened_for)
{
	HANDLE key;
	ULONG needed;

	CHECK_EQ(open_key(BENCH, KEY_READ, &key), STATUS_SUCCESS);
	CHECK_EQ(ZwSetValueKey(key, STRING(u"v"), 0, REG_DWORD, &needed, 4), STATUS_ACCESS_DENIED);
	CHECK_EQ(ZwDeleteValueKey(key, STRING(u"Start")), STATUS_ACCESS_DENIED);
	CHECK_EQ(ZwDeleteKey(key), STATUS_ACCESS_DENIED);
	CHECK_EQ(open_key(BENCH, KEY_SET_VALUE, &key), STATUS_SUCCESS);
	CHECK_EQ(ZwQueryValueKey(key, STRING(u"Start"), KeyValueBasicInformation, NULL, 0, &needed),
	    STATUS_ACCESS_DENIED);
	CHECK_EQ(ZwDeleteValueKey(key, STRING(u"Start")), STATUS_SUCCESS);
	CHECK_EQ(ZwDeleteValueKey(key, STRING(u"Start")), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(
	    ZwSetValueKey(NULL, STRING(u"v"), 0, REG_DWORD, &needed, 4), STATUS_INVALID_HANDLE);
}

TEST(a_deleted_keys_handles_are_good_for_closing_only)
{
	HANDLE key, other, child;
	ULONG needed;

	CHECK_EQ(create_key(NULL, BENCH "\\a", 0, &key), STATUS_SUCCESS);
	CHECK_EQ(open_key(BENCH "\\a", KEY_ALL_ACCESS, &other), STATUS_SUCCESS);
	CHECK_EQ(create_key(key, "b", 0, &child), STATUS_SUCCESS);
	CHECK_EQ(ZwDeleteKey(key), STATUS_CANNOT_DELETE);
	CHECK_EQ(ZwDeleteKey(child), STATUS_SUCCESS);
	CHECK_EQ(ZwDeleteKey(key), STATUS_SUCCESS);
	CHECK_EQ(ZwQueryKey(other, KeyBasicInformation, NULL, 0, &needed), STATUS_KEY_DELETED);
	CHECK_EQ(open_key(BENCH "\\a", KEY_READ, &child), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(ZwClose(key), STATUS_SUCCESS);
	CHECK_EQ(ZwClose(other), STATUS_SUCCESS);
}

TEST(subkeys_are_numbered_and_counted)
{
	union {
		KEY_BASIC_INFORMATION basic;
		KEY_FULL_INFORMATION full;
		KEY_NAME_INFORMATION name;
		UCHAR bytes[256];
	} told;
	HANDLE key, child;
	ULONG needed;

	CHECK_EQ(open_key(BENCH, KEY_ALL_ACCESS, &key), STATUS_SUCCESS);
	CHECK_EQ(create_key(key, "Zeta", 0, &child), STATUS_SUCCESS);
	CHECK_EQ(create_key(key, "alpha", 0, &child), STATUS_SUCCESS);
	CHECK_EQ(ZwEnumerateKey(key, 0, KeyBasicInformation, &told, sizeof told, &needed), 0);
	CHECK_EQ(told.basic.NameLength, 10);
	CHECK(memcmp(told.basic.Name, u"alpha", 10) == 0);
	CHECK_EQ(ZwEnumerateKey(key, 2, KeyBasicInformation, &told, sizeof told, &needed),
	    STATUS_NO_MORE_ENTRIES);
	CHECK_EQ(ZwEnumerateKey(key, 0, KeyNameInformation, &told, sizeof told, &needed),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(ZwQueryKey(key, KeyFullInformation, &told, sizeof told, &needed), STATUS_SUCCESS);
	CHECK_EQ(told.full.SubKeys, 2);
	CHECK_EQ(told.full.MaxNameLen, 10);
	CHECK_EQ(told.full.Values, 4);
	CHECK_EQ(told.full.MaxValueNameLen, 24);
	CHECK_EQ(ZwQueryKey(key, KeyNameInformation, &told, sizeof told, &needed), STATUS_SUCCESS);
	CHECK_EQ(told.name.NameLength, 2 * 53);
	CHECK(memcmp(told.name.Name, u"\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\bench",
		  2 * 53)
	    == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    a_drivers_service_has_a_key_and_no_parameters, registry_fresh),
		cmocka_unit_test_setup(
		    names_are_found_in_any_case_and_through_the_current_control_set,
		    registry_fresh),
		cmocka_unit_test_setup(a_name_that_is_no_path_is_refused, registry_fresh),
		cmocka_unit_test_setup(a_key_is_made_once_and_opened_afterwards, registry_fresh),
		cmocka_unit_test_setup(only_the_last_key_of_a_path_is_made, registry_fresh),
		cmocka_unit_test_setup(a_parent_must_grant_the_making_of_subkeys, registry_fresh),
		cmocka_unit_test_setup(
		    nothing_that_lasts_is_made_under_a_volatile_key, registry_fresh),
		cmocka_unit_test_setup(
		    a_buffer_too_small_is_left_alone_and_one_nearly_large_enough_is_filled,
		    registry_fresh),
		cmocka_unit_test_setup(
		    full_information_has_the_data_behind_the_name, registry_fresh),
		cmocka_unit_test_setup(a_handle_does_what_it_was_opened_for, registry_fresh),
		cmocka_unit_test_setup(
		    a_deleted_keys_handles_are_good_for_closing_only, registry_fresh),
		cmocka_unit_test_setup(subkeys_are_numbered_and_counted, registry_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
