/*
 * Values and the conditions on them.
 *
 * Windows: nothing is converted: a condition must have its field's type, except
 *   that an address may be compared with an address and mask, and any
 *   ordered type with a range.  An empty value meets no condition but
 *   EQUAL to empty.  [win32:filtering-condition-data-types, semantics 4.2]
 */
#ifndef WFP_VALUE_H
#define WFP_VALUE_H

#include "nt/fwp.h"
#include "nt/status.h"
#include "wfp/layer.h"

#include <stdbool.h>
#include <stddef.h>

/* May a filter have this condition on this field? */
NTSTATUS value_check(
    const struct layer_field *field, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted);

/* Does the value meet the condition, which value_check has passed? */
bool value_meets(const FWP_VALUE0 *seen, FWP_MATCH_TYPE match, const FWP_CONDITION_VALUE0 *wanted);

/* A deep copy: how many bytes lie behind the pointers; and copy them to *room, which advances. */
size_t value_behind(const FWP_CONDITION_VALUE0 *value);
void value_copy(FWP_CONDITION_VALUE0 *to, const FWP_CONDITION_VALUE0 *from, char **room);

#endif
