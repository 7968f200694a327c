/*
 * DriverEntry allocates three tables, of the pool's and not as objects of the framework's, which
 * would free them.  When there is no memory for the third it frees the second and forgets
 * the first: found only where allocations are refused.
 */
#include "faulty_wdf.h"

#define TABLE_SIZE 256

static PVOID tables[3];
static EVT_WDF_DRIVER_UNLOAD unload;

static PVOID
table_make(VOID)
{
	return ExAllocatePoolWithTag(NonPagedPoolNx, TABLE_SIZE, FAULTY_TAG);
}

static VOID
table_free(PVOID table)
{
	ExFreePoolWithTag(table, FAULTY_TAG);
}

static VOID
unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	table_free(tables[2]);
	table_free(tables[1]);
	table_free(tables[0]);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDFDRIVER driver;
	NTSTATUS status;

	status = faulty_driver_create(DriverObject, RegistryPath, unload, &driver);
	if (!NT_SUCCESS(status))
		return status;
	tables[0] = table_make();
	if (tables[0] == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	tables[1] = table_make();
	if (tables[1] == NULL)
		goto free_first;
	tables[2] = table_make();
	if (tables[2] == NULL)
		goto free_second;
	return STATUS_SUCCESS;

free_second:
	table_free(tables[1]);
#ifndef CLEAN
	return STATUS_INSUFFICIENT_RESOURCES;
#endif
free_first:
	table_free(tables[0]);
	return STATUS_INSUFFICIENT_RESOURCES;
}
