/*
 * The object names that drivers make: devices and symbolic links.
 *
 * \DosDevices\, \??\ and \GLOBAL??\ are one directory, case does not count,
 * and the directories are there from the start.
 */
#ifndef EXECUTIVE_NAME_H
#define EXECUTIVE_NAME_H

#include "kernel/contract.h"
#include "nt/io.h"

#include <stdbool.h>

#define NAME_LIMIT 512 /* characters of a whole path */

void name_start(void);

/* STATUS_OBJECT_NAME_COLLISION, …_INVALID, STATUS_OBJECT_PATH_NOT_FOUND, …_SYNTAX_BAD. */
bool name_valid(PCUNICODE_STRING path); /* it leads into one of the directories */
NTSTATUS name_add_device(PCUNICODE_STRING path, DEVICE_OBJECT *device);
NTSTATUS name_add_link(PCUNICODE_STRING path, PCUNICODE_STRING target);
NTSTATUS name_remove_link(PCUNICODE_STRING path);
/* Where the link of this name leads; good until it goes.  STATUS_OBJECT_TYPE_MISMATCH: a device. */
NTSTATUS name_link_target(PCUNICODE_STRING path, UNICODE_STRING *target);
/* Good until the device is removed.  False: it has no name. */
bool name_of_device(const DEVICE_OBJECT *device, UNICODE_STRING *name);
void name_remove_device(const DEVICE_OBJECT *device);

/* What a path leads to, links followed; `rest` is what is left of the path and good until the
 * next call. */
NTSTATUS name_resolve(PCUNICODE_STRING path, DEVICE_OBJECT **device, UNICODE_STRING *rest);

/* For a report: the name of a device or of a HOLDING_SYMBOLIC_LINK.  False: it has none. */
bool name_spell(uintptr_t what, char *text, size_t size);

/* The links that exist, in order of making; text is not terminated. */
void name_each_link(void (*each)(void *context, const WCHAR *name, size_t length), void *context);

#endif
