#include "machine/image.h"

#include "host/mxcsr.h"
#include "image/control.h"
#include "image/map.h"
#include "kernel/gate.h"
#include "ledger/finding.h"
#include "machine/boot.h"
#include "machine/modules.h"
#include "sched/choice.h"

#include <stdio.h>
#include <string.h>

#define IMAGES 16
#define IMAGE_GAP 0x10000 /* never readable */

static MACHINE_STATE struct {
	uint64_t next;
	unsigned count;
	struct image list[IMAGES];
} images;

/* Which images this process has laid out and how they are protected now: facts of the host. */
static struct {
	uint64_t laid_out; /* up to here */
	uint64_t closed[IMAGES];
	unsigned closed_count;
	bool discarded; /* of any image */
} host;

static bool
resolve(void *context, const char *dll, const char *name, unsigned ordinal, uint64_t *address)
{
	const struct contract *contract;

	(void)context, (void)dll, (void)ordinal;
	if (name == NULL)
		return false;
	contract = machine_export(name);
	*address = contract != NULL ? gate_bind(contract) : gate_bind_missing(name);
	return true;
}

static void
protect_section(uint64_t base, const struct pe_section *section)
{
	struct map_protection wanted = map_protection(section);
	enum arena_access access = wanted.write ? ARENA_WRITE
	    : wanted.execute                    ? ARENA_EXECUTE
	    : wanted.read                       ? ARENA_READ
						: ARENA_NONE;

	if (wanted.write && wanted.execute)
		access = ARENA_WRITE_EXECUTE;
	if (section->span > 0)
		arena_protect(base + section->rva, section->span, access);
}

static void
protect(const struct image *image)
{
	const struct pe *pe = &image->file->pe;

	arena_protect(
	    image->base, pe->section_count > 0 ? pe->sections[0].rva : image->size, ARENA_READ);
	for (unsigned i = 0; i < pe->section_count; i++)
		protect_section(image->base, &pe->sections[i]);
}

/* An instruction may begin in the section before. */
static void
watch_section(uint64_t base, const struct pe_section *section)
{
	struct map_protection wanted = map_protection(section);
	uint32_t before = section->rva < 3 ? section->rva : 3;
	const uint8_t *code = (const uint8_t *)(base + section->rva - before);

	if (wanted.execute && (wanted.write || control_changes(code, section->span + before)))
		mxcsr_watch();
}

static void
watch(const struct image *image)
{
	for (unsigned i = 0; i < image->file->pe.section_count; i++)
		watch_section(image->base, &image->file->pe.sections[i]);
}

struct image *
image_open(const struct driver_file *file, struct pe_error *error)
{
	struct image *image;
	uint64_t base = images.next ? images.next : ARENA_IMAGE;
	uint64_t end = base + file->pe.size_of_image;

	if (images.count == IMAGES || end + IMAGE_GAP > ARENA_IMAGE + ARENA_IMAGE_SIZE) {
		pe_refuse(error, "the driver was loaded %u times in one life", images.count);
		return NULL;
	}
	arena_protect(base, file->pe.size_of_image, ARENA_WRITE);
	memset((void *)base, 0, file->pe.size_of_image);
	if (!map_image(&file->pe, file->bytes, (void *)base, base, choice_random() >> 16, error)
	    || !map_bind(&file->pe, file->bytes, (void *)base, resolve, NULL, error))
		return NULL;
	image = &images.list[images.count++];
	*image = (struct image){ .base = base,
		.entry = base + file->pe.entry,
		.size = file->pe.size_of_image,
		.file = file };
	images.next = (end + IMAGE_GAP + 0xffff) & ~(uint64_t)0xffff;
	watch(image);
	protect(image);
	if (end > host.laid_out)
		host.laid_out = end;
	return image;
}

void
image_close(struct image *image, bool sure)
{
	image->closed = true;
	if (!sure)
		return;
	arena_protect(image->base, image->size, ARENA_NONE);
	host.closed[host.closed_count++ % IMAGES] = image->base;
}

static void
discard(const struct image *image)
{
	const struct pe *pe = &image->file->pe;

	for (unsigned i = 0; i < pe->section_count; i++) {
		if (map_protection(&pe->sections[i]).discardable && pe->sections[i].span > 0)
			arena_protect(
			    image->base + pe->sections[i].rva, pe->sections[i].span, ARENA_NONE);
	}
	host.discarded = true;
}

void
image_discard(struct image *image)
{
	image->discarded = true;
	discard(image);
}

bool
image_discarded(void)
{
	return images.count > 0 && images.list[0].discarded;
}

struct image *
image_of(uint64_t address)
{
	for (unsigned i = 0; i < images.count; i++) {
		if (address - images.list[i].base < images.list[i].size)
			return &images.list[i];
	}
	return NULL;
}

bool
image_forces_integrity(uint64_t address)
{
	const struct image *image = image_of(address);

	return image != NULL
	    && (image->file->pe.dll_characteristics & IMAGE_DLLCHARACTERISTICS_FORCE_INTEGRITY)
	    != 0;
}

enum place
image_place(uint64_t address)
{
	const struct image *image = image_of(address);

	if (image == NULL)
		return PLACE_UNKNOWN;
	return image->closed ? PLACE_UNLOADED : PLACE_IMAGE;
}

bool
image_tables(uint64_t address, struct unwind_image *tables)
{
	const struct image *image = image_of(address);
	struct pe_range functions;

	if (image == NULL || image->closed)
		return false;
	functions = image->file->pe.directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION];
	*tables = (struct unwind_image){ image->base, image->size, functions.rva, functions.size };
	return true;
}

void
image_each_extent(void (*each)(void *context, struct extent extent), void *context)
{
	for (unsigned i = 0; i < images.count; i++) {
		const struct image *image = &images.list[i];
		const struct pe *pe = &image->file->pe;

		if (image->closed)
			continue;
		for (unsigned s = 0; s < pe->section_count; s++) {
			struct map_protection protection = map_protection(&pe->sections[s]);

			if (protection.write && !(image->discarded && protection.discardable))
				each(context,
				    (struct extent){ (void *)(image->base + pe->sections[s].rva),
					pe->sections[s].span });
		}
	}
}

/* Protections follow the copy: what it writes to must be writable before. */
void
image_restoring(bool discarded)
{
	bool all = host.discarded && !discarded;

	for (unsigned i = 0; i < images.count; i++) {
		bool closed = false;

		for (unsigned c = 0; c < host.closed_count && c < IMAGES; c++)
			closed = closed || host.closed[c] == images.list[i].base;
		if (all || closed)
			protect(&images.list[i]);
		if (closed && discarded)
			discard(&images.list[i]);
	}
	host.discarded = host.discarded && discarded;
	host.closed_count = 0;
}

/* An image of the last life that this one has not laid out: nobody may reach it. */
void
image_restored(void)
{
	uint64_t end = images.next ? images.next : ARENA_IMAGE;

	if (host.laid_out > end)
		arena_protect(
		    end, (host.laid_out - end + ARENA_PAGE - 1) & ~(ARENA_PAGE - 1), ARENA_NONE);
	host.laid_out = end;
	for (unsigned i = 0; i < images.count; i++) {
		if (images.list[i].discarded && !host.discarded)
			discard(&images.list[i]);
	}
}
