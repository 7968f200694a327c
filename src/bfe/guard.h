/*
 * Guards: the security descriptors of objects and of their containers.
 *
 * An object that was added without one inherits its container's, a container the engine's.
 */
#ifndef BFE_GUARD_H
#define BFE_GUARD_H

#include "nt/se.h"

/* In one piece, for arena_give; `sd` is valid. */
void *guard_copy(const void *sd);

#endif
