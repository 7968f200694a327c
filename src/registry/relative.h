/*
 * Keys named by one of the well-known places (RelativeTo) and a path from there.
 */
#ifndef REGISTRY_RELATIVE_H
#define REGISTRY_RELATIVE_H

#include "registry/key.h"

/* What is done if there is no such key. */
enum relative_missing {
	RELATIVE_FAILS,
	RELATIVE_MAKES, /* the last of the path */
};

/* STATUS_INVALID_PARAMETER, STATUS_OBJECT_NAME_NOT_FOUND and those of reg_key_of_handle. */
NTSTATUS relative_find(
    ULONG relative_to, PCWSTR path, enum relative_missing missing, struct reg_key **key);

#endif
