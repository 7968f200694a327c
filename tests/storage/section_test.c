/* Sections and their views. */
#include "../registry/bench_registry.h"

#include "nt/section.h"
#include "storage/exports.h"

#include <string.h>

NTAPI NTSTATUS ZwCreateSection(
    HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, LARGE_INTEGER *, ULONG, ULONG, HANDLE);
NTAPI NTSTATUS ZwMapViewOfSection(
    HANDLE, HANDLE, PVOID *, ULONG_PTR, SIZE_T, LARGE_INTEGER *, SIZE_T *, ULONG, ULONG, ULONG);
NTAPI NTSTATUS ZwUnmapViewOfSection(HANDLE, PVOID);

#define SELF ((HANDLE)-1)

static int
storage_fresh(void **state)
{
	registry_fresh(state);
	storage_start();
	return 0;
}

static NTSTATUS
map(HANDLE section, int64_t at, SIZE_T bytes, void **view)
{
	LARGE_INTEGER offset = { .QuadPart = at };

	*view = NULL;
	return ZwMapViewOfSection(section, SELF, view, 0, 0, &offset, &bytes, 2, 0, PAGE_READWRITE);
}

TEST(two_views_show_one_memory_until_they_are_unmapped)
{
	LARGE_INTEGER size = { .QuadPart = 5000 };
	HANDLE section;
	void *one, *other;

	CHECK_EQ(
	    ZwCreateSection(&section, GENERIC_ALL, NULL, &size, PAGE_READWRITE, SEC_COMMIT, NULL),
	    0);
	CHECK_EQ(map(section, 0, 0, &one), STATUS_SUCCESS);
	CHECK_EQ(map(section, 0, 4096, &other), STATUS_SUCCESS);
	strcpy(one, "text");
	CHECK_STR(other, "text");
	CHECK_EQ(ledger_count(HOLDING_MAPPING), 2);
	CHECK_EQ(ZwClose(section), STATUS_SUCCESS);
	CHECK_EQ(ZwUnmapViewOfSection(SELF, one), STATUS_SUCCESS);
	CHECK_EQ(ZwUnmapViewOfSection(SELF, other), STATUS_SUCCESS);
	CHECK_EQ(ZwUnmapViewOfSection(SELF, other), STATUS_NOT_MAPPED_VIEW);
	CHECK_EQ(ledger_total(), 0);
}

TEST(a_view_lies_in_its_section)
{
	LARGE_INTEGER size = { .QuadPart = 5000 };
	HANDLE section;
	void *view;

	CHECK_EQ(
	    ZwCreateSection(&section, GENERIC_ALL, NULL, NULL, PAGE_READWRITE, SEC_COMMIT, NULL),
	    STATUS_INVALID_PARAMETER_4);
	CHECK_EQ(ZwCreateSection(&section, GENERIC_ALL, NULL, &size, 3, SEC_COMMIT, NULL),
	    STATUS_INVALID_PAGE_PROTECTION);
	CHECK_EQ(ZwCreateSection(
		     &section, SECTION_MAP_READ, NULL, &size, PAGE_READWRITE, SEC_COMMIT, NULL),
	    0);
	CHECK_EQ(map(section, 0, 0, &view), STATUS_ACCESS_DENIED);
	CHECK_EQ(
	    ZwCreateSection(&section, GENERIC_ALL, NULL, &size, PAGE_READWRITE, SEC_COMMIT, NULL),
	    0);
	CHECK_EQ(map(section, 4096, 0, &view), STATUS_MAPPED_ALIGNMENT);
	CHECK_EQ(map(section, 65536, 0, &view), STATUS_INVALID_VIEW_SIZE);
	CHECK_EQ(map(section, 0, 9000, &view), STATUS_INVALID_VIEW_SIZE);
	CHECK_EQ(map((HANDLE)8, 0, 0, &view), STATUS_INVALID_HANDLE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    two_views_show_one_memory_until_they_are_unmapped, storage_fresh),
		cmocka_unit_test_setup(a_view_lies_in_its_section, storage_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
