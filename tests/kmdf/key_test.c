/* The registry as the framework offers it, and strings. */
#include "bench_driver.h"

#include <string.h>

#define TEXT(name, content) \
	static WCHAR name##_text[] = u##content; \
	static UNICODE_STRING name = { sizeof(name##_text) - 2, sizeof(name##_text), name##_text }

TEXT(number, "Number");
TEXT(words, "Words");
TEXT(list, "List");
TEXT(below, "Below");
TEXT(value, "some words");

static WDFKEY key;

static void
open_parameters(void)
{
	driver_enter(NULL);
	CHECK_EQ(CALL_STATUS(WdfDriverOpenParametersRegistryKey, wdf_driver, (ULONG)KEY_ALL_ACCESS,
		     NULL, &key),
	    STATUS_SUCCESS);
}

static void
write_and_read(void)
{
	WCHAR room[32];
	UNICODE_STRING text = { 0, sizeof(room), room };
	ULONG is = 0, type = 0, bytes = 0;
	USHORT length = 0;

	open_parameters();
	CHECK_EQ(CALL_STATUS(WdfRegistryAssignULong, key, &number, 7u), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryULong, key, &number, &is), STATUS_SUCCESS);
	CHECK_EQ(is, 7);
	CHECK_EQ(CALL_STATUS(WdfRegistryAssignUnicodeString, key, &words, &value), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryUnicodeString, key, &words, &length, &text),
	    STATUS_SUCCESS);
	CHECK_EQ(text.Length, value.Length);
	CHECK_EQ(length, value.Length + 2);
	CHECK_EQ(memcmp(room, value.Buffer, value.Length), 0);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryULong, key, &words, &is), STATUS_OBJECT_TYPE_MISMATCH);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryULong, key, &list, &is), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryValue, key, &words, 4u, room, &bytes, &type),
	    STATUS_BUFFER_OVERFLOW);
	CHECK_EQ(bytes, value.Length + 2);
	CHECK_EQ(type, REG_SZ);
	CHECK_EQ(CALL_STATUS(WdfRegistryRemoveValue, key, &words), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryUnicodeString, key, &words, NULL, NULL),
	    STATUS_OBJECT_NAME_NOT_FOUND);
	CALL(WdfRegistryClose, key);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 0);
}

TEST(values_are_written_and_read_by_their_types)
{
	CHECK_EQ(machine_run(write_and_read), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

static void
texts(void)
{
	WDFCOLLECTION strings, again;
	UNICODE_STRING text;
	WDFSTRING string;
	WDFMEMORY memory;
	size_t bytes;
	ULONG type;

	open_parameters();
	CALL(WdfCollectionCreate, NULL, &strings);
	CALL(WdfCollectionCreate, NULL, &again);
	CHECK_EQ(CALL_STATUS(WdfStringCreate, &value, NULL, &string), STATUS_SUCCESS);
	CALL(WdfCollectionAdd, strings, string);
	CALL(WdfCollectionAdd, strings, string);
	CHECK_EQ(CALL_STATUS(WdfRegistryAssignMultiString, key, &list, strings), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryMultiString, key, &list, NULL, again), STATUS_SUCCESS);
	CHECK_EQ(CALL(WdfCollectionGetCount, again), 2);
	CALL(WdfStringGetUnicodeString, CALL(WdfCollectionGetItem, again, 1u), &text);
	CHECK_EQ(text.Length, value.Length);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryMemory, key, &list, PagedPool, NULL, &memory, &type),
	    STATUS_SUCCESS);
	CHECK_EQ(type, REG_MULTI_SZ);
	CALL(WdfMemoryGetBuffer, memory, &bytes);
	CHECK_EQ(bytes, 2 * (value.Length + 2) + 2);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryMultiString, key, &number, NULL, again),
	    STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(CALL_STATUS(WdfRegistryAssignString, key, &words, string), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfRegistryQueryString, key, &words, string), STATUS_SUCCESS);
	CALL(WdfStringGetUnicodeString, string, &text);
	CHECK_EQ(text.Length, value.Length);
	CALL(WdfCollectionAdd, strings, memory);
	CHECK_EQ(CALL_STATUS(WdfRegistryAssignMultiString, key, &list, strings),
	    STATUS_INVALID_PARAMETER);
}

TEST(lists_of_texts_come_as_collections_of_strings)
{
	CHECK_EQ(machine_run(texts), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

static void
keys(void)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	ULONG how = 0;
	WDFKEY child;

	open_parameters();
	attributes = attributes_of(key);
	CHECK_EQ(CALL_STATUS(WdfRegistryOpenKey, key, &below, (ULONG)KEY_READ, NULL, &child),
	    STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK(child == NULL);
	CHECK_EQ(CALL_STATUS(WdfRegistryCreateKey, key, &below, (ULONG)KEY_ALL_ACCESS, 0u, &how,
		     &attributes, &child),
	    STATUS_SUCCESS);
	CHECK_EQ(how, REG_CREATED_NEW_KEY);
	CHECK_EQ(CALL_STATUS(WdfRegistryRemoveKey, child), STATUS_SUCCESS);
	CHECK_EQ(CALL_STATUS(WdfRegistryOpenKey, key, &below, (ULONG)KEY_READ, NULL, &child),
	    STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(CALL_STATUS(WdfRegistryCreateKey, key, &below, (ULONG)KEY_ALL_ACCESS, 0u, NULL,
		     &attributes, &child),
	    STATUS_SUCCESS);
	CALL(WdfObjectDelete, key);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 0);
}

TEST(a_key_is_closed_with_its_object_and_below_its_parent)
{
	CHECK_EQ(machine_run(keys), LIFE_GOES_ON);
	CHECK_EQ(finding_count(), 0);
}

static void
close_twice(void)
{
	open_parameters();
	CALL(WdfRegistryClose, key);
	CALL(WdfRegistryClose, key);
}

TEST(closing_twice_is_a_wrong_handle)
{
	machine_run(close_twice);
	CHECK(crashed("0x10D/0x5"));
}

static void NTAPI
unload(WDFDRIVER gone)
{
	(void)gone;
	note('U');
}

static void
leave_open(void)
{
	driver_enter(unload);
	CALL(WdfDriverOpenParametersRegistryKey, wdf_driver, (ULONG)KEY_READ, NULL, &key);
	driver_leave();
}

TEST(a_key_that_is_left_open_goes_with_the_driver)
{
	CHECK_EQ(machine_run(leave_open), LIFE_GOES_ON);
	CHECK_EQ(ledger_count(HOLDING_HANDLE), 0);
	CHECK_STR(notes, "U");
}

static void
ask_for_the_version(void)
{
	static const char begins[] = "Kernel Mode Driver Framework version 1.";
	UNICODE_STRING text;
	WDFSTRING string;

	driver_enter(NULL);
	CALL(WdfStringCreate, NULL, NULL, &string);
	CHECK_EQ(CALL_STATUS(WdfDriverRetrieveVersionString, wdf_driver, string), STATUS_SUCCESS);
	CALL(WdfStringGetUnicodeString, string, &text);
	for (size_t i = 0; i < sizeof(begins) - 1; i++)
		CHECK_EQ(text.Buffer[i], begins[i]);
}

TEST(the_version_string_names_the_framework)
{
	CHECK_EQ(machine_run(ask_for_the_version), LIFE_GOES_ON);
}

/* ---- preprocessing ---- */

static NTSTATUS NTAPI
preprocess(WDFDEVICE device, IRP *irp)
{
	note('p');
	irp->CurrentLocation++; /* IoSkipCurrentIrpStackLocation */
	irp->Tail.Overlay.CurrentStackLocation++;
	return CALL_STATUS(WdfDeviceWdmDispatchPreprocessedIrp, device, irp);
}

static NTSTATUS NTAPI
preprocess_carelessly(WDFDEVICE device, IRP *irp)
{
	CALL(WdfDeviceWdmDispatchPreprocessedIrp, device, irp);
	return CALL_STATUS(WdfDeviceWdmDispatchPreprocessedIrp, device, irp);
}

static void
device_with(PFN_WDFDEVICE_WDM_IRP_PREPROCESS callback)
{
	GUID class = { 0 };
	PWDFDEVICE_INIT init;

	driver_enter(unload);
	init = init_make();
	CHECK_EQ(CALL_STATUS(WdfPdoInitAssignRawDevice, init, &class), STATUS_INVALID_PARAMETER);
	CHECK_EQ(CALL_STATUS(
		     WdfDeviceInitAssignWdmIrpPreprocessCallback, init, callback, 0x1cu, NULL, 0u),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(CALL_STATUS(WdfDeviceInitAssignWdmIrpPreprocessCallback, init, callback,
		     (unsigned)IRP_MJ_CREATE, NULL, 0u),
	    STATUS_SUCCESS);
	device_make_from(init);
	device_finish();
}

static void
open_preprocessed(void)
{
	FILE_OBJECT *file;

	device_with(preprocess);
	CHECK_EQ(file_open("\\\\.\\Bench", NULL, &file), STATUS_SUCCESS);
	file_close(file);
	driver_leave();
}

TEST(a_preprocessed_create_goes_on_to_the_framework)
{
	CHECK_EQ(machine_run(open_preprocessed), LIFE_GOES_ON);
	CHECK_STR(notes, "pU");
	CHECK_EQ(finding_count(), 0);
}

static void
open_carelessly(void)
{
	FILE_OBJECT *file;

	device_with(preprocess_carelessly);
	file_open("\\\\.\\Bench", NULL, &file);
}

TEST(an_irp_that_was_dispatched_is_not_the_drivers_any_more)
{
	machine_run(open_carelessly);
	CHECK(crashed("0x44"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define SET_UP(name) cmocka_unit_test_setup(name, kmdf_fresh)
		SET_UP(values_are_written_and_read_by_their_types),
		SET_UP(lists_of_texts_come_as_collections_of_strings),
		SET_UP(a_key_is_closed_with_its_object_and_below_its_parent),
		SET_UP(closing_twice_is_a_wrong_handle),
		SET_UP(a_key_that_is_left_open_goes_with_the_driver),
		SET_UP(the_version_string_names_the_framework),
		SET_UP(a_preprocessed_create_goes_on_to_the_framework),
		SET_UP(an_irp_that_was_dispatched_is_not_the_drivers_any_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
