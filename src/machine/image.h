/*
 * Driver images in the arena: where each was laid out, and whether it is still there.
 *
 * An address is never used for a second image within a life.  An unloaded
 * image is closed: its pages stay, without any access, so that whatever still
 * reaches into it faults and is named.
 */
#ifndef MACHINE_IMAGE_H
#define MACHINE_IMAGE_H

#include "host/arena.h"
#include "image/unwind.h"
#include "kernel/trap.h"
#include "machine/file.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image {
	uint64_t base;
	uint64_t entry;
	uint32_t size;
	bool closed;
	bool discarded;
	const struct driver_file *file;
};

/* Lays the file out and binds it.  NULL: it can't be, `error` says why. */
struct image *image_open(const struct driver_file *file, struct pe_error *error);
/* No access from now on.  `sure`: the pages are really protected; else nothing can reach them and the
 * protection is saved for lives in which something might. */
void image_close(struct image *image, bool sure);
/* DriverEntry returned: the discardable sections (INIT) are gone [ddi:MmPageEntireDriver; rules R5]. */
void image_discard(struct image *image);
bool image_discarded(void);
struct image *image_of(uint64_t address); /* open or closed, or NULL */
enum place image_place(uint64_t address);
bool image_tables(uint64_t address, struct unwind_image *tables); /* false: in no open image */

/* For snapshots: the writable sections of open images; and before and after one is restored. */
void image_each_extent(void (*each)(void *context, struct extent extent), void *context);
void image_restoring(bool discarded);
void image_restored(void);

#endif
