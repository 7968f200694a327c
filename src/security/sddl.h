/*
 * Security descriptors as text: the security descriptor definition language.
 */
#ifndef SECURITY_SDDL_H
#define SECURITY_SDDL_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Into `room` goes a descriptor in one piece; the size of one is at most sddl_room of its text.
 * NULL: it is none, and *where is the place that was not understood.
 */
size_t sddl_room(const char *text);
bool sddl_read(const char *text, void *room, size_t *bytes, const char **where);

/* Of a descriptor that descriptor_valid has passed.  False: it holds what no text here stands for. */
bool sddl_write(const void *descriptor, struct text *out);

#endif
