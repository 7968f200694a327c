/* A minifilter with a communication port; with the value "Leaves" in its service key it keeps both. */
#include <ntifs.h>

typedef struct {
	USHORT size, version;
	ULONG flags;
	PVOID contexts, operations, unload, rest[10];
} REGISTRATION;

NTSTATUS NTAPI FltRegisterFilter(PDRIVER_OBJECT, const REGISTRATION *, PVOID *);
VOID NTAPI FltUnregisterFilter(PVOID);
NTSTATUS NTAPI FltStartFiltering(PVOID);
NTSTATUS NTAPI FltBuildDefaultSecurityDescriptor(PSECURITY_DESCRIPTOR *, ACCESS_MASK);
VOID NTAPI FltFreeSecurityDescriptor(PSECURITY_DESCRIPTOR);
NTSTATUS NTAPI FltCreateCommunicationPort(
    PVOID, PVOID *, POBJECT_ATTRIBUTES, PVOID, PVOID, PVOID, PVOID, LONG);
VOID NTAPI FltCloseCommunicationPort(PVOID);

static PVOID filter, port;
static ULONG leaves;

static NTSTATUS NTAPI
unload(ULONG flags)
{
	UNREFERENCED_PARAMETER(flags);
	if (leaves)
		return STATUS_SUCCESS;
	FltCloseCommunicationPort(port);
	FltUnregisterFilter(filter);
	return STATUS_SUCCESS;
}

static NTSTATUS
port_make(void)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\BenchPort");
	PSECURITY_DESCRIPTOR descriptor;
	OBJECT_ATTRIBUTES attributes;
	NTSTATUS status = FltBuildDefaultSecurityDescriptor(&descriptor, 0x1f0001);

	if (!NT_SUCCESS(status))
		return status;
	InitializeObjectAttributes(
	    &attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, NULL, descriptor);
	status = FltCreateCommunicationPort(filter, &port, &attributes, NULL, NULL, NULL, NULL, 1);
	FltFreeSecurityDescriptor(descriptor);
	return status;
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING service)
{
	static const REGISTRATION registration = { sizeof registration, 0x203, 0, NULL, NULL,
		(PVOID)unload, { NULL } };
	RTL_QUERY_REGISTRY_TABLE table[2];
	NTSTATUS status;

	RtlZeroMemory(table, sizeof table);
	table[0].Flags = RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK;
	table[0].Name = L"Leaves";
	table[0].EntryContext = &leaves;
	table[0].DefaultType = REG_DWORD << 24;
	RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, service->Buffer, table, NULL, NULL);
	status = FltRegisterFilter(driver, &registration, &filter);
	if (!NT_SUCCESS(status))
		return status;
	status = port_make();
	if (!NT_SUCCESS(status)) {
		FltUnregisterFilter(filter);
		return status;
	}
	status = FltStartFiltering(filter);
	if (!NT_SUCCESS(status)) {
		FltCloseCommunicationPort(port);
		FltUnregisterFilter(filter);
	}
	return status;
}
