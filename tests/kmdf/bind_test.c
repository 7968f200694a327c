#include "bench_driver.h"

#include "kmdf/status.h"

#include "kernel/gate.h"

#include <string.h>

static uint64_t *place;

static const char *
name_in(uint64_t thunk)
{
	const struct contract *contract;

	return gate_find(thunk, &contract) ? contract->name : "";
}

static void
bind_by_copy(void)
{
	static uint64_t table[397];

	driver = driver_make("bench", 0, 0, 0);
	table[396] = 77;
	CHECK_EQ(bind(9, 396, table), STATUS_SUCCESS);
	CHECK_STR(name_in(table[WDF_SLOT_WdfDriverCreate]), "WdfDriverCreate");
	CHECK_STR(name_in(table[WDF_SLOT_WdfUsbTargetPipeGetType]), "WdfUsbTargetPipeGetType");
	CHECK_EQ(table[396], 77);
	CHECK(kmdf_bound(driver->object));
	CHECK_EQ(ledger_count(HOLDING_FRAMEWORK), 1);
	unbind();
	CHECK(!kmdf_bound(driver->object));
	CHECK_EQ(ledger_count(HOLDING_FRAMEWORK), 0);
}

TEST(an_old_drivers_table_is_filled_and_no_further)
{
	CHECK_EQ(machine_run(bind_by_copy), LIFE_GOES_ON);
}

static void
bind_by_pointer(void)
{
	const ULONG counts[] = { 444, 446, 448, 451, 453, 454, 458 };

	driver = driver_make("bench", 0, 0, 0);
	for (size_t at = 0; at < sizeof(counts) / sizeof(counts[0]); at++) {
		place = NULL;
		CHECK_EQ(bind(15, counts[at], &place), STATUS_SUCCESS);
		CHECK_STR(name_in(place[WDF_SLOT_WdfObjectDelete]), "WdfObjectDelete");
		CHECK_STR(name_in(place[457]), "WdfDeviceSetDeviceInterfaceStateEx");
		unbind();
	}
}

TEST(a_new_driver_gets_a_pointer_to_the_table)
{
	CHECK_EQ(machine_run(bind_by_pointer), LIFE_GOES_ON);
}

static void
bind_with_an_odd_count(void)
{
	driver = driver_make("bench", 0, 0, 0);
	CHECK_EQ(bind(9, 400, &place), STATUS_INVALID_PARAMETER);
	CHECK_EQ(bind(9, 459, &place), STATUS_INVALID_PARAMETER);
	CHECK(globals == NULL && !kmdf_bound(driver->object));
}

TEST(a_table_of_no_released_size_is_refused)
{
	CHECK_EQ(machine_run(bind_with_an_odd_count), LIFE_GOES_ON);
}

static void
call_what_we_lack(void)
{
	driver_enter(NULL);
	CALL(WdfUsbTargetPipeGetType, NULL);
}

TEST(a_slot_that_we_lack_names_itself_and_ends_the_life_without_a_verdict)
{
	CHECK_EQ(machine_run(call_what_we_lack), LIFE_NOT_MODELLED);
	CHECK(strstr(life_reason(), "WdfUsbTargetPipeGetType") != NULL);
}

static void
create_two_drivers(void)
{
	WDF_DRIVER_CONFIG config = { .Size = sizeof(config),
		.DriverInitFlags = WdfDriverInitNonPnpDriver };
	WCHAR text[] = u"\\Services\\x";
	UNICODE_STRING path = { sizeof(text) - 2, sizeof(text), text };

	driver_enter(NULL);
	CHECK(driver->object->DriverUnload == NULL && !globals->DisplaceDriverUnload);
	CHECK_STR(globals->DriverName, "bench");
	CHECK_EQ(CALL_STATUS(WdfDriverCreate, driver->object, &path, NULL, &config, NULL),
	    STATUS_DRIVER_INTERNAL_ERROR);
	config.Size--;
	CHECK_EQ(CALL_STATUS(WdfDriverCreate, driver->object, &path, NULL, &config, NULL),
	    STATUS_INFO_LENGTH_MISMATCH);
}

TEST(a_driver_without_an_unload_callback_cannot_be_unloaded)
{
	CHECK_EQ(machine_run(create_two_drivers), LIFE_GOES_ON);
}

static void
bind_use_no_globals(void)
{
	driver_enter(NULL);
	globals = NULL;
	CALL(WdfObjectDelete, wdf_driver);
}

TEST(globals_that_are_none_stop_the_machine)
{
	CHECK_EQ(machine_run(bind_use_no_globals), LIFE_STOPPED);
}

int
main(void)
{
#define ROW(name) cmocka_unit_test_setup(name, kmdf_fresh)
	const struct CMUnitTest tests[] = {
		ROW(an_old_drivers_table_is_filled_and_no_further),
		ROW(a_new_driver_gets_a_pointer_to_the_table),
		ROW(a_table_of_no_released_size_is_refused),
		ROW(a_slot_that_we_lack_names_itself_and_ends_the_life_without_a_verdict),
		ROW(a_driver_without_an_unload_callback_cannot_be_unloaded),
		ROW(globals_that_are_none_stop_the_machine),
	};
#undef ROW

	return cmocka_run_group_tests(tests, NULL, NULL);
}
