/*
 * Windows: a class that is none gives STATUS_INVALID_INFO_CLASS; a buffer of the
 *   wrong length STATUS_INFO_LENGTH_MISMATCH, and the length that would do.
 *   [win32:ntquerysysteminformation]
 * Here: modules of ours have an address and nothing to read there.
 */
#include "storage/system.h"

#include "executive/process.h"
#include "executive/string.h"
#include "host/arena.h"
#include "kernel/contract.h"
#include "kernel/processor.h"
#include "ledger/finding.h"
#include "nt/system.h"
#include "registry/record.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "storage/exports.h"

#include <stdio.h>
#include <string.h>

#define MODULE_PATH "\\SystemRoot\\System32\\"
#define PHYSICAL_PAGES (UINT64_C(4) << 30 >> 12)
#define ENGLISH 0x409

NTAPI NTSTATUS ZwQuerySystemInformation(SYSTEM_INFORMATION_CLASS SystemInformationClass,
    PVOID SystemInformation, ULONG SystemInformationLength, ULONG *ReturnLength);
NTAPI NTSTATUS ZwQueryInstallUILanguage(USHORT *InstallUILanguageId);
NTAPI NTSTATUS ZwYieldExecution(void);

static MACHINE_STATE struct {
	char name[64];
	uint64_t base;
	size_t bytes;
} loaded;

/* Those that a driver can import from, in their usual order. */
static const char *const modules[] = { "ntoskrnl.exe", "hal.dll", "drivers\\fltmgr.sys",
	"drivers\\ndis.sys", "drivers\\netio.sys", "drivers\\fwpkclnt.sys",
	"drivers\\wdf01000.sys" };

#define MODULES (sizeof modules / sizeof modules[0])
#define MODULE_BYTES (ARENA_GATE_SIZE / 16)

void
system_module_loaded(const char *name, uint64_t base, size_t bytes)
{
	snprintf(loaded.name, sizeof loaded.name, "%s", name);
	loaded.base = base;
	loaded.bytes = bytes;
}

static void
put_module(struct record *record, size_t at, const char *file, uint64_t base, size_t bytes)
{
	RTL_PROCESS_MODULE_INFORMATION module = {
		.ImageBase = (void *)base,
		.ImageSize = (ULONG)bytes,
		.LoadOrderIndex = (USHORT)at,
		.LoadCount = 1,
	};

	snprintf(module.FullPathName, sizeof module.FullPathName, MODULE_PATH "%s", file);
	module.OffsetToFileName =
	    (USHORT)(strrchr(module.FullPathName, '\\') + 1 - module.FullPathName);
	record_put(record, (ULONG)(8 + at * sizeof module), &module, sizeof module);
}

static struct record
tell_modules(void *buffer, ULONG length)
{
	struct record record = record_start(buffer, length, sizeof(ULONG));
	ULONG count = (ULONG)(MODULES + (loaded.base != 0));
	char file[80];

	record_put(&record, 0, &count, sizeof count);
	for (size_t at = 0; at < MODULES; at++)
		put_module(&record, at, modules[at], ARENA_GATE + at * MODULE_BYTES, MODULE_BYTES);
	if (loaded.base != 0) {
		snprintf(file, sizeof file, "drivers\\%s.sys", loaded.name);
		put_module(&record, MODULES, file, loaded.base, loaded.bytes);
	}
	return record;
}

struct telling {
	struct record *record;
	ULONG at;   /* where the next process goes */
	ULONG last; /* where the last one is */
};

/* The name follows its process, and the record's own address is in it. */
static void
put_process(void *context, PEPROCESS process)
{
	struct telling *telling = context;
	const char *name = process_name(process);
	USHORT bytes = (USHORT)(strlen(name) * sizeof(WCHAR));
	ULONG whole = (sizeof(SYSTEM_PROCESS_INFORMATION) + bytes + 2 + 7) & ~7u;
	WCHAR wide[PROCESS_NAME];
	SYSTEM_PROCESS_INFORMATION told = {
		.NextEntryOffset = whole,
		.ImageName = { bytes, (USHORT)(bytes + 2),
		    (WCHAR *)(telling->record->buffer + telling->at + sizeof told) },
		.BasePriority = 8,
		.UniqueProcessId = (HANDLE)process_id(process),
	};

	string_widen(wide, name, strlen(name) + 1);
	record_put(telling->record, telling->at, &told, sizeof told);
	record_put(telling->record, telling->at + (ULONG)sizeof told, wide, bytes + 2u);
	telling->last = telling->at;
	telling->at += whole;
}

static struct record
tell_processes(void *buffer, ULONG length)
{
	struct record record = record_start(buffer, length, sizeof(SYSTEM_PROCESS_INFORMATION));
	struct telling telling = { .record = &record };
	ULONG none = 0;

	process_each(put_process, &telling);
	record_put(&record, telling.last, &none, sizeof none);
	if (record.needed < telling.at)
		record.needed = telling.at;
	return record;
}

static struct record
tell_bytes(void *buffer, ULONG length, const void *told, ULONG bytes)
{
	struct record record = record_start(buffer, length, bytes);

	record_put(&record, 0, told, bytes);
	return record;
}

static struct record
tell_basics(void *buffer, ULONG length)
{
	SYSTEM_BASIC_INFORMATION told = {
		.TimerResolution = 156250,
		.PageSize = 4096,
		.NumberOfPhysicalPages = PHYSICAL_PAGES,
		.LowestPhysicalPageNumber = 1,
		.HighestPhysicalPageNumber = PHYSICAL_PAGES,
		.AllocationGranularity = 65536,
		.MinimumUserModeAddress = 65536,
		.MaximumUserModeAddress = ARENA_USER_PROBE - 1,
		.ActiveProcessorsAffinityMask = (1 << PROCESSORS) - 1,
		.NumberOfProcessors = PROCESSORS,
	};

	return tell_bytes(buffer, length, &told, sizeof told);
}

static struct record
tell_time(void *buffer, ULONG length)
{
	SYSTEM_TIMEOFDAY_INFORMATION told = {
		.BootTime.QuadPart = (LONGLONG)CLOCK_BOOT_TIME,
		.CurrentTime.QuadPart = (LONGLONG)(CLOCK_BOOT_TIME + clock_now_100ns()),
	};

	return tell_bytes(buffer, length, &told, sizeof told);
}

/* Windows: the caller sets Length.  1: integrity of code is enforced.
 * [win32:ntquerysysteminformation] */
static struct record
tell_code_integrity(void *buffer, ULONG length)
{
	SYSTEM_CODEINTEGRITY_INFORMATION told = { sizeof told, 1 };

	return tell_bytes(buffer, length, &told, sizeof told);
}

NTSTATUS NTAPI
ZwQuerySystemInformation(SYSTEM_INFORMATION_CLASS SystemInformationClass, PVOID SystemInformation,
    ULONG SystemInformationLength, ULONG *ReturnLength)
{
	static const BOOLEAN no_debugger[2] = { FALSE, TRUE }; /* enabled, not present */
	void *to = SystemInformation;
	ULONG length = SystemInformationLength;
	struct record record;

	switch ((ULONG)SystemInformationClass) {
	case SystemBasicInformation:
		record = tell_basics(to, length);
		break;
	case SystemTimeOfDayInformation:
		record = tell_time(to, length);
		break;
	case SystemProcessInformation:
		record = tell_processes(to, length);
		break;
	case SystemModuleInformation:
		record = tell_modules(to, length);
		break;
	case SystemKernelDebuggerInformation:
		record = tell_bytes(to, length, no_debugger, sizeof no_debugger);
		break;
	case SystemCodeIntegrityInformation:
		record = tell_code_integrity(to, length);
		break;
	default:
		if ((ULONG)SystemInformationClass < SYSTEM_CLASSES)
			not_modelled("ZwQuerySystemInformation: class %d", SystemInformationClass);
		return STATUS_INVALID_INFO_CLASS;
	}
	if (ReturnLength != NULL)
		*ReturnLength = record.needed;
	return NT_SUCCESS(record_status(&record)) ? STATUS_SUCCESS : STATUS_INFO_LENGTH_MISMATCH;
}

NTSTATUS NTAPI
ZwQueryInstallUILanguage(USHORT *InstallUILanguageId)
{
	*InstallUILanguageId = ENGLISH;
	return STATUS_SUCCESS;
}

/* Here: the scheduling point in front of the call is where another thread runs. */
NTSTATUS NTAPI
ZwYieldExecution(void)
{
	return STATUS_SUCCESS;
}

#define SYSTEM_FAILS "STATUS_INVALID_INFO_CLASS STATUS_INFO_LENGTH_MISMATCH"

const struct contract system_exports[] = {
	EXPORT(ZwQuerySystemInformation, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS(SYSTEM_FAILS),
	    APPROXIMATES("processes have no threads in it, modules of ours no image")),
	EXPORT_AS("NtQuerySystemInformation", ZwQuerySystemInformation, 4, PASSIVE_LEVEL,
	    REFUSAL_STATUS, SCHEDULES, FAILS(SYSTEM_FAILS),
	    APPROXIMATES("processes have no threads in it, modules of ours no image")),
	EXPORT(ZwQueryInstallUILanguage, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0),
	EXPORT(ZwYieldExecution, 0, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES),
	EXPORTS_END,
};
