/*
 * A record that answers a query: a fixed part, then what varies in length.
 *
 * Windows: a buffer without room for the fixed part is left alone
 *   (STATUS_BUFFER_TOO_SMALL); one without room for the rest gets as much of
 *   it as there is room for (STATUS_BUFFER_OVERFLOW).  The length that would do
 *   is told in any case.  [ddi:ZwQueryValueKey, ddi:ZwQueryKey]
 */
#ifndef REGISTRY_RECORD_H
#define REGISTRY_RECORD_H

#include "nt/status.h"
#include "nt/types.h"

#include <string.h>

struct record {
	uint8_t *buffer;
	ULONG length; /* of the buffer */
	ULONG needed; /* by all that was put */
};

static inline struct record
record_start(void *buffer, ULONG length, ULONG fixed)
{
	return (struct record){ buffer, length < fixed ? 0 : length, fixed };
}

static inline void
record_put(struct record *record, ULONG offset, const void *bytes, ULONG count)
{
	ULONG room = offset < record->length ? record->length - offset : 0;

	if (room > 0 && count > 0)
		memcpy(record->buffer + offset, bytes, count < room ? count : room);
	if (offset + count > record->needed)
		record->needed = offset + count;
}

static inline NTSTATUS
record_status(const struct record *record)
{
	if (record->length == 0)
		return STATUS_BUFFER_TOO_SMALL;
	return record->length < record->needed ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

#endif
