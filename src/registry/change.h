/*
 * What changes an open key, for ZwSetValueKey and its kin and for the programs of a scenario:
 * callbacks are told, and decide.
 */
#ifndef REGISTRY_CHANGE_H
#define REGISTRY_CHANGE_H

#include "nt/registry.h"

/* `object` is a key object [registry/open.h]; the codes are those of the functions. */
NTSTATUS change_set(void *object, UNICODE_STRING *name, ULONG type, void *data, ULONG bytes);
NTSTATUS change_unset(void *object, UNICODE_STRING *name);
NTSTATUS change_delete(void *object);

#endif
