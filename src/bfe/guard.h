/*
 * Guards: the security descriptors of objects and of their containers.
 *
 * Windows: an object inherits its container's entries, a container the engine's; the engine's
 *   descriptor grants its services, administrators and network operators all but everything.
 *   [win32:access-control]
 * Here: kept and shown; kernel-mode callers pass every check, so that they guard nothing.  A
 *   descriptor that was given to an object or a container is all that it has: what it would inherit
 *   besides is not added.
 */
#ifndef BFE_GUARD_H
#define BFE_GUARD_H

#include "bfe/policy.h"
#include "nt/se.h"

/* The containers: those of the kinds of policy first. */
enum guard_place {
	GUARD_ENGINE = POLICY_KINDS,
	GUARD_NET_EVENTS,
	GUARD_VSWITCH_EVENTS,
	GUARD_CONNECTIONS,
	GUARD_IPSEC_SAS,
	GUARD_IPSEC_DOSP,
	GUARD_IKE_SAS,
	GUARD_PLACES,
};

void guard_start(void);

/* In one piece, for arena_give; `sd` is valid. */
void *guard_copy(const void *sd);

/* What is shown of a container, and of an object in it, whose own is NULL if it has none; in one
 * piece, for arena_give. */
void *guard_of_container(enum guard_place place);
void *guard_of_object(enum guard_place place, const void *own);

/* The container has this one from now on; it is the guard's to give. */
void guard_set_container(enum guard_place place, void *guard);

#endif
