/*
 * A registry filter. Its parameters say what it does: "Protects" names the value that nobody may
 * set, and "Leaves", if it is not 0, that the callback stays registered at unload.
 */
#include <ntifs.h>

static LARGE_INTEGER cookie;
static LONG seen[64];
static ULONG leaves;
static WCHAR protected_text[64];
static UNICODE_STRING protected = { 0, sizeof protected_text, protected_text };

static NTSTATUS NTAPI
registry_callback(PVOID context, PVOID class, PVOID information)
{
	ULONG what = (ULONG)(ULONG_PTR)class;
	const REG_SET_VALUE_KEY_INFORMATION *set = information;

	UNREFERENCED_PARAMETER(context);
	if (what < 64)
		InterlockedIncrement(&seen[what]);
	if (what == RegNtPreSetValueKey
	    && RtlEqualUnicodeString(set->ValueName, &protected, TRUE))
		return STATUS_ACCESS_DENIED;
	return STATUS_SUCCESS;
}

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	if (!leaves)
		CmUnRegisterCallback(cookie);
	DbgPrint("sets %d %d closes %d\n", seen[RegNtPreSetValueKey], seen[RegNtPostSetValueKey],
	    seen[RegNtPreKeyHandleClose]);
}

static NTSTATUS
parameters_read(PUNICODE_STRING service)
{
	WCHAR path_text[160];
	UNICODE_STRING path = { 0, sizeof path_text, path_text };
	RTL_QUERY_REGISTRY_TABLE table[3];

	RtlCopyUnicodeString(&path, service);
	RtlAppendUnicodeToString(&path, L"\\Parameters");
	path_text[path.Length / sizeof(WCHAR)] = 0;
	RtlZeroMemory(table, sizeof table);
	table[0].Flags = RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK
	    | RTL_QUERY_REGISTRY_REQUIRED;
	table[0].Name = L"Protects";
	table[0].EntryContext = &protected;
	table[0].DefaultType = REG_SZ << 24;
	table[1].Flags = RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK;
	table[1].Name = L"Leaves";
	table[1].EntryContext = &leaves;
	table[1].DefaultType = REG_DWORD << 24;
	return RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, path.Buffer, table, NULL, NULL);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING service)
{
	UNICODE_STRING altitude = RTL_CONSTANT_STRING(L"360000.5");
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"Loads");
	OBJECT_ATTRIBUTES attributes;
	ULONG one = 1;
	HANDLE key;
	NTSTATUS status = parameters_read(service);

	if (!NT_SUCCESS(status))
		return status;
	InitializeObjectAttributes(
	    &attributes, service, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, NULL, NULL);
	status = ZwOpenKey(&key, KEY_SET_VALUE, &attributes);
	if (!NT_SUCCESS(status))
		return status;
	status = ZwSetValueKey(key, &name, 0, REG_DWORD, &one, sizeof one);
	ZwClose(key);
	if (!NT_SUCCESS(status))
		return status;
	driver->DriverUnload = unload;
	return CmRegisterCallbackEx(registry_callback, &altitude, driver, NULL, &cookie, NULL);
}
