/*
 * Versions of the policy.
 *
 * A publication makes the next version at once; who entered an earlier one
 * stays in it until it leaves.  A filter is of all versions from the one that
 * it was born in to the one before it died, so nothing is copied; what died is
 * kept until nobody is left in a version that has it.
 */
#ifndef WFP_VERSION_H
#define WFP_VERSION_H

#include "base/list.h"

#include <stdbool.h>
#include <stdint.h>

struct version {
	struct link link; /* of those in use, the earlier first */
	struct link dead; /* filters whose last version this is */
	uint64_t number;
	uint32_t users;
};

void version_start(void);

struct version *version_enter(void); /* the one that is published now */
void version_leave(struct version *version);

/* The next version's number; what is not of it goes to the list *dead. */
uint64_t version_publish(struct link **dead);

/* Is anybody in an earlier version than the one that is published? */
bool version_old(void);

#endif
