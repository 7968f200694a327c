/*
 * What every machine's registry has from the start, and what a scenario gives it.
 */
#ifndef REGISTRY_REGISTRY_H
#define REGISTRY_REGISTRY_H

#include "registry/key.h"

/* The key of a driver's service, as its installation leaves it. */
void registry_add_service(const char *name);
struct reg_key *registry_service(const WCHAR *name, size_t length);

#endif
