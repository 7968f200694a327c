/*
 * The machine's one volume, C: or \Device\HarddiskVolume1: directories and files, and who has
 * them open.
 *
 * A file that is to be deleted goes with its last open.
 */
#ifndef STORAGE_DISK_H
#define STORAGE_DISK_H

#include "base/list.h"
#include "nt/file.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILE_NAME_LIMIT 255
#define FILE_BYTES_LIMIT (UINT64_C(8) << 20)

struct disk_file {
	struct link link; /* of the directory's entries */
	struct disk_file *parent;
	struct link entries;
	bool directory;
	bool delete_pending;
	uint8_t *data;
	uint64_t bytes;
	uint64_t created, written; /* system time */
	uint32_t name_length;
	WCHAR name[];
};

/* A file object and what its opener was given. */
struct disk_open {
	struct link link;
	FILE_OBJECT *object;
	struct disk_file *file;
	ACCESS_MASK access;
	ULONG share;
	bool synchronous;
	bool delete_on_close;
};

void disk_start(void);
struct disk_file *disk_root(void);

/* A path of the object manager's that leads to the volume: what follows is \…, else NULL. */
const WCHAR *disk_path(const WCHAR *path, size_t length, size_t *left);

/* STATUS_OBJECT_PATH_NOT_FOUND, STATUS_OBJECT_NAME_NOT_FOUND (with `parent` and the last part of the
 * name set), STATUS_OBJECT_NAME_INVALID. */
struct disk_name {
	struct disk_file *parent;
	const WCHAR *last;
	size_t length;
};
NTSTATUS disk_find(struct disk_file *from, const WCHAR *path, size_t length, struct disk_name *name,
    struct disk_file **file);
struct disk_file *disk_add(struct disk_name name, bool directory);
/* Bytes that are added are zero.  False: the disk is full. */
bool disk_resize(struct disk_file *file, uint64_t bytes);

/* STATUS_SHARING_VIOLATION, STATUS_DELETE_PENDING. */
NTSTATUS disk_open_allowed(const struct disk_file *file, ACCESS_MASK access, ULONG share);
struct disk_open *disk_open_add(struct disk_file *file, ACCESS_MASK access, ULONG share);
struct disk_open *disk_open_of(const void *object); /* NULL: no file of the disk's */

/* The path from the volume on, as far as `limit` goes; its whole length in characters. */
size_t disk_spell(const struct disk_file *file, WCHAR *out, size_t limit);

#endif
