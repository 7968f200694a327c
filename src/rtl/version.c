/*
 * Questions about the version of Windows.
 */
#include "executive/target.h"
#include "nt/io.h"
#include "nt/status.h"
#include "rtl/exports.h"

NTAPI NTSTATUS RtlGetVersion(RTL_OSVERSIONINFOW *lpVersionInformation);
NTAPI NTSTATUS RtlVerifyVersionInfo(
    const RTL_OSVERSIONINFOEXW *VersionInfo, ULONG TypeMask, ULONGLONG ConditionMask);
NTAPI ULONGLONG VerSetConditionMask(ULONGLONG ConditionMask, ULONG TypeMask, UCHAR Condition);
NTAPI BOOLEAN RtlIsNtDdiVersionAvailable(ULONG Version);

/* Members, a bit each; a condition has three bits, in the same order.  [ddi:RtlVerifyVersionInfo; wdm.h] */
#define VER_MINORVERSION 0x01
#define VER_MAJORVERSION 0x02
#define VER_BUILDNUMBER 0x04
#define VER_PLATFORMID 0x08
#define VER_SERVICEPACKMINOR 0x10
#define VER_SERVICEPACKMAJOR 0x20
#define VER_SUITENAME 0x40
#define VER_PRODUCT_TYPE 0x80

#define CONDITION_BITS 3
#define NTDDI_WIN10 0x0a000000u

enum condition {
	VER_EQUAL = 1,
	VER_GREATER,
	VER_GREATER_EQUAL,
	VER_LESS,
	VER_LESS_EQUAL,
	VER_AND,
	VER_OR,
};

ULONGLONG NTAPI
VerSetConditionMask(ULONGLONG ConditionMask, ULONG TypeMask, UCHAR Condition)
{
	for (int member = 7; member >= 0; member--) {
		if (TypeMask & 1u << member)
			return ConditionMask
			    | (ULONGLONG)(Condition & 7) << member * CONDITION_BITS;
	}
	return ConditionMask;
}

static unsigned
condition_of(ULONGLONG mask, ULONG member)
{
	return (unsigned)(mask >> __builtin_ctz(member) * CONDITION_BITS) & 7;
}

/* Does ours stand so to what is wanted? */
static bool
holds(unsigned condition, ULONG ours, ULONG wanted)
{
	switch (condition) {
	case VER_EQUAL:
		return ours == wanted;
	case VER_GREATER:
		return ours > wanted;
	case VER_GREATER_EQUAL:
		return ours >= wanted;
	case VER_LESS:
		return ours < wanted;
	case VER_LESS_EQUAL:
		return ours <= wanted;
	case VER_AND:
		return (ours & wanted) == wanted;
	case VER_OR:
		return (ours & wanted) != 0;
	}
	return false;
}

struct member {
	ULONG bit;
	ULONG ours, wanted;
};

/* Windows: the first of the version's parts that differs decides.  [ddi:RtlVerifyVersionInfo, Remarks] */
static bool
version_holds(const struct member parts[4], ULONG types, ULONGLONG mask)
{
	const struct member *last = NULL;

	for (size_t i = 0; i < 4; i++) {
		if ((types & parts[i].bit) == 0)
			continue;
		last = &parts[i];
		if (last->ours != last->wanted)
			break;
	}
	return last == NULL || holds(condition_of(mask, last->bit), last->ours, last->wanted);
}

NTSTATUS NTAPI
RtlVerifyVersionInfo(
    const RTL_OSVERSIONINFOEXW *VersionInfo, ULONG TypeMask, ULONGLONG ConditionMask)
{
	const RTL_OSVERSIONINFOEXW *wanted = VersionInfo;
	RTL_OSVERSIONINFOEXW ours = { .dwOSVersionInfoSize = sizeof ours };

	if (TypeMask == 0 || ConditionMask == 0)
		return STATUS_INVALID_PARAMETER;
	(void)RtlGetVersion((RTL_OSVERSIONINFOW *)&ours);
	const struct member parts[] = {
		{ VER_MAJORVERSION, ours.dwMajorVersion, wanted->dwMajorVersion },
		{ VER_MINORVERSION, ours.dwMinorVersion, wanted->dwMinorVersion },
		{ VER_SERVICEPACKMAJOR, ours.wServicePackMajor, wanted->wServicePackMajor },
		{ VER_SERVICEPACKMINOR, ours.wServicePackMinor, wanted->wServicePackMinor },
	};
	const struct member others[] = {
		{ VER_BUILDNUMBER, ours.dwBuildNumber, wanted->dwBuildNumber },
		{ VER_PLATFORMID, ours.dwPlatformId, wanted->dwPlatformId },
		{ VER_SUITENAME, ours.wSuiteMask, wanted->wSuiteMask },
		{ VER_PRODUCT_TYPE, ours.wProductType, wanted->wProductType },
	};
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		if ((TypeMask & others[i].bit) != 0
		    && !holds(condition_of(ConditionMask, others[i].bit), others[i].ours,
			others[i].wanted))
			return STATUS_REVISION_MISMATCH;
	}
	return version_holds(parts, TypeMask, ConditionMask) ? STATUS_SUCCESS
							     : STATUS_REVISION_MISMATCH;
}

/* Windows: a version with a service pack is no answerable question.  [ddi:RtlIsNtDdiVersionAvailable] */
BOOLEAN NTAPI
RtlIsNtDdiVersionAvailable(ULONG Version)
{
	if ((Version & 0xffff) != 0 && Version < NTDDI_WIN10)
		return FALSE;
	return (Version & 0xffff0000) <= NTDDI_WIN10;
}

const struct contract version_exports[] = {
	EXPORT(RtlVerifyVersionInfo, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_REVISION_MISMATCH")),
	EXPORT(VerSetConditionMask, 3, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlIsNtDdiVersionAvailable, 1, PASSIVE_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	EXPORTS_END,
};
