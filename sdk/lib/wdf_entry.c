/*
 * The entry point of a KMDF driver: what binds it to the framework.
 *
 * Windows enters the image at FxDriverEntry.  It asks the loader of the framework
 * (WDFLDR.SYS) for the library of the wanted version, which fills in the table of
 * functions and hands out the driver's globals; calls the driver's own DriverEntry;
 * and if the framework asks for it (DisplaceDriverUnload) puts itself in front of
 * DriverUnload, so that unbinding comes last.  A driver whose DriverEntry fails is
 * unbound at once: no unload routine runs for it.
 * [semantics 1.6; hosting, "KMDF binding"; Windows-Driver-Frameworks]
 *
 * Two ways of binding.  Up to 1.13 the library copies FuncCount pointers into the
 * driver's table; from 1.15 on it stores the address of its own.
 */
#include <ntddk.h>
#include <wdf.h>

#if KMDF_VERSION_MINOR >= 15
#define FUNCTION_COUNT 444
#else
#define FUNCTION_COUNT 396
#endif

/* RegistryPath does not outlive DriverEntry; the copy is wanted at unload. */
#define REGISTRY_PATH_BYTES 0x208

typedef struct _WDF_BIND_INFO {
	ULONG Size;
	PWCHAR Component;
	struct {
		ULONG Major;
		ULONG Minor;
		ULONG Build;
	} Version;
	ULONG FuncCount;
	PVOID FuncTable;
	PVOID Module; /* the framework's */
} WDF_BIND_INFO, *PWDF_BIND_INFO;

SDK_SIZE(WDF_BIND_INFO, 0x30);
SDK_OFFSET(WDF_BIND_INFO, FuncCount, 0x1c);
SDK_OFFSET(WDF_BIND_INFO, FuncTable, 0x20);

DECLSPEC_IMPORT NTSTATUS NTAPI WdfVersionBind(PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath, PWDF_BIND_INFO Info, PWDF_DRIVER_GLOBALS *Globals);
DECLSPEC_IMPORT VOID NTAPI WdfVersionUnbind(PUNICODE_STRING RegistryPath, PWDF_BIND_INFO Info,
    PWDF_DRIVER_GLOBALS Globals);

DRIVER_INITIALIZE DriverEntry; /* the driver's */
DRIVER_INITIALIZE FxDriverEntry;
static DRIVER_UNLOAD unload_and_unbind;

PWDF_DRIVER_GLOBALS WdfDriverGlobals;

#if KMDF_VERSION_MINOR >= 15
const WDFFUNC *WdfFunctions;
#define FUNCTION_TABLE ((PVOID)&WdfFunctions)
#else
static WDFFUNC function_table[FUNCTION_COUNT];
const WDFFUNC *WdfFunctions = function_table;
#define FUNCTION_TABLE ((PVOID)function_table)
#endif

static WDF_BIND_INFO bind_info = {
	.Size = sizeof(bind_info),
	.Component = (PWCHAR)L"KmdfLibrary",
	.Version = { .Major = 1, .Minor = KMDF_VERSION_MINOR, .Build = 0 },
	.FuncCount = FUNCTION_COUNT,
	.FuncTable = FUNCTION_TABLE,
};

static WCHAR registry_path_buffer[REGISTRY_PATH_BYTES / sizeof(WCHAR)];
static UNICODE_STRING registry_path = {
	.MaximumLength = sizeof(registry_path_buffer),
	.Buffer = registry_path_buffer,
};
static PDRIVER_UNLOAD displaced_unload;

static VOID NTAPI
unload_and_unbind(PDRIVER_OBJECT DriverObject)
{
	if (displaced_unload != NULL)
		displaced_unload(DriverObject);
	WdfVersionUnbind(&registry_path, &bind_info, WdfDriverGlobals);
}

NTSTATUS NTAPI
FxDriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	if (DriverObject == NULL) /* loaded as a library */
		return DriverEntry(DriverObject, RegistryPath);

	RtlCopyUnicodeString(&registry_path, RegistryPath);
	status = WdfVersionBind(DriverObject, &registry_path, &bind_info, &WdfDriverGlobals);
	if (!NT_SUCCESS(status))
		return status;

	status = DriverEntry(DriverObject, RegistryPath);
	if (!NT_SUCCESS(status)) {
		WdfVersionUnbind(&registry_path, &bind_info, WdfDriverGlobals);
		return status;
	}
	if (WdfDriverGlobals->DisplaceDriverUnload) {
		displaced_unload = DriverObject->DriverUnload;
		DriverObject->DriverUnload = unload_and_unbind;
	}
	return status;
}
