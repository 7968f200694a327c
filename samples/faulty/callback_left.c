/* The unload routine gives back the callback object and leaves its function registered. */
#include "faulty.h"

static PCALLBACK_OBJECT object;
static PVOID registration;
static CALLBACK_FUNCTION power_changes;
static DRIVER_UNLOAD unload;

static VOID NTAPI
power_changes(PVOID context, PVOID argument1, PVOID argument2)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(argument1);
	UNREFERENCED_PARAMETER(argument2);
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	ExUnregisterCallback(registration);
#endif
	ObDereferenceObject(object);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Callback\\PowerState");
	OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE,
	    NULL, NULL);
	status = ExCreateCallback(&object, &attributes, FALSE, TRUE);
	if (!NT_SUCCESS(status))
		return status;
	registration = ExRegisterCallback(object, power_changes, NULL);
	if (registration != NULL)
		return STATUS_SUCCESS;
	ObDereferenceObject(object);
	return STATUS_INSUFFICIENT_RESOURCES;
}
