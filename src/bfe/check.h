/*
 * What Windows asks of the structures that objects are added with, whatever else there is.
 */
#ifndef BFE_CHECK_H
#define BFE_CHECK_H

#include "bfe/policy.h"

/*
 * Is it whole: are its pointers, counts, strings, values and enumerators what they should be?  Of a
 * copy (bfe/copy), which has followed every pointer.  Keys are not looked for, and whether a
 * condition suits its layer is wfp/value's to say.
 */
NTSTATUS check_object(enum policy_kind kind, const void *object);
NTSTATUS check_conditions(const FWPM_FILTER_CONDITION0 *conditions, UINT32 count); /* the same */

/*
 * The same of an object that a dump shows.  Windows' own have no display name at times, and what an
 * IPsec context holds is not in the structure.  [wfpstate.xml]
 */
NTSTATUS check_shown(enum policy_kind kind, const void *object);

#endif
