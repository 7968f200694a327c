/* R26: leaves its object callbacks registered (ObRegisterCallbacks). */
#include "faulty.h"

static PVOID registration;
static volatile LONG seen;

static OB_PREOP_CALLBACK_STATUS NTAPI
before(PVOID context, POB_PRE_OPERATION_INFORMATION information)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(information);
	InterlockedIncrement(&seen);
	return OB_PREOP_SUCCESS;
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
#ifdef CLEAN
	ObUnRegisterCallbacks(registration);
#endif
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	OB_OPERATION_REGISTRATION operation = { PsProcessType, OB_OPERATION_HANDLE_CREATE, before,
		NULL };
	OB_CALLBACK_REGISTRATION callbacks = { OB_FLT_REGISTRATION_VERSION, 1,
		RTL_CONSTANT_STRING(L"321000"), NULL, &operation };

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	return ObRegisterCallbacks(&callbacks, &registration);
}
