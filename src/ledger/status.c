#include "ledger/status.h"

#include "nt/status.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define PREFIX "STATUS_"

static const struct {
	const char *name;
	uint32_t value;
} rows[] = {
#define X(name, value) { #name, value },
	NT_STATUS_LIST(X)
#undef X
};

const char *
status_name(NTSTATUS status)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].value == (uint32_t)status)
			return rows[i].name;
	}
	return NULL;
}

bool
status_row(size_t number, const char **name, NTSTATUS *status)
{
	if (number >= sizeof rows / sizeof rows[0])
		return false;
	*name = rows[number].name;
	*status = (NTSTATUS)rows[number].value;
	return true;
}

bool
status_find(const char *name, NTSTATUS *status)
{
	size_t skip = strncmp(name, PREFIX, strlen(PREFIX)) == 0 ? 0 : strlen(PREFIX);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (strcmp(rows[i].name + skip, name) == 0) {
			*status = (NTSTATUS)rows[i].value;
			return true;
		}
	}
	return false;
}

void
status_text(NTSTATUS status, char *text, size_t size)
{
	const char *name = status_name(status);

	snprintf(text, size, name != NULL ? "0x%08X %s" : "0x%08X", (uint32_t)status, name);
}
