/*
 * Deep copies in one piece of memory: all that a structure points to stands behind it, so that it
 * goes at once.
 *
 * The same code puts a structure twice: into a copier without room, which counts, and into one that
 * has what was counted.  The counting reads every page of what is to be copied, so that a pointer
 * of a driver's that leads nowhere faults before anything is taken: then the driver is to blame
 * (kernel/trap), and nothing of ours is lost.
 */
#ifndef WFP_COPIER_H
#define WFP_COPIER_H

#include "nt/fwp.h"

#include <stddef.h>

/* Beyond this a structure is not modelled: the counts in it lie, or a provider's data are huge. */
#define COPIER_LIMIT ((size_t)16 << 20)

struct copier {
	char *room; /* NULL: it counts */
	size_t used;
};

/* Where the copy stands; NULL if there is nothing to copy, or while it counts. */
void *copier_put(struct copier *copier, const void *from, size_t bytes);
WCHAR *copier_put_text(struct copier *copier, const WCHAR *text);

/* Windows: NULL data are left to who checks the structure, whatever the size.
 *   [fwptypes.h: data is a unique pointer] */
void copier_put_blob(struct copier *copier, FWP_BYTE_BLOB *blob); /* its bytes */
FWP_BYTE_BLOB *copier_put_whole_blob(struct copier *copier, const FWP_BYTE_BLOB *blob);

/* What a value points to; the value itself stands with the caller.  Of a type that is none nothing is
 * followed. */
void copier_put_value(struct copier *copier, FWP_VALUE0 *value);
void copier_put_condition(struct copier *copier, FWP_CONDITION_VALUE0 *value);

#endif
