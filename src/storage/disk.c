#include "storage/disk.h"

#include "executive/object.h"
#include "executive/pool.h"
#include "executive/string.h"
#include "host/arena.h"
#include "sched/clock.h"

#include <string.h>

#define FILE_TAG 0x656c6946 /* "File" */
#define READS (FILE_READ_DATA | GENERIC_READ | GENERIC_ALL | MAXIMUM_ALLOWED)
#define WRITES (FILE_WRITE_DATA | FILE_APPEND_DATA | GENERIC_WRITE | GENERIC_ALL | MAXIMUM_ALLOWED)
#define DELETES (DELETE | GENERIC_ALL | MAXIMUM_ALLOWED)

static MACHINE_STATE struct {
	struct disk_file *root;
	struct link opens;
} disk;

/* Where the volume is known to the object manager; \SystemRoot leads into it. */
static const struct {
	const WCHAR *prefix;
	const WCHAR *inside;
} places[] = {
	{ u"\\??\\C:", u"" },
	{ u"\\DosDevices\\C:", u"" },
	{ u"\\GLOBAL??\\C:", u"" },
	{ u"\\Device\\HarddiskVolume1", u"" },
	{ u"\\SystemRoot", u"\\Windows" },
};

static struct disk_file *
file_make(const WCHAR *name, size_t length, bool directory)
{
	struct disk_file *file = arena_take(sizeof *file + length * sizeof *name);

	list_start(&file->link);
	list_start(&file->entries);
	file->directory = directory;
	file->created = file->written = CLOCK_BOOT_TIME + clock_now_100ns();
	file->name_length = (uint32_t)length;
	if (length > 0)
		memcpy(file->name, name, length * sizeof *name);
	return file;
}

struct disk_file *
disk_add(struct disk_name name, bool directory)
{
	struct disk_file *file = file_make(name.last, name.length, directory);

	file->parent = name.parent;
	list_add(&name.parent->entries, &file->link);
	return file;
}

void
disk_start(void)
{
	struct disk_file *at;

	list_start(&disk.opens);
	disk.root = file_make(NULL, 0, true);
	at = disk_add((struct disk_name){ disk.root, u"Windows", 7 }, true);
	at = disk_add((struct disk_name){ at, u"System32", 8 }, true);
	disk_add((struct disk_name){ at, u"drivers", 7 }, true);
}

struct disk_file *
disk_root(void)
{
	return disk.root;
}

/* Here: the path behind \SystemRoot is put together at a place that lasts until the next call. */
const WCHAR *
disk_path(const WCHAR *path, size_t length, size_t *left)
{
	static WCHAR whole[1024]; /* scratch of one call */

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		size_t prefix = string_length(places[i].prefix);
		size_t inside = string_length(places[i].inside);

		if (length < prefix || !string_same(path, places[i].prefix, prefix, true)
		    || (length > prefix && path[prefix] != u'\\')
		    || length - prefix + inside > sizeof whole / sizeof *whole)
			continue;
		memcpy(whole, places[i].inside, inside * sizeof *whole);
		memcpy(whole + inside, path + prefix, (length - prefix) * sizeof *whole);
		*left = inside + length - prefix;
		return whole;
	}
	return NULL;
}

static struct disk_file *
entry(const struct disk_file *directory, const WCHAR *name, size_t length)
{
	LIST_EACH (at, &directory->entries) {
		struct disk_file *file = LIST_ITEM(at, struct disk_file, link);

		if (file->name_length == length && string_same(file->name, name, length, true))
			return file;
	}
	return NULL;
}

static bool
is_name(const WCHAR *name, size_t length)
{
	if (length > FILE_NAME_LIMIT)
		return false;
	for (size_t i = 0; i < length; i++) {
		for (const WCHAR *bad = u"\"*/:<>?|"; *bad != 0; bad++) {
			if (name[i] == *bad || name[i] < u' ')
				return false;
		}
	}
	return true;
}

NTSTATUS
disk_find(struct disk_file *from, const WCHAR *path, size_t length, struct disk_name *name,
    struct disk_file **file)
{
	size_t at = 0;

	*file = from;
	for (;;) {
		while (at < length && path[at] == u'\\')
			at++;
		if (at == length)
			return STATUS_SUCCESS;
		if (*file == NULL || !(*file)->directory)
			return STATUS_OBJECT_PATH_NOT_FOUND;
		*name = (struct disk_name){ *file, path + at, 0 };
		while (at < length && path[at] != u'\\')
			at++;
		name->length = (size_t)(path + at - name->last);
		if (!is_name(name->last, name->length))
			return STATUS_OBJECT_NAME_INVALID;
		*file = entry(name->parent, name->last, name->length);
		if (*file == NULL && at == length)
			return STATUS_OBJECT_NAME_NOT_FOUND;
	}
}

bool
disk_resize(struct disk_file *file, uint64_t bytes)
{
	uint8_t *data = NULL;

	if (bytes > FILE_BYTES_LIMIT)
		return false;
	if (bytes > 0) {
		data = arena_take(bytes);
		if (file->bytes > 0)
			memcpy(data, file->data, bytes < file->bytes ? bytes : file->bytes);
	}
	if (file->data != NULL)
		arena_give(file->data);
	file->data = data;
	file->bytes = bytes;
	file->written = CLOCK_BOOT_TIME + clock_now_100ns();
	return true;
}

static bool
clashes(ACCESS_MASK access, ULONG share)
{
	return ((access & READS) && !(share & FILE_SHARE_READ))
	    || ((access & WRITES) && !(share & FILE_SHARE_WRITE))
	    || ((access & DELETES) && !(share & FILE_SHARE_DELETE));
}

/* Windows: each opener's access must be what all others share.  [ddi:ZwCreateFile, ShareAccess] */
NTSTATUS
disk_open_allowed(const struct disk_file *file, ACCESS_MASK access, ULONG share)
{
	if (file->delete_pending)
		return STATUS_DELETE_PENDING;
	LIST_EACH (at, &disk.opens) {
		const struct disk_open *open = LIST_ITEM(at, struct disk_open, link);

		if (open->file == file
		    && (clashes(access, open->share) || clashes(open->access, share)))
			return STATUS_SHARING_VIOLATION;
	}
	return STATUS_SUCCESS;
}

static bool
is_open(const struct disk_file *file)
{
	LIST_EACH (at, &disk.opens) {
		if (LIST_ITEM(at, struct disk_open, link)->file == file)
			return true;
	}
	return false;
}

static void
open_gone(void *object)
{
	struct disk_open *open = disk_open_of(object);
	struct disk_file *file = open->file;

	list_remove(&open->link);
	if (open->delete_on_close && list_empty(&file->entries))
		file->delete_pending = true;
	pool_give(open->object->FileName.Buffer);
	arena_give(open);
	if (!file->delete_pending || is_open(file) || file->parent == NULL)
		return;
	list_remove(&file->link);
	if (file->data != NULL)
		arena_give(file->data);
	arena_give(file);
}

struct disk_open *
disk_open_add(struct disk_file *file, ACCESS_MASK access, ULONG share)
{
	FILE_OBJECT *object = object_make(OBJECT_FILE, sizeof *object, open_gone);
	struct disk_open *open = arena_take(sizeof *open);
	size_t length = disk_spell(file, NULL, 0);

	*open =
	    (struct disk_open){ .object = object, .file = file, .access = access, .share = share };
	list_add(&disk.opens, &open->link);
	object->Type = IO_TYPE_FILE;
	object->Size = sizeof *object;
	object->ReadAccess = (access & READS) != 0;
	object->WriteAccess = (access & WRITES) != 0;
	object->DeleteAccess = (access & DELETES) != 0;
	object->FileName = (UNICODE_STRING){ (USHORT)(length * sizeof(WCHAR)),
		(USHORT)(length * sizeof(WCHAR)), pool_take_own(length * sizeof(WCHAR), FILE_TAG) };
	disk_spell(file, object->FileName.Buffer, length);
	return open;
}

struct disk_open *
disk_open_of(const void *object)
{
	LIST_EACH (at, &disk.opens) {
		struct disk_open *open = LIST_ITEM(at, struct disk_open, link);

		if (open->object == object)
			return open;
	}
	return NULL;
}

size_t
disk_spell(const struct disk_file *file, WCHAR *out, size_t limit)
{
	size_t length = 0;
	size_t end;

	for (const struct disk_file *at = file; at->parent != NULL; at = at->parent)
		length += 1 + at->name_length;
	if (length == 0) { /* the root */
		if (limit > 0)
			out[0] = u'\\';
		return 1;
	}
	end = length;
	for (const struct disk_file *at = file; at->parent != NULL; at = at->parent) {
		size_t start = end - at->name_length;

		for (size_t i = start; i < end && i < limit; i++)
			out[i] = at->name[i - start];
		if (start - 1 < limit)
			out[start - 1] = u'\\';
		end = start - 1;
	}
	return length;
}
