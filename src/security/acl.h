/*
 * Access control lists: a head, and entries (ACEs) of their own lengths.
 */
#ifndef SECURITY_ACL_H
#define SECURITY_ACL_H

#include "nt/se.h"

#include <stdbool.h>

bool acl_valid(const ACL *acl);
/* The next entry, or the first after NULL; NULL: there are no more.  Of a valid list. */
const ACE_HEADER *acl_next(const ACL *acl, const ACE_HEADER *ace);

static inline const SID *
ace_sid(const ACE_HEADER *ace)
{
	return (const SID *)&((const ACCESS_ALLOWED_ACE *)ace)->SidStart;
}

static inline ACCESS_MASK
ace_mask(const ACE_HEADER *ace)
{
	return ((const ACCESS_ALLOWED_ACE *)ace)->Mask;
}

#endif
