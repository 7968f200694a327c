/*
 * The names of NTSTATUS values, for reports and scenarios.
 */
#ifndef LEDGER_STATUS_H
#define LEDGER_STATUS_H

#include "nt/types.h"

#include <stdbool.h>
#include <stddef.h>

/* "STATUS_DEVICE_BUSY"; NULL: it has no name that we know. */
const char *status_name(NTSTATUS status);
/* All of them, from 0; false: there are no more. */
bool status_row(size_t number, const char **name, NTSTATUS *status);
/* By the name, with or without STATUS_ in front. */
bool status_find(const char *name, NTSTATUS *status);
/* "0x80000011 STATUS_DEVICE_BUSY" */
void status_text(NTSTATUS status, char *text, size_t size);

#endif
