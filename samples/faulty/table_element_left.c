/* The unload routine forgets the elements of its generic table. */
#include "faulty.h"

static RTL_AVL_TABLE table;
static DRIVER_UNLOAD unload;

static RTL_GENERIC_COMPARE_RESULTS NTAPI
compare(PRTL_AVL_TABLE of, PVOID first, PVOID second)
{
	ULONG one = *(PULONG)first, other = *(PULONG)second;

	UNREFERENCED_PARAMETER(of);
	if (one == other)
		return GenericEqual;
	return one < other ? GenericLessThan : GenericGreaterThan;
}

static PVOID NTAPI
allocate(PRTL_AVL_TABLE of, CLONG bytes)
{
	UNREFERENCED_PARAMETER(of);
	return ExAllocatePoolWithTag(NonPagedPoolNx, bytes, FAULTY_TAG);
}

static VOID NTAPI
release(PRTL_AVL_TABLE of, PVOID element)
{
	UNREFERENCED_PARAMETER(of);
	ExFreePoolWithTag(element, FAULTY_TAG);
}

static VOID
empty(VOID)
{
	PVOID element;

	while ((element = RtlGetElementGenericTableAvl(&table, 0)) != NULL)
		(VOID)RtlDeleteElementGenericTableAvl(&table, element);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	empty();
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	BOOLEAN fresh;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	RtlInitializeGenericTableAvl(&table, compare, allocate, release, NULL);
	for (ULONG number = 0; number < 5; number++) {
		if (RtlInsertElementGenericTableAvl(&table, &number, sizeof(number), &fresh) == NULL) {
			empty();
			return STATUS_INSUFFICIENT_RESOURCES;
		}
	}
	return STATUS_SUCCESS;
}
