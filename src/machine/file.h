/*
 * A driver's file, read once, in host memory: bytes, headers, symbols.
 */
#ifndef MACHINE_FILE_H
#define MACHINE_FILE_H

#include "image/pe.h"
#include "image/symbol.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct driver_file {
	char name[64]; /* "WinDivert64": the base name without its extension */
	uint8_t *bytes;
	size_t length;
	struct pe pe;
	struct symbols *symbols;
};

/* Takes a copy of the bytes.  NULL: `error` says why in one line. */
struct driver_file *driver_file_make(
    const char *path, const void *bytes, size_t length, struct pe_error *error);
/* Reads the file; "-" is not special. */
struct driver_file *driver_file_read(const char *path, struct pe_error *error);
void driver_file_free(struct driver_file *file);

enum import_state {
	IMPORT_MODELLED,
	IMPORT_APPROXIMATED,
	IMPORT_MISSING, /* the driver loads; calling it ends the run */
	IMPORT_UNKNOWN, /* so it does here, but no module of Windows is known to export it */
	IMPORT_ORDINAL, /* Windows' own drivers alone: it can't be loaded */
};

struct import {
	const char *dll;
	const char *name; /* NULL: by ordinal */
	unsigned ordinal;
	enum import_state state;
};

/* In file order, then the slots of the framework's table that its code calls, as of "Wdf01000.sys".  Works before
 * any machine runs. */
void driver_file_imports(const struct driver_file *file,
    void (*each)(void *context, const struct import *import), void *context);

#endif
