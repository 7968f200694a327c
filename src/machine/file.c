#include "machine/file.h"

#include "image/export_name.h"
#include "kernel/contract.h"
#include "kmdf/bind.h"
#include "machine/modules.h"
#include "machine/slots.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_LIMIT (256u << 20)

static void
name_from(const char *path, char *name, size_t size)
{
	const char *base = strrchr(path, '/');
	char *dot;

	snprintf(name, size, "%s", base != NULL ? base + 1 : path);
	dot = strrchr(name, '.');
	if (dot != NULL && dot != name)
		*dot = '\0';
}

struct driver_file *
driver_file_make(const char *path, const void *bytes, size_t length, struct pe_error *error)
{
	struct driver_file *file = calloc(1, sizeof *file);

	if (file == NULL || (file->bytes = malloc(length + 1)) == NULL) {
		pe_refuse(error, "out of memory");
		free(file);
		return NULL;
	}
	memcpy(file->bytes, bytes, length);
	file->length = length;
	name_from(path, file->name, sizeof file->name);
	if (!pe_parse(file->bytes, length, &file->pe, error)) {
		driver_file_free(file);
		return NULL;
	}
	file->symbols = symbols_make(&file->pe, file->bytes, file->name);
	return file;
}

static uint8_t *
read_all(FILE *stream, size_t *length, struct pe_error *error)
{
	size_t capacity = 1 << 16;
	uint8_t *bytes = malloc(capacity);
	size_t got;

	*length = 0;
	while (bytes != NULL && (got = fread(bytes + *length, 1, capacity - *length, stream)) > 0) {
		*length += got;
		if (*length < capacity)
			continue;
		capacity *= 2;
		bytes = capacity > 2 * FILE_LIMIT ? (free(bytes), NULL) : realloc(bytes, capacity);
	}
	if (bytes == NULL)
		pe_refuse(error, "larger than %u MB", FILE_LIMIT >> 20);
	else if (ferror(stream)) {
		pe_refuse(error, "%s", strerror(errno));
		free(bytes);
		bytes = NULL;
	}
	return bytes;
}

struct driver_file *
driver_file_read(const char *path, struct pe_error *error)
{
	FILE *stream = fopen(path, "rb");
	struct driver_file *file = NULL;
	uint8_t *bytes;
	size_t length;

	if (stream == NULL) {
		pe_refuse(error, "%s", strerror(errno));
		return NULL;
	}
	bytes = read_all(stream, &length, error);
	fclose(stream);
	if (bytes != NULL)
		file = driver_file_make(path, bytes, length, error);
	free(bytes);
	return file;
}

void
driver_file_free(struct driver_file *file)
{
	if (file == NULL)
		return;
	symbols_free(file->symbols);
	free(file->bytes);
	free(file);
}

static enum import_state
state_of(const struct contract *contract)
{
	if (contract == NULL)
		return IMPORT_MISSING;
	return contract->approximates != NULL ? IMPORT_APPROXIMATED : IMPORT_MODELLED;
}

void
driver_file_imports(const struct driver_file *file,
    void (*each)(void *context, const struct import *import), void *context)
{
	struct pe_import at;
	struct slots slots;
	bool more;

	for (more = pe_import_first(&file->pe, file->bytes, &at); more;
	     more = pe_import_next(&file->pe, file->bytes, &at)) {
		struct import import = { at.dll, at.name, at.ordinal, IMPORT_ORDINAL };

		if (at.name != NULL)
			import.state = state_of(machine_export(at.name));
		if (import.state == IMPORT_MISSING && export_name_find(NULL, at.name) == NULL)
			import.state = IMPORT_UNKNOWN;
		each(context, &import);
	}
	if (!slots_find(&file->pe, file->bytes, &slots))
		return;
	for (size_t slot = 0; slot < slots.count; slot++) {
		struct import import = { MODULE_FRAMEWORK, wdf_slot_name(slot), 0,
			state_of(wdf_slot_contract(slot)) };

		if (slots.used[slot] && import.name != NULL)
			each(context, &import);
	}
}
