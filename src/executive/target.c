#include "executive/target.h"

#include "nt/io.h"
#include "sched/choice.h"
#include "sched/thread.h"

#include <string.h>

NTAPI NTSTATUS RtlGetVersion(RTL_OSVERSIONINFOW *lpVersionInformation);
NTAPI BOOLEAN PsGetVersion(
    ULONG *MajorVersion, ULONG *MinorVersion, ULONG *BuildNumber, UNICODE_STRING *CSDVersion);
NTAPI NTSTATUS ExUuidCreate(UUID *Uuid);
NTAPI ULONG KeQueryActiveProcessorCount(KAFFINITY *ActiveProcessors);
NTAPI ULONG KeQueryActiveProcessorCountEx(USHORT GroupNumber);
NTAPI ULONG KeQueryMaximumProcessorCount(void);
NTAPI ULONG KeQueryMaximumProcessorCountEx(USHORT GroupNumber);

#define ALL_PROCESSOR_GROUPS 0xffff

static uint32_t build = BUILD_WIN11_24H2;

void
target_set(uint32_t to)
{
	build = to;
}

uint32_t
target_build(void)
{
	return build;
}

/* Windows: the size tells which of the two structures it is.  [ddi:RtlGetVersion] */
NTSTATUS NTAPI
RtlGetVersion(RTL_OSVERSIONINFOW *lpVersionInformation)
{
	RTL_OSVERSIONINFOEXW *extended = (RTL_OSVERSIONINFOEXW *)lpVersionInformation;

	lpVersionInformation->dwMajorVersion = 10;
	lpVersionInformation->dwMinorVersion = 0;
	lpVersionInformation->dwBuildNumber = build;
	lpVersionInformation->dwPlatformId = 2; /* VER_PLATFORM_WIN32_NT */
	memset(lpVersionInformation->szCSDVersion, 0, sizeof lpVersionInformation->szCSDVersion);
	if (lpVersionInformation->dwOSVersionInfoSize != sizeof *extended)
		return STATUS_SUCCESS;
	extended->wServicePackMajor = 0;
	extended->wServicePackMinor = 0;
	extended->wSuiteMask = 0x100; /* VER_SUITE_SINGLEUSERTS: a workstation's */
	extended->wProductType = 1;   /* VER_NT_WORKSTATION */
	extended->wReserved = 0;
	return STATUS_SUCCESS;
}

/* Windows: TRUE for a checked build.  [ddi:PsGetVersion] */
BOOLEAN NTAPI
PsGetVersion(
    ULONG *MajorVersion, ULONG *MinorVersion, ULONG *BuildNumber, UNICODE_STRING *CSDVersion)
{
	if (MajorVersion != NULL)
		*MajorVersion = 10;
	if (MinorVersion != NULL)
		*MinorVersion = 0;
	if (BuildNumber != NULL)
		*BuildNumber = build;
	if (CSDVersion != NULL)
		CSDVersion->Length = 0;
	return FALSE;
}

/*
 * Windows: STATUS_RETRY when the allocator of GUIDs is not ready.  [ddi:ExUuidCreate]
 * Here: version 4, drawn from the run's seed.
 */
NTSTATUS NTAPI
ExUuidCreate(UUID *Uuid)
{
	uint64_t halves[2] = { 0, 0 };

	if (choice_refuses()) {
		memcpy(Uuid, halves, sizeof *Uuid);
		return STATUS_RETRY;
	}
	halves[0] = choice_random();
	halves[1] = choice_random();
	memcpy(Uuid, halves, sizeof *Uuid);
	Uuid->Data3 = (Uuid->Data3 & 0x0fff) | 0x4000;
	Uuid->Data4[0] = (Uuid->Data4[0] & 0x3f) | 0x80;
	return STATUS_SUCCESS;
}

ULONG NTAPI
KeQueryActiveProcessorCount(KAFFINITY *ActiveProcessors)
{
	if (ActiveProcessors != NULL)
		*ActiveProcessors = (1u << PROCESSORS) - 1;
	return PROCESSORS;
}

/* Windows: a group that is not there has none.  [ddi:KeQueryActiveProcessorCountEx] */
ULONG NTAPI
KeQueryActiveProcessorCountEx(USHORT GroupNumber)
{
	return GroupNumber == 0 || GroupNumber == ALL_PROCESSOR_GROUPS ? PROCESSORS : 0;
}

ULONG NTAPI
KeQueryMaximumProcessorCount(void)
{
	return PROCESSORS;
}

ULONG NTAPI
KeQueryMaximumProcessorCountEx(USHORT GroupNumber)
{
	return KeQueryActiveProcessorCountEx(GroupNumber);
}

const struct contract target_exports[] = {
	EXPORT(RtlGetVersion, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(PsGetVersion, 4, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(
	    ExUuidCreate, 1, PASSIVE_LEVEL, REFUSAL_INSIDE, 0, PAGE(ntddk), FAILS("STATUS_RETRY")),
	EXPORT(KeQueryActiveProcessorCount, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQueryActiveProcessorCountEx, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQueryMaximumProcessorCount, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(KeQueryMaximumProcessorCountEx, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORTS_END,
};
