/*
 * Security descriptors, of either form.
 */
#ifndef SECURITY_DESCRIPTOR_H
#define SECURITY_DESCRIPTOR_H

#include "nt/se.h"

#include <stdbool.h>

struct descriptor {
	USHORT control;
	SID *owner, *group; /* NULL: it has none */
	ACL *sacl, *dacl;   /* NULL although present: it grants everything */
	bool dacl_present;
};

/* False: it is no descriptor. */
bool descriptor_read(const void *from, struct descriptor *to);
bool descriptor_valid(const void *from);
bool descriptor_packed_valid(const void *from, ULONG length); /* self-relative, and all inside */
size_t descriptor_bytes(const void *from);                    /* in one piece */

/* In one piece, which has room for so many bytes. */
size_t descriptor_packed_bytes(const struct descriptor *from);
void descriptor_pack(const struct descriptor *from, void *whole);

#endif
