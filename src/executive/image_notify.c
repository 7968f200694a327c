/*
 * Images of programs have a place and a size, and nothing is there: a driver
 * that reads an image in user memory faults.
 */
#include "executive/image_notify.h"

#include "executive/notify_list.h"
#include "executive/pool.h"
#include "executive/process_body.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "ledger/finding.h"

#define PROGRAM_AT (ARENA_USER + 0x40000000)
#define LIBRARIES_AT (ARENA_USER + 0x80000000)
#define LIBRARY_STEP 0x200000
#define PROGRAM_BYTES 0x80000
#define LIBRARY_BYTES 0x1f8000
#define NTDLL "C:\\Windows\\System32\\ntdll.dll"
#define NTDLL_32 "C:\\Windows\\SysWOW64\\ntdll.dll"

static MACHINE_STATE struct notify_list images;
static MACHINE_STATE unsigned libraries;

NTAPI NTSTATUS PsSetLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine);
NTAPI NTSTATUS PsSetLoadImageNotifyRoutineEx(
    PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine, ULONG_PTR Flags);
NTAPI NTSTATUS PsRemoveLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine);

void
image_notify_start(void)
{
	notify_list_start(&images);
}

bool
image_notify_watched(void)
{
	return images.count > 0;
}

uint64_t
image_notify_base(PEPROCESS process)
{
	return process == process_system() ? 0 : PROGRAM_AT;
}

struct event {
	const UNICODE_STRING *name;
	uint64_t process;
	IMAGE_INFO_EX info;
};

static void
tell(void *context, const struct notify_routine *routine)
{
	struct event *event = context;

	DRIVER_CALL(ENTRY_IMAGE_NOTIFY, routine->function, ARG(event->name), event->process,
	    ARG(&event->info.ImageInfo));
}

static void
mapped(
    PEPROCESS process, const UNICODE_STRING *name, FILE_OBJECT *file, uint64_t base, size_t bytes)
{
	struct event event = { .name = name, .process = process->id };

	event.info.Size = sizeof event.info;
	event.info.FileObject = file;
	event.info.ImageInfo.ImageAddressingMode = IMAGE_ADDRESSING_MODE_32BIT;
	event.info.ImageInfo.ExtendedInfoPresent = 1;
	event.info.ImageInfo.ImageBase = (void *)base;
	event.info.ImageInfo.ImageSize = bytes;
	notify_list_call(&images, tell, &event);
}

/* Windows: the program's image first, then ntdll, on its first thread.  [ddi:PLOAD_IMAGE_NOTIFY_ROUTINE] */
void
image_notify_program(PEPROCESS process)
{
	if (images.count == 0)
		return;
	mapped(process, process_image(process), process_file(process), PROGRAM_AT, PROGRAM_BYTES);
	image_notify_load(process, NTDLL);
	if (process->wow64)
		image_notify_load(process, NTDLL_32);
}

/* Windows: the file object lives as long as the routine runs.  [ddi:IMAGE_INFO_EX] */
void
image_notify_load(PEPROCESS process, const char *path)
{
	uint64_t base = LIBRARIES_AT + (libraries++ % 0x400) * LIBRARY_STEP;
	UNICODE_STRING name = { 0 };
	FILE_OBJECT *file;

	if (images.count == 0)
		return;
	image_name_make(&name, path);
	file = image_file_make(&name);
	mapped(process, &name, file, base, LIBRARY_BYTES);
	object_dereference(file);
	pool_give(name.Buffer);
}

static NTSTATUS
add(uintptr_t function)
{
	if (notify_list_full(&images))
		return STATUS_INSUFFICIENT_RESOURCES;
	notify_list_add(&images, function, 0);
	return STATUS_SUCCESS;
}

/* Windows: at most 64.  [ddi:PsSetLoadImageNotifyRoutine] */
NTSTATUS NTAPI
PsSetLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine)
{
	return add((uintptr_t)NotifyRoutine);
}

/* Windows: another flag is STATUS_INVALID_PARAMETER_2.  [ddi:PsSetLoadImageNotifyRoutineEx]
 * Here: no image is of another architecture, so the flag asks for nothing. */
NTSTATUS NTAPI
PsSetLoadImageNotifyRoutineEx(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine, ULONG_PTR Flags)
{
	if ((Flags & ~(ULONG_PTR)PS_IMAGE_NOTIFY_CONFLICTING_ARCHITECTURE) != 0)
		return STATUS_INVALID_PARAMETER_2;
	return add((uintptr_t)NotifyRoutine);
}

NTSTATUS NTAPI
PsRemoveLoadImageNotifyRoutine(PLOAD_IMAGE_NOTIFY_ROUTINE NotifyRoutine)
{
	struct notify_routine *routine = notify_list_find(&images, (uintptr_t)NotifyRoutine);

	if (routine == NULL)
		return STATUS_PROCEDURE_NOT_FOUND;
	notify_list_remove(&images, routine);
	return STATUS_SUCCESS;
}

#define NO_MEMORY_BEHIND "there is no memory behind ImageBase"

const struct contract image_notify_exports[] = {
	EXPORT(PsSetLoadImageNotifyRoutine, 1, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(ntddk), FAILS("STATUS_INSUFFICIENT_RESOURCES"), APPROXIMATES(NO_MEMORY_BEHIND),
	    ENTERS(NOTIFY)),
	EXPORT(PsSetLoadImageNotifyRoutineEx, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(ntddk), FAILS("STATUS_INSUFFICIENT_RESOURCES STATUS_INVALID_PARAMETER_2"),
	    APPROXIMATES(NO_MEMORY_BEHIND), ENTERS(NOTIFY)),
	EXPORT(PsRemoveLoadImageNotifyRoutine, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntddk),
	    FAILS("STATUS_PROCEDURE_NOT_FOUND"), STRIKES(NOTIFY)),
	EXPORTS_END,
};
