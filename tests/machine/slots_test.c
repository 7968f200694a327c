/*
 * The slots that a KMDF driver calls, told from its code; with the sample drivers of this build.
 */
#include "kmdf/bind.h"
#include "machine/file.h"
#include "machine/slots.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct driver_file *
sample(const char *name)
{
	const char *folder = getenv("DRYDOCK_SAMPLES");
	struct pe_error error;
	char path[512];

	snprintf(path, sizeof path, "%s/%s.sys", folder != NULL ? folder : ".", name);
	return driver_file_read(path, &error);
}

static bool
uses(const struct slots *slots, const char *name)
{
	for (size_t slot = 0; wdf_slot_name(slot) != NULL; slot++) {
		if (strcmp(wdf_slot_name(slot), name) == 0)
			return slots->used[slot];
	}
	return false;
}

/* Each function of the framework that samples/wdf/callout.c calls, behind each kind of jump. */
TEST(every_slot_that_the_source_calls_is_listed_and_no_other)
{
	static const char *const called[] = { "WdfControlDeviceInitAllocate",
		"WdfControlFinishInitializing", "WdfDeviceCreate", "WdfDeviceCreateSymbolicLink",
		"WdfDeviceInitAssignName", "WdfDeviceInitFree", "WdfDeviceInitSetCharacteristics",
		"WdfDeviceInitSetDeviceType", "WdfDeviceWdmGetDeviceObject", "WdfDriverCreate",
		"WdfIoQueueCreate", "WdfIoQueueRetrieveNextRequest", "WdfObjectDelete",
		"WdfRequestComplete", "WdfRequestCompleteWithInformation",
		"WdfRequestForwardToIoQueue", "WdfRequestRetrieveOutputBuffer", "WdfSpinLockCreate",
		"WdfSpinLockAcquire", "WdfSpinLockRelease" };
	struct driver_file *file = sample("wdf");
	struct slots slots;
	size_t used = 0;

	(void)state;
	if (file == NULL)
		skip();
	CHECK(slots_find(&file->pe, file->bytes, &slots));
	for (size_t i = 0; i < sizeof called / sizeof called[0]; i++) {
		if (!uses(&slots, called[i]))
			fail_msg("%s is not listed", called[i]);
	}
	for (size_t slot = 0; slot < SLOTS_LIMIT; slot++)
		used += slots.used[slot];
	CHECK_EQ(used, sizeof called / sizeof called[0]);
	CHECK_EQ(slots.major, 1);
	driver_file_free(file);
}

TEST(a_wdm_driver_has_no_slots)
{
	struct driver_file *file = sample("wdm");
	struct slots slots;

	(void)state;
	if (file == NULL)
		skip();
	CHECK(!slots_find(&file->pe, file->bytes, &slots));
	driver_file_free(file);
}

TEST(a_table_that_is_too_long_is_not_believed)
{
	struct driver_file *file = sample("wdf");
	struct slots slots;

	(void)state;
	if (file == NULL)
		skip();
	for (size_t at = 0; at + 48 <= file->length; at += 8) {
		uint32_t size, *count = (uint32_t *)(file->bytes + at + 0x1c);

		memcpy(&size, file->bytes + at, sizeof size);
		if (size == 0x30 && *count == 444)
			*count = UINT32_MAX;
	}
	CHECK(!slots_find(&file->pe, file->bytes, &slots));
	driver_file_free(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_slot_that_the_source_calls_is_listed_and_no_other),
		cmocka_unit_test(a_wdm_driver_has_no_slots),
		cmocka_unit_test(a_table_that_is_too_long_is_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
