/*
 * Sections, of memory alone or of a file's bytes, and their views.
 *
 * Here: every view is the section's own memory, in the kernel's half; a file's
 *   bytes are those that it had when the section was made, and what is written
 *   to a view does not reach it.
 */
#include "base/list.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "nt/section.h"
#include "storage/disk.h"
#include "storage/exports.h"

#include <string.h>

#define SECTION_TAG 0x74636553 /* "Sect" */
#define SECTION_LIMIT (UINT64_C(64) << 20)
#define GRANULARITY UINT64_C(65536)
#define PAGES(bytes) (((bytes) + ARENA_PAGE - 1) & ~(ARENA_PAGE - 1))

struct section {
	struct link link;
	uint8_t *memory; /* whole pages */
	uint64_t bytes;
};

struct view {
	struct link link;
	struct section *section; /* a reference */
	uint64_t address;
};

static MACHINE_STATE struct {
	struct link sections, views;
} table;

NTAPI NTSTATUS ZwCreateSection(HANDLE *SectionHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, LARGE_INTEGER *MaximumSize, ULONG SectionPageProtection,
    ULONG AllocationAttributes, HANDLE FileHandle);
NTAPI NTSTATUS ZwMapViewOfSection(HANDLE SectionHandle, HANDLE ProcessHandle, PVOID *BaseAddress,
    ULONG_PTR ZeroBits, SIZE_T CommitSize, LARGE_INTEGER *SectionOffset, SIZE_T *ViewSize,
    ULONG InheritDisposition, ULONG AllocationType, ULONG Win32Protect);
NTAPI NTSTATUS ZwUnmapViewOfSection(HANDLE ProcessHandle, PVOID BaseAddress);
NTAPI NTSTATUS MmMapViewInSystemSpace(PVOID Section, PVOID *MappedBase, SIZE_T *ViewSize);
NTAPI NTSTATUS MmUnmapViewInSystemSpace(PVOID MappedBase);

void
sections_start(void)
{
	list_start(&table.sections);
	list_start(&table.views);
}

static void
section_gone(void *object)
{
	struct section *section = object;

	list_remove(&section->link);
	pool_give(section->memory);
}

static struct section *
section_of(const void *object)
{
	LIST_EACH (at, &table.sections) {
		struct section *section = LIST_ITEM(at, struct section, link);

		if (section == object)
			return section;
	}
	return NULL;
}

static bool
protects(ULONG protection)
{
	return protection != 0 && (protection & (protection - 1)) == 0
	    && protection <= PAGE_EXECUTE_WRITECOPY && protection != PAGE_NOACCESS;
}

static bool
writes(ULONG protection)
{
	return protection == PAGE_READWRITE || protection == PAGE_EXECUTE_READWRITE;
}

/* The bytes of the file that is to be mapped, or of none. */
static NTSTATUS
find_file(HANDLE handle, ULONG protection, const struct disk_file **file)
{
	void *object = handle != NULL ? handle_object(handle) : NULL;
	const struct disk_open *open;

	*file = NULL;
	if (handle == NULL)
		return STATUS_SUCCESS;
	if (object == NULL)
		return STATUS_INVALID_HANDLE;
	open = disk_open_of(object);
	if (open == NULL || open->file->directory)
		return STATUS_INVALID_FILE_FOR_SECTION;
	if (!handle_grants(handle, FILE_READ_DATA)
	    || (writes(protection) && !handle_grants(handle, FILE_WRITE_DATA)))
		return STATUS_ACCESS_DENIED;
	if (writes(protection))
		not_modelled("a section through which a file is written");
	*file = open->file;
	return STATUS_SUCCESS;
}

static struct section *
section_make(uint64_t bytes, const struct disk_file *file)
{
	struct section *section = object_make(OBJECT_OTHER, sizeof *section, section_gone);

	section->bytes = bytes;
	section->memory = pool_take_own(PAGES(bytes), SECTION_TAG);
	if (file != NULL && file->bytes > 0)
		memcpy(section->memory, file->data, file->bytes < bytes ? file->bytes : bytes);
	list_add(&table.sections, &section->link);
	return section;
}

/*
 * Windows: without a file a size must be given; with one it defaults to the
 *   file's, and an empty file can't be mapped.  [ddi:ZwCreateSection]
 */
NTSTATUS NTAPI
ZwCreateSection(HANDLE *SectionHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, LARGE_INTEGER *MaximumSize, ULONG SectionPageProtection,
    ULONG AllocationAttributes, HANDLE FileHandle)
{
	uint64_t bytes = MaximumSize != NULL ? (uint64_t)MaximumSize->QuadPart : 0;
	const struct disk_file *file;
	struct section *section;
	NTSTATUS status;

	if (AllocationAttributes & SEC_IMAGE)
		not_modelled("ZwCreateSection: SEC_IMAGE");
	if (ObjectAttributes != NULL && ObjectAttributes->ObjectName != NULL)
		not_modelled("ZwCreateSection: a section with a name");
	if (!protects(SectionPageProtection))
		return STATUS_INVALID_PAGE_PROTECTION;
	status = find_file(FileHandle, SectionPageProtection, &file);
	if (!NT_SUCCESS(status))
		return status;
	if (bytes == 0 && file != NULL)
		bytes = file->bytes;
	if (bytes == 0)
		return file != NULL ? STATUS_MAPPED_FILE_SIZE_ZERO : STATUS_INVALID_PARAMETER_4;
	if (file != NULL && bytes > file->bytes)
		return STATUS_SECTION_TOO_BIG;
	if (bytes > SECTION_LIMIT)
		return STATUS_COMMITMENT_LIMIT;
	section = section_make(bytes, file);
	*SectionHandle = handle_grant(
	    section, DesiredAccess & (GENERIC_ALL | MAXIMUM_ALLOWED) ? 0xffffffff : DesiredAccess);
	object_dereference(section);
	return STATUS_SUCCESS;
}

static uint64_t
view_add(struct section *section, uint64_t offset)
{
	struct view *view = arena_take(sizeof *view);

	view->section = section;
	view->address = (uint64_t)section->memory + offset;
	object_reference(section);
	list_add(&table.views, &view->link);
	ledger_enter(HOLDING_MAPPING, view->address, PAGES(section->bytes) - offset);
	return view->address;
}

static NTSTATUS
view_remove(uint64_t address)
{
	LIST_EACH_SAFE (at, &table.views) {
		struct view *view = LIST_ITEM(at, struct view, link);

		if (view->address != address)
			continue;
		ledger_strike(HOLDING_MAPPING, address);
		list_remove(&view->link);
		object_dereference(view->section);
		arena_give(view);
		return STATUS_SUCCESS;
	}
	return STATUS_NOT_MAPPED_VIEW;
}

/* Windows: an offset is a multiple of 64 KB, and the view lies in the section.
 * [ddi:ZwMapViewOfSection] */
NTSTATUS NTAPI
ZwMapViewOfSection(HANDLE SectionHandle, HANDLE ProcessHandle, PVOID *BaseAddress,
    ULONG_PTR ZeroBits, SIZE_T CommitSize, LARGE_INTEGER *SectionOffset, SIZE_T *ViewSize,
    ULONG InheritDisposition, ULONG AllocationType, ULONG Win32Protect)
{
	uint64_t offset = SectionOffset != NULL ? (uint64_t)SectionOffset->QuadPart : 0;
	ACCESS_MASK access = writes(Win32Protect) ? SECTION_MAP_WRITE : SECTION_MAP_READ;
	void *object = handle_object(SectionHandle);
	struct section *section;

	(void)ZeroBits, (void)CommitSize, (void)InheritDisposition, (void)AllocationType;
	if (object == NULL)
		return STATUS_INVALID_HANDLE;
	section = section_of(object);
	if (section == NULL)
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!handle_grants(SectionHandle, access))
		return STATUS_ACCESS_DENIED;
	if (ProcessHandle != (HANDLE)-1 || *BaseAddress != NULL)
		not_modelled("ZwMapViewOfSection: another process, or an address of one's own");
	if (!protects(Win32Protect))
		return STATUS_INVALID_PAGE_PROTECTION;
	if (offset % GRANULARITY != 0)
		return STATUS_MAPPED_ALIGNMENT;
	if (offset >= PAGES(section->bytes) || *ViewSize > PAGES(section->bytes) - offset)
		return STATUS_INVALID_VIEW_SIZE;
	*BaseAddress = (void *)view_add(section, offset);
	*ViewSize = PAGES(*ViewSize != 0 ? *ViewSize : section->bytes - offset);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
ZwUnmapViewOfSection(HANDLE ProcessHandle, PVOID BaseAddress)
{
	if (ProcessHandle != (HANDLE)-1)
		not_modelled("ZwUnmapViewOfSection: another process");
	return view_remove((uint64_t)BaseAddress);
}

/* Windows: a view size of zero is the whole section's.  [ddi:MmMapViewInSystemSpace] */
NTSTATUS NTAPI
MmMapViewInSystemSpace(PVOID Section, PVOID *MappedBase, SIZE_T *ViewSize)
{
	struct section *section = section_of(Section);

	if (section == NULL)
		driver_crashes(RULE_X1, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
		    "MmMapViewInSystemSpace of %p, which is no section", Section);
	if (*ViewSize > PAGES(section->bytes))
		return STATUS_INVALID_VIEW_SIZE;
	*MappedBase = (void *)view_add(section, 0);
	*ViewSize = PAGES(*ViewSize != 0 ? *ViewSize : section->bytes);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
MmUnmapViewInSystemSpace(PVOID MappedBase)
{
	return view_remove((uint64_t)MappedBase);
}

#define MAPS APPROXIMATES("views of a section are one memory, of the kernel's half")

const struct contract view_exports[] = {
	EXPORT(ZwCreateSection, 7, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_PAGE_PROTECTION STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED "
		  "STATUS_INVALID_FILE_FOR_SECTION STATUS_MAPPED_FILE_SIZE_ZERO "
		  "STATUS_INVALID_PARAMETER_4 STATUS_SECTION_TOO_BIG STATUS_COMMITMENT_LIMIT"),
	    APPROXIMATES("holds a file's bytes as they were, for reading"), ENTERS(HANDLE)),
	EXPORT(ZwMapViewOfSection, 10, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_OBJECT_TYPE_MISMATCH STATUS_ACCESS_DENIED "
		  "STATUS_INVALID_PAGE_PROTECTION STATUS_MAPPED_ALIGNMENT "
		  "STATUS_INVALID_VIEW_SIZE"),
	    MAPS, ENTERS(MAPPING)),
	EXPORT(ZwUnmapViewOfSection, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_NOT_MAPPED_VIEW"), STRIKES(MAPPING)),
	EXPORT(MmMapViewInSystemSpace, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_INVALID_VIEW_SIZE"), MAPS, ENTERS(MAPPING)),
	EXPORT(MmUnmapViewInSystemSpace, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ntifs),
	    FAILS("STATUS_NOT_MAPPED_VIEW"), STRIKES(MAPPING)),
	EXPORTS_END,
};
