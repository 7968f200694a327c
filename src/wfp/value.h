/*
 * Values and the conditions on them.
 *
 * Windows: nothing is converted: a condition must have its field's type, except that an address
 *   may be compared with an address and mask, a token with a security descriptor, and any sortable
 *   type with a range.  An empty value meets no condition but EQUAL to empty.
 *   [win32:FWP_MATCH_TYPE, semantics 4.2]
 */
#ifndef WFP_VALUE_H
#define WFP_VALUE_H

#include "nt/fwp.h"
#include "nt/status.h"
#include "wfp/layer.h"

#include <stdbool.h>
#include <stddef.h>

/* Where Microsoft's pages contradict a real machine, or themselves.  The process's, not a machine's. */
struct value_switches {
	/* FWP_MATCH_NOT_EQUAL is for sortable types alone, as its page says: false, because the
	 * filters of a real machine have it on SIDs.  [win32:FWP_MATCH_TYPE; wfpstate.xml] */
	bool not_equal_needs_order;
	/* FWP_MATCH_PREFIX looks at the beginning, as its name says: false, it looks at the end, as
	 * its page does, which calls the name misleading.  [win32:FWP_MATCH_TYPE] */
	bool prefix_is_first;
	/* A filter's conditions on one field are alternatives wherever they stand: false, only
	 * those side by side, which is what the page says that is exact; another speaks of the
	 * same field key, and no filter of a real machine tells.  Of the filters that are added
	 * from then on.  [win32:FWPM_FILTER0; win32:best-practices; wfpstate.xml] */
	bool apart_are_alternatives;
};
extern struct value_switches value_switches;

/* May a filter have this condition on this field?  It is read whole: a copy of ours, or where a
 * fault is the driver's. */
NTSTATUS value_check(
    const struct layer_field *field, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted);

/* Is the value whole, whatever field it is meant for? */
NTSTATUS value_well_formed(const FWP_CONDITION_VALUE0 *value);

/* Does the value meet the condition, which value_check has passed? */
bool value_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted);

/* The sign of left - right, of one sortable type. */
int value_compare(const FWP_VALUE0 *left, const FWP_VALUE0 *right);

/* A deep copy: how many bytes lie behind the pointers; and copy them to *room, which advances. */
size_t value_behind(const FWP_CONDITION_VALUE0 *value);
void value_copy(FWP_CONDITION_VALUE0 *to, const FWP_CONDITION_VALUE0 *from, char **room);

/* What kind of type.  [win32:FWP_MATCH_TYPE] */
static inline bool
value_is_unsigned(uint32_t type)
{
	return type >= FWP_UINT8 && type <= FWP_UINT64;
}

static inline bool
value_is_sortable(uint32_t type)
{
	return (type >= FWP_UINT8 && type <= FWP_INT64) || type == FWP_BYTE_ARRAY16_TYPE
	    || type == FWP_BYTE_BLOB_TYPE || type == FWP_UNICODE_STRING_TYPE;
}

/* A condition value that is no mask and no range has the layout of a value. */
static inline const FWP_VALUE0 *
value_single(const FWP_CONDITION_VALUE0 *value)
{
	return (const FWP_VALUE0 *)(const void *)value;
}

#endif
