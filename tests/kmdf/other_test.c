/* Small slots: what a control device refuses, and a driver that keeps its own dispatch routines. */
#include "bench_driver.h"
#include "executive/process.h"

static void NTAPI
unload(WDFDRIVER gone)
{
	(void)gone;
	note('U');
}

static void
device_ready_to_ask(void)
{
	driver_enter(unload);
	device_make_from(init_make());
	device_finish();
}

static void
ask_a_control_device(void)
{
	UNICODE_STRING odd = { 3, 4, (WCHAR *)u"x" };
	WDF_OBJECT_ATTRIBUTES attributes;
	GUID guid = { 0 };
	uint8_t room[4];
	WDFMEMORY memory;
	ULONG bytes;

	device_ready_to_ask();
	attributes = attributes_of(NULL);
	CHECK_EQ(CALL_STATUS(WdfDeviceQueryProperty, wdf_device, 0u, 4u, room, &bytes),
	    STATUS_INVALID_DEVICE_REQUEST);
	CHECK_EQ(CALL_STATUS(WdfDeviceAllocAndQueryProperty, wdf_device, 0u, PagedPool, &attributes,
		     &memory),
	    STATUS_INVALID_DEVICE_REQUEST);
	CHECK_EQ(CALL_STATUS(WdfDeviceCreateDeviceInterface, wdf_device, &guid, NULL),
	    STATUS_INVALID_DEVICE_REQUEST);
	CHECK_EQ(CALL_STATUS(WdfDeviceCreateDeviceInterface, wdf_device, &guid, &odd),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(CALL(WdfDeviceGetIoTarget, wdf_device), 0);
	CHECK_EQ(CALL(WdfDeviceWdmGetPhysicalDevice, wdf_device), 0);
	CALL(WdfDeviceSetAlignmentRequirement, wdf_device, 7u);
	CHECK_EQ((ULONG)CALL(WdfDeviceGetAlignmentRequirement, wdf_device), 7);
	CALL(WdfDeviceSetCharacteristics, wdf_device, (ULONG)FILE_READ_ONLY_DEVICE);
	CHECK_EQ((ULONG)CALL(WdfDeviceGetCharacteristics, wdf_device), FILE_READ_ONLY_DEVICE);
	driver_leave();
}

TEST(a_control_device_has_no_properties_no_interfaces_and_no_local_target)
{
	CHECK_EQ(machine_run(ask_a_control_device), LIFE_GOES_ON);
	CHECK_STR(notes, "U");
	CHECK_EQ(finding_count(), 0);
}

static void
ask_for_the_name(void)
{
	static const char wanted[] = "\\Device\\Bench";
	UNICODE_STRING text;
	WDFSTRING string;

	device_ready_to_ask();
	CALL(WdfStringCreate, NULL, NULL, &string);
	CHECK_EQ(CALL_STATUS(WdfDeviceRetrieveDeviceName, wdf_device, string), STATUS_SUCCESS);
	CALL(WdfStringGetUnicodeString, string, &text);
	CHECK_EQ(text.Length, 2 * (sizeof(wanted) - 1));
	for (size_t i = 0; i < sizeof(wanted) - 1; i++)
		CHECK_EQ(text.Buffer[i], wanted[i]);
	driver_leave();
}

TEST(a_device_tells_the_name_that_it_was_given)
{
	CHECK_EQ(machine_run(ask_for_the_name), LIFE_GOES_ON);
	CHECK_STR(notes, "U");
}

static void NTAPI
dpc_runs(WDFDPC dpc)
{
	(void)dpc;
	note('d');
}

static void
look_behind_a_dpc(void)
{
	struct {
		ULONG Size;
		void *routine;
		BOOLEAN serialized;
	} config = { sizeof(config), (void *)(uintptr_t)dpc_runs, FALSE };
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDPC dpc;
	KDPC *kdpc;

	device_ready_to_ask();
	attributes = attributes_of(wdf_device);
	CHECK_EQ(CALL_STATUS(WdfDpcCreate, &config, &attributes, &dpc), STATUS_SUCCESS);
	kdpc = (KDPC *)CALL(WdfDpcWdmGetDpc, dpc);
	CHECK_EQ(kdpc->Type, DpcObject);
	CALL(WdfDpcEnqueue, dpc);
	driver_leave();
}

TEST(a_dpc_shows_the_kernels_dpc_behind_it)
{
	CHECK_EQ(machine_run(look_behind_a_dpc), LIFE_GOES_ON);
	CHECK_STR(notes, "Ud");
}

static void NTAPI
cleaned(WDFOBJECT object)
{
	(void)object;
	note('c');
}

static void
unload_a_miniport(void)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT object;

	driver_enter(unload);
	attributes = attributes_of(NULL);
	attributes.EvtCleanupCallback = cleaned;
	CALL(WdfObjectCreate, &attributes, &object);
	CALL(WdfDriverMiniportUnload, wdf_driver);
	note('.');
	unbind();
}

TEST(a_miniport_takes_the_framework_down_itself)
{
	CHECK_EQ(machine_run(unload_a_miniport), LIFE_GOES_ON);
	CHECK_STR(notes, "Uc.");
	CHECK_EQ(ledger_count(HOLDING_FRAMEWORK), 0);
	CHECK_EQ(finding_count(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define SET_UP(name) cmocka_unit_test_setup(name, kmdf_fresh)
		SET_UP(a_control_device_has_no_properties_no_interfaces_and_no_local_target),
		SET_UP(a_device_tells_the_name_that_it_was_given),
		SET_UP(a_dpc_shows_the_kernels_dpc_behind_it),
		SET_UP(a_miniport_takes_the_framework_down_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
