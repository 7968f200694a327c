/*
 * Pageable sections of driver images, locked into memory and let go.
 *
 * Windows: a count a section; its handle stays valid whatever the count is.
 *   [ddi:MmLockPagableDataSection]
 * Here: nothing is ever paged out; the count is kept to find an unlock too many.  Sections are
 *   told apart by page.
 */
#include "base/list.h"
#include "executive/exports.h"
#include "host/arena.h"
#include "kernel/trap.h"
#include "ledger/finding.h"

struct section {
	struct link link;
	uint64_t page;
	unsigned locks;
};

static MACHINE_STATE struct link sections;

static void __attribute__((noreturn)) no_section(const void *what, const char *function)
{
	driver_crashes(RULE_X1, moment_now().where, "0x1A MEMORY_MANAGEMENT",
	    "%s of %p, which lies in no section of a driver", function, what);
}

static struct section *
section_find(uint64_t page)
{
	if (sections.next == NULL)
		list_start(&sections);
	LIST_EACH (at, &sections) {
		struct section *section = LIST_ITEM(at, struct section, link);

		if (section->page == page || section == (struct section *)page)
			return section;
	}
	return NULL;
}

static PVOID NTAPI
MmLockPagableDataSection(PVOID AddressWithinSection)
{
	uint64_t page = (uint64_t)AddressWithinSection & ~(ARENA_PAGE - 1);
	struct section *section = section_find(page);

	if (!trap_in_image(page))
		no_section(AddressWithinSection, "MmLockPagableDataSection");
	if (section == NULL) {
		section = arena_take(sizeof *section);
		section->page = page;
		list_add(&sections, &section->link);
	}
	section->locks++;
	return section;
}

static void NTAPI
MmLockPagableSectionByHandle(PVOID ImageSectionHandle)
{
	struct section *section = section_find((uint64_t)ImageSectionHandle);

	if (section == NULL)
		no_section(ImageSectionHandle, "MmLockPagableSectionByHandle");
	section->locks++;
}

static void NTAPI
MmUnlockPagableImageSection(PVOID ImageSectionHandle)
{
	struct section *section = section_find((uint64_t)ImageSectionHandle);

	if (section == NULL)
		no_section(ImageSectionHandle, "MmUnlockPagableImageSection");
	if (section->locks == 0)
		finding(RULE_R190, "MmUnlockPagableImageSection of a section that is not locked");
	else
		section->locks--;
}

/* Windows: the image's first byte.  [ddi:MmPageEntireDriver, Returns] */
static PVOID NTAPI
MmPageEntireDriver(PVOID AddressWithinSection)
{
	uint64_t page = (uint64_t)AddressWithinSection & ~(ARENA_PAGE - 1);

	if (!trap_in_image(page))
		no_section(AddressWithinSection, "MmPageEntireDriver");
	while (trap_in_image(page - ARENA_PAGE))
		page -= ARENA_PAGE;
	return (PVOID)page;
}

static void NTAPI
MmResetDriverPaging(PVOID AddressWithinSection)
{
	if (!trap_in_image((uint64_t)AddressWithinSection))
		no_section(AddressWithinSection, "MmResetDriverPaging");
}

#define NEVER_PAGED APPROXIMATES("nothing is ever paged out")

const struct contract section_exports[] = {
	EXPORT(MmLockPagableDataSection, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), NEVER_PAGED),
	EXPORT(
	    MmLockPagableSectionByHandle, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk), NEVER_PAGED),
	EXPORT(MmUnlockPagableImageSection, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), NEVER_PAGED),
	EXPORT(MmPageEntireDriver, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), NEVER_PAGED),
	EXPORT(MmResetDriverPaging, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(wdm), NEVER_PAGED),
	EXPORTS_END,
};
