/* What ZwQuerySystemInformation tells. */
#include "../registry/bench_registry.h"

#include "executive/process.h"
#include "nt/system.h"
#include "storage/system.h"

#include <string.h>

NTAPI NTSTATUS ZwQuerySystemInformation(SYSTEM_INFORMATION_CLASS, PVOID, ULONG, ULONG *);

TEST(the_driver_is_among_the_modules)
{
	static union {
		RTL_PROCESS_MODULES list;
		UCHAR bytes[8192];
	} told;
	ULONG needed = 0, again;
	const RTL_PROCESS_MODULE_INFORMATION *last;

	system_module_loaded("bench", 0x202000000000, 0x5000);
	CHECK_EQ(ZwQuerySystemInformation(SystemModuleInformation, NULL, 0, &needed),
	    STATUS_INFO_LENGTH_MISMATCH);
	CHECK_EQ(ZwQuerySystemInformation(SystemModuleInformation, &told, needed, &again),
	    STATUS_SUCCESS);
	CHECK_EQ(again, needed);
	CHECK_EQ(needed, 8 + told.list.NumberOfModules * 0x128);
	CHECK_STR(told.list.Modules[0].FullPathName + told.list.Modules[0].OffsetToFileName,
	    "ntoskrnl.exe");
	last = (RTL_PROCESS_MODULE_INFORMATION *)((char *)told.list.Modules
	    + (told.list.NumberOfModules - 1) * sizeof *last); /* the array is declared with one */
	CHECK_STR(last->FullPathName, "\\SystemRoot\\System32\\drivers\\bench.sys");
	CHECK_EQ(last->ImageSize, 0x5000);
}

TEST(processes_are_linked_by_offsets_and_the_last_has_none)
{
	static union {
		SYSTEM_PROCESS_INFORMATION first;
		UCHAR bytes[2048];
	} told;
	SYSTEM_PROCESS_INFORMATION *second;
	ULONG needed;

	process_make("reader.exe", 4200);
	CHECK_EQ(ZwQuerySystemInformation(SystemProcessInformation, &told, 300, &needed),
	    STATUS_INFO_LENGTH_MISMATCH);
	CHECK_EQ(ZwQuerySystemInformation(SystemProcessInformation, &told, needed, &needed),
	    STATUS_SUCCESS);
	CHECK_EQ(told.first.UniqueProcessId, 4);
	second = (SYSTEM_PROCESS_INFORMATION *)(told.bytes + told.first.NextEntryOffset);
	CHECK_EQ(second->UniqueProcessId, 4200);
	CHECK_EQ(second->NextEntryOffset, 0);
	CHECK_EQ(second->ImageName.Length, 20);
	CHECK(memcmp(second->ImageName.Buffer, u"reader.exe", 22) == 0);
}

TEST(a_class_that_is_none_is_refused)
{
	ULONG needed;

	CHECK_EQ(ZwQuerySystemInformation((SYSTEM_INFORMATION_CLASS)9999, NULL, 0, &needed),
	    STATUS_INVALID_INFO_CLASS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_driver_is_among_the_modules, registry_fresh),
		cmocka_unit_test_setup(
		    processes_are_linked_by_offsets_and_the_last_has_none, registry_fresh),
		cmocka_unit_test_setup(a_class_that_is_none_is_refused, registry_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
