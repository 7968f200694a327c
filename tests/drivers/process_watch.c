/*
 * Counts what it is told of processes, threads and images, and looks at what it is
 * told: a program asks for the counts.  Programs whose image is denied.exe are refused.
 */
#include <ntifs.h>

#include "contract.h"

#define WANTED_LEFT(mask) ((mask) & ~(ACCESS_MASK)0x0001) /* PROCESS_TERMINATE is taken away */

static PVOID registration;
static BOOLEAN image_set, thread_set;

static VOID
wrong(LONG where)
{
	KeBugCheckEx(CONTRACT_BUGCHECK, (ULONG_PTR)where, 0, 0, 0);
}

static BOOLEAN
ends_with(PCUNICODE_STRING name, PCWSTR end)
{
	UNICODE_STRING tail, wanted;

	RtlInitUnicodeString(&wanted, end);
	if (name == NULL || name->Length < wanted.Length)
		return FALSE;
	tail.Length = tail.MaximumLength = wanted.Length;
	tail.Buffer = name->Buffer + (name->Length - wanted.Length) / sizeof(WCHAR);
	return RtlEqualUnicodeString(&tail, &wanted, TRUE);
}

/* 1 for each beginning, 0x100 for each end. */
static VOID NTAPI
process_told(PEPROCESS process, HANDLE id, PPS_CREATE_NOTIFY_INFO info)
{
	if (PsGetProcessId(process) != id || KeGetCurrentIrql() != PASSIVE_LEVEL)
		wrong(1);
	if (info == NULL) {
		if (PsGetCurrentProcess() != process)
			wrong(2);
		InterlockedExchangeAdd(&contract_count, 0x100);
		return;
	}
	if (info->Size != sizeof(*info) || PsGetCurrentProcess() == process ||
	    info->CreatingThreadId.UniqueThread != PsGetCurrentThreadId() ||
	    info->CreatingThreadId.UniqueProcess != PsGetCurrentProcessId())
		wrong(3);
	if (ends_with(info->ImageFileName, L"\\denied.exe"))
		info->CreationStatus = STATUS_ACCESS_DENIED;
	else
		InterlockedIncrement(&contract_count);
}

/* 0x10000 for each beginning, 0x1000000 for each end, of programs' threads alone. */
static VOID NTAPI
thread_told(HANDLE process, HANDLE thread, BOOLEAN create)
{
	if (process == CONTRACT_SYSTEM)
		return;
	if (!create && thread != PsGetCurrentThreadId())
		wrong(4);
	InterlockedExchangeAdd(&contract_count, create ? 0x10000 : 0x1000000);
}

/* 0x10 for each image. */
static VOID NTAPI
image_told(PUNICODE_STRING name, HANDLE process, PIMAGE_INFO info)
{
	if (process != PsGetCurrentProcessId() || info->ImageBase == NULL ||
	    !info->ExtendedInfoPresent || name == NULL)
		wrong(5);
	InterlockedExchangeAdd(&contract_count, 0x10);
}

static OB_PREOP_CALLBACK_STATUS NTAPI
before(PVOID context, POB_PRE_OPERATION_INFORMATION information)
{
	UNREFERENCED_PARAMETER(context);
	if (information->ObjectType != *PsProcessType)
		wrong(6);
	information->Parameters->CreateHandleInformation.DesiredAccess =
	    WANTED_LEFT(information->Parameters->CreateHandleInformation.DesiredAccess);
	information->CallContext = information->Object;
	return OB_PREOP_SUCCESS;
}

static VOID NTAPI
after(PVOID context, POB_POST_OPERATION_INFORMATION information)
{
	UNREFERENCED_PARAMETER(context);
	if (information->CallContext != information->Object ||
	    !NT_SUCCESS(information->ReturnStatus))
		wrong(7);
}

static VOID
contract_stop(VOID)
{
	(VOID)PsSetCreateProcessNotifyRoutineEx(process_told, TRUE);
	if (thread_set)
		(VOID)PsRemoveCreateThreadNotifyRoutine(thread_told);
	if (image_set)
		(VOID)PsRemoveLoadImageNotifyRoutine(image_told);
	if (registration != NULL)
		ObUnRegisterCallbacks(registration);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	OB_OPERATION_REGISTRATION operation = { PsProcessType, OB_OPERATION_HANDLE_CREATE, before,
		after };
	OB_CALLBACK_REGISTRATION callbacks = { OB_FLT_REGISTRATION_VERSION, 1,
		RTL_CONSTANT_STRING(L"321000"), NULL, &operation };
	PVOID second;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	status = PsSetCreateProcessNotifyRoutineEx(process_told, FALSE);
	if (!NT_SUCCESS(status))
		return status;
	status = PsSetCreateThreadNotifyRoutine(thread_told);
	thread_set = NT_SUCCESS(status);
	if (thread_set) {
		status = PsSetLoadImageNotifyRoutine(image_told);
		image_set = NT_SUCCESS(status);
	}
	if (image_set)
		status = ObRegisterCallbacks(&callbacks, &registration);
	if (NT_SUCCESS(status) && NT_SUCCESS(ObRegisterCallbacks(&callbacks, &second)))
		wrong(8);
	if (!NT_SUCCESS(status))
		contract_stop();
	return status;
}
