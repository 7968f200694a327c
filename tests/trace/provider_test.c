/* Event providers as the DDI pages say. */
#include "trace/provider.h"

#include "../executive/bench_machine.h"
#include "nt/status.h"
#include "test.h"

#include <string.h>

NTAPI NTSTATUS EtwRegister(const GUID *, ULONG_PTR, void *, REGHANDLE *);
NTAPI NTSTATUS EtwUnregister(REGHANDLE);
NTAPI NTSTATUS EtwWrite(
    REGHANDLE, const EVENT_DESCRIPTOR *, const GUID *, ULONG, const EVENT_DATA_DESCRIPTOR *);
NTAPI BOOLEAN EtwProviderEnabled(REGHANDLE, UCHAR, ULONGLONG);
NTAPI NTSTATUS EtwActivityIdControl(ULONG, GUID *);
NTAPI NTSTATUS IoWMIRegistrationControl(DEVICE_OBJECT *, ULONG);
NTAPI NTSTATUS WmiTraceMessage(TRACEHANDLE, ULONG, const GUID *, USHORT, ...);
NTAPI void WppAutoLogStart(void *, DRIVER_OBJECT *, const UNICODE_STRING *);
NTAPI void WppAutoLogStop(void *, DRIVER_OBJECT *);

static const GUID id = { 1, 2, 3, { 4 } };
static REGHANDLE handle;
static struct {
	ULONG code;
	UCHAR level;
	void *context;
	int count;
} told;

static void NTAPI
enabled(const GUID *source, ULONG code, UCHAR level, ULONGLONG any, ULONGLONG all, void *filter,
    void *context)
{
	(void)source, (void)any, (void)all, (void)filter;
	told.code = code;
	told.level = level;
	told.context = context;
	told.count++;
}

TEST(a_registration_is_held_until_it_is_given_back)
{
	CHECK_EQ(EtwRegister(NULL, 0, NULL, &handle), STATUS_INVALID_PARAMETER);
	CHECK_EQ(EtwRegister(&id, 0, NULL, &handle), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_ETW), 1);
	CHECK_EQ(EtwUnregister(handle), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_ETW), 0);
	CHECK_EQ(EtwUnregister(handle), STATUS_INVALID_HANDLE);
	CHECK_EQ(EtwUnregister(0x1234), STATUS_INVALID_HANDLE);
}

TEST(an_event_that_nobody_wants_is_not_read)
{
	EVENT_DESCRIPTOR event = { .Level = 4, .Keyword = 1 };
	EVENT_DATA_DESCRIPTOR data = { 16, 8, 0 };

	CHECK_EQ(EtwRegister(&id, 0, NULL, &handle), STATUS_SUCCESS);
	CHECK(!EtwProviderEnabled(handle, 0, 0));
	CHECK_EQ(EtwWrite(handle, &event, NULL, 1, &data), STATUS_SUCCESS);
	CHECK_EQ(EtwWrite(handle, &event, NULL, 129, &data), STATUS_INVALID_PARAMETER);
	CHECK_EQ(EtwWrite(7, &event, NULL, 0, NULL), STATUS_INVALID_HANDLE);
}

static void
enable(void)
{
	CHECK_EQ(EtwRegister(&id, (ULONG_PTR)enabled, &told, &handle), STATUS_SUCCESS);
	session_set((struct session){ .on = true, .level = 3, .any_keyword = 6 });
	CHECK_EQ(told.count, 1);
	CHECK_EQ(told.code, 1);
	CHECK_EQ(told.level, 3);
	CHECK(told.context == &told);
	CHECK(EtwProviderEnabled(handle, 3, 2));
	CHECK(!EtwProviderEnabled(handle, 4, 2));
	CHECK(!EtwProviderEnabled(handle, 3, 1));
	session_set((struct session){ .on = false });
	CHECK_EQ(told.code, 0);
	CHECK(!EtwProviderEnabled(handle, 3, 2));
}

TEST(a_session_enters_the_enable_callback)
{
	CHECK_EQ(machine_run(enable), LIFE_GOES_ON);
}

static void
activities(void)
{
	GUID one = id, other, none = { 0 };

	CHECK_EQ(EtwActivityIdControl(4, &one), STATUS_SUCCESS);
	assert_memory_equal(&one, &none, sizeof one);
	CHECK_EQ(EtwActivityIdControl(1, &one), STATUS_SUCCESS);
	assert_memory_equal(&one, &id, sizeof one);
	CHECK_EQ(EtwActivityIdControl(3, &one), STATUS_SUCCESS);
	CHECK_EQ(EtwActivityIdControl(3, &other), STATUS_SUCCESS);
	CHECK(memcmp(&one, &other, sizeof one) != 0);
	CHECK_EQ(EtwActivityIdControl(6, &one), STATUS_INVALID_PARAMETER);
}

TEST(a_thread_has_its_activity)
{
	CHECK_EQ(machine_run(activities), LIFE_GOES_ON);
}

TEST(wmi_registers_a_device_once)
{
	DEVICE_OBJECT *device = device_ready(driver_ready(), "\\Device\\x", 0);

	CHECK_EQ(IoWMIRegistrationControl(device, 9), STATUS_INVALID_PARAMETER);
	CHECK_EQ(IoWMIRegistrationControl(device, 2), STATUS_INVALID_PARAMETER);
	CHECK_EQ(IoWMIRegistrationControl(device, 1), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_WMI), 1);
	CHECK_EQ(IoWMIRegistrationControl(device, 2), STATUS_SUCCESS);
	CHECK_EQ(ledger_count(HOLDING_WMI), 0);
	CHECK_EQ(WmiTraceMessage(1, 0, &id, 10), STATUS_INVALID_HANDLE);
}

TEST(a_log_that_was_started_is_held)
{
	char block[64];

	WppAutoLogStart(block, NULL, NULL);
	CHECK_EQ(ledger_count(HOLDING_WPP_LOG), 1);
	WppAutoLogStop(block, NULL);
	CHECK_EQ(ledger_count(HOLDING_WPP_LOG), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    a_registration_is_held_until_it_is_given_back, machine_fresh),
		cmocka_unit_test_setup(an_event_that_nobody_wants_is_not_read, machine_fresh),
		cmocka_unit_test_setup(a_session_enters_the_enable_callback, machine_fresh),
		cmocka_unit_test_setup(a_thread_has_its_activity, machine_fresh),
		cmocka_unit_test_setup(wmi_registers_a_device_once, machine_fresh),
		cmocka_unit_test_setup(a_log_that_was_started_is_held, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
