/*
 * What is told of a value, in the form that a class asks for.
 */
#ifndef REGISTRY_QUERY_H
#define REGISTRY_QUERY_H

#include "registry/key.h"

/* STATUS_BUFFER_TOO_SMALL, STATUS_BUFFER_OVERFLOW, STATUS_INVALID_PARAMETER; `needed` in any but
 * the last case. */
NTSTATUS reg_value_describe(const struct reg_value *value, KEY_VALUE_INFORMATION_CLASS class,
    void *buffer, ULONG length, ULONG *needed);

#endif
