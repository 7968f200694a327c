/*
 * What drivers ask of a process that they have by pointer.
 */
#include "executive/image_notify.h"
#include "executive/pool.h"
#include "executive/process_body.h"
#include "ledger/finding.h"

#include <string.h>

#define NAME_TAG 0x6e507053 /* "SpPn" */
#define PROTECTED_TYPE 7
#define PROTECTED_LIGHT 1

NTAPI HANDLE PsGetProcessId(PEPROCESS Process);
NTAPI UCHAR *PsGetProcessImageFileName(PEPROCESS Process);
NTAPI NTSTATUS SeLocateProcessImageName(PEPROCESS Process, PUNICODE_STRING *pImageFileName);
NTAPI NTSTATUS PsReferenceProcessFilePointer(PEPROCESS Process, PVOID *OutFileObject);
NTAPI LONGLONG PsGetProcessCreateTimeQuadPart(PEPROCESS Process);
NTAPI NTSTATUS PsGetProcessExitStatus(PEPROCESS Process);
NTAPI LONGLONG PsGetProcessExitTime(void);
NTAPI BOOLEAN PsGetProcessExitProcessCalled(PEPROCESS Process);
NTAPI PVOID PsGetProcessPeb(PEPROCESS Process);
NTAPI PVOID PsGetProcessWow64Process(PEPROCESS Process);
NTAPI ULONG PsGetProcessSessionId(PEPROCESS Process);
NTAPI ULONG PsGetProcessSessionIdEx(PEPROCESS Process);
NTAPI ULONG PsGetCurrentProcessSessionId(void);
NTAPI HANDLE PsGetProcessInheritedFromUniqueProcessId(PEPROCESS Process);
NTAPI BOOLEAN PsIsProtectedProcess(PEPROCESS Process);
NTAPI BOOLEAN PsIsProtectedProcessLight(PEPROCESS Process);
NTAPI BOOLEAN PsIsSystemProcess(PEPROCESS Process);
NTAPI PVOID PsGetProcessJob(PEPROCESS Process);
NTAPI PVOID PsGetProcessDebugPort(PEPROCESS Process);
NTAPI BOOLEAN PsIsProcessBeingDebugged(PEPROCESS Process);
NTAPI PVOID PsGetProcessSectionBaseAddress(PEPROCESS Process);
NTAPI PVOID PsGetProcessWin32Process(PEPROCESS Process);
NTAPI PVOID PsGetProcessWin32WindowStation(PEPROCESS Process);

HANDLE NTAPI
PsGetProcessId(PEPROCESS Process)
{
	return (HANDLE)process_expect(Process, "PsGetProcessId")->id;
}

/* Windows: fifteen characters at most; exported and in no header.  [import tables of drivers] */
UCHAR *NTAPI
PsGetProcessImageFileName(PEPROCESS Process)
{
	return (UCHAR *)process_expect(Process, "PsGetProcessImageFileName")->name;
}

/* Windows: the driver frees the string, whose text follows it.  [ddi:SeLocateProcessImageName] */
NTSTATUS NTAPI
SeLocateProcessImageName(PEPROCESS Process, PUNICODE_STRING *pImageFileName)
{
	const UNICODE_STRING *image;
	UNICODE_STRING *copy;

	process_expect(Process, "SeLocateProcessImageName");
	image = process_image(Process);
	copy = pool_take(sizeof *copy + image->Length + sizeof(WCHAR), NAME_TAG, PagedPool);
	if (copy == NULL)
		return STATUS_NO_MEMORY;
	copy->Length = image->Length;
	copy->MaximumLength = (USHORT)(image->Length + sizeof(WCHAR));
	copy->Buffer = (WCHAR *)(copy + 1);
	if (image->Length > 0)
		memcpy(copy->Buffer, image->Buffer, image->Length);
	copy->Buffer[image->Length / sizeof(WCHAR)] = 0;
	*pImageFileName = copy;
	return STATUS_SUCCESS;
}

/* Windows: System has no file.  [import tables of drivers] */
NTSTATUS NTAPI
PsReferenceProcessFilePointer(PEPROCESS Process, PVOID *OutFileObject)
{
	process_expect(Process, "PsReferenceProcessFilePointer");
	if (Process == process_system())
		return STATUS_UNSUCCESSFUL;
	*OutFileObject = process_file(Process);
	object_lend(*OutFileObject);
	return STATUS_SUCCESS;
}

LONGLONG NTAPI
PsGetProcessCreateTimeQuadPart(PEPROCESS Process)
{
	return (LONGLONG)process_expect(Process, "PsGetProcessCreateTimeQuadPart")->created;
}

/* Windows: STATUS_PENDING while the process runs.  [win32:GetExitCodeProcess, STILL_ACTIVE] */
NTSTATUS NTAPI
PsGetProcessExitStatus(PEPROCESS Process)
{
	return process_expect(Process, "PsGetProcessExitStatus")->exit_status;
}

/* Windows: of the current process.  [ddi:PsGetProcessExitTime] */
LONGLONG NTAPI
PsGetProcessExitTime(void)
{
	return (LONGLONG)process_now()->exited;
}

BOOLEAN NTAPI
PsGetProcessExitProcessCalled(PEPROCESS Process)
{
	return process_expect(Process, "PsGetProcessExitProcessCalled")->exiting;
}

PVOID NTAPI
PsGetProcessPeb(PEPROCESS Process)
{
	if (process_expect(Process, "PsGetProcessPeb") != process_system())
		not_modelled("PsGetProcessPeb of a program");
	return NULL;
}

/* Windows: the address of the 32-bit PEB, or NULL in a 64-bit process.  [import tables of drivers]
 * Here: something that is not NULL. */
PVOID NTAPI
PsGetProcessWow64Process(PEPROCESS Process)
{
	bool wow64 = process_expect(Process, "PsGetProcessWow64Process")->wow64;

	return wow64 ? (PVOID)(image_notify_base(Process) - 0x10000) : NULL;
}

ULONG NTAPI
PsGetProcessSessionId(PEPROCESS Process)
{
	return process_expect(Process, "PsGetProcessSessionId")->session;
}

/* Windows: -1 for a process that belongs to no session.  [import tables of drivers] */
ULONG NTAPI
PsGetProcessSessionIdEx(PEPROCESS Process)
{
	process_expect(Process, "PsGetProcessSessionIdEx");
	return Process == process_system() ? (ULONG)-1 : Process->session;
}

ULONG NTAPI
PsGetCurrentProcessSessionId(void)
{
	return process_now()->session;
}

HANDLE NTAPI
PsGetProcessInheritedFromUniqueProcessId(PEPROCESS Process)
{
	return (HANDLE)process_expect(Process, "PsGetProcessInheritedFromUniqueProcessId")
	    ->parent_id;
}

/* Windows: protected, or protected light.  [ntddk.h, PS_PROTECTION] */
BOOLEAN NTAPI
PsIsProtectedProcess(PEPROCESS Process)
{
	return (process_expect(Process, "PsIsProtectedProcess")->protection & PROTECTED_TYPE) != 0;
}

BOOLEAN NTAPI
PsIsProtectedProcessLight(PEPROCESS Process)
{
	UCHAR protection = process_expect(Process, "PsIsProtectedProcessLight")->protection;

	return (protection & PROTECTED_TYPE) == PROTECTED_LIGHT;
}

BOOLEAN NTAPI
PsIsSystemProcess(PEPROCESS Process)
{
	return process_expect(Process, "PsIsSystemProcess") == process_system();
}

/* Here: no process is in a job, is debugged, or has windows. */
PVOID NTAPI
PsGetProcessJob(PEPROCESS Process)
{
	process_expect(Process, "PsGetProcessJob");
	return NULL;
}

PVOID NTAPI
PsGetProcessDebugPort(PEPROCESS Process)
{
	process_expect(Process, "PsGetProcessDebugPort");
	return NULL;
}

BOOLEAN NTAPI
PsIsProcessBeingDebugged(PEPROCESS Process)
{
	return PsGetProcessDebugPort(Process) != NULL;
}

PVOID NTAPI
PsGetProcessSectionBaseAddress(PEPROCESS Process)
{
	process_expect(Process, "PsGetProcessSectionBaseAddress");
	return (PVOID)image_notify_base(Process);
}

PVOID NTAPI
PsGetProcessWin32Process(PEPROCESS Process)
{
	process_expect(Process, "PsGetProcessWin32Process");
	return NULL;
}

PVOID NTAPI
PsGetProcessWin32WindowStation(PEPROCESS Process)
{
	process_expect(Process, "PsGetProcessWin32WindowStation");
	return NULL;
}

#define NOT_SEEN(name, ...) EXPORT(name, 1, HIGH_LEVEL, REFUSAL_NONE, 0, ##__VA_ARGS__)

const struct contract process_query_exports[] = {
	NOT_SEEN(PsGetProcessId, PAGE(ntddk)),
	NOT_SEEN(PsGetProcessImageFileName),
	EXPORT(SeLocateProcessImageName, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_NO_MEMORY"), ENTERS(POOL)),
	EXPORT(PsReferenceProcessFilePointer, 2, APC_LEVEL, REFUSAL_NONE, 0,
	    FAILS("STATUS_UNSUCCESSFUL"), APPROXIMATES("the file object has no device"),
	    ENTERS(REFERENCE)),
	NOT_SEEN(PsGetProcessCreateTimeQuadPart, PAGE(ntddk)),
	NOT_SEEN(PsGetProcessExitStatus, PAGE(ntddk)),
	EXPORT(PsGetProcessExitTime, 0, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	NOT_SEEN(PsGetProcessExitProcessCalled),
	NOT_SEEN(PsGetProcessPeb, APPROXIMATES("no program has a PEB")),
	NOT_SEEN(PsGetProcessWow64Process, APPROXIMATES("there is no memory behind it")),
	NOT_SEEN(PsGetProcessSessionId),
	NOT_SEEN(PsGetProcessSessionIdEx),
	EXPORT(PsGetCurrentProcessSessionId, 0, HIGH_LEVEL, REFUSAL_NONE, 0),
	NOT_SEEN(PsGetProcessInheritedFromUniqueProcessId),
	NOT_SEEN(PsIsProtectedProcess),
	NOT_SEEN(PsIsProtectedProcessLight),
	NOT_SEEN(PsIsSystemProcess),
	NOT_SEEN(PsGetProcessJob, APPROXIMATES("no process is in a job")),
	NOT_SEEN(PsGetProcessDebugPort),
	NOT_SEEN(PsIsProcessBeingDebugged),
	NOT_SEEN(PsGetProcessSectionBaseAddress, APPROXIMATES("there is no memory behind it")),
	NOT_SEEN(PsGetProcessWin32Process, APPROXIMATES("no process has windows")),
	NOT_SEEN(PsGetProcessWin32WindowStation, APPROXIMATES("no process has windows")),
	EXPORTS_END,
};
