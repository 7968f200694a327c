/*
 * A machine with a registry, begun anew for each test; the key of the service "bench" is there.
 */
#ifndef TESTS_REGISTRY_BENCH_REGISTRY_H
#define TESTS_REGISTRY_BENCH_REGISTRY_H

#include "../executive/bench_machine.h"
#include "nt/registry.h"
#include "nt/status.h"
#include "registry/registry.h"
#include "test.h"

#define BENCH "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\bench"

NTAPI NTSTATUS ZwOpenKey(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *);
NTAPI NTSTATUS ZwCreateKey(
    HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG, UNICODE_STRING *, ULONG, ULONG *);
NTAPI NTSTATUS ZwQueryValueKey(
    HANDLE, UNICODE_STRING *, KEY_VALUE_INFORMATION_CLASS, PVOID, ULONG, ULONG *);
NTAPI NTSTATUS ZwEnumerateValueKey(
    HANDLE, ULONG, KEY_VALUE_INFORMATION_CLASS, PVOID, ULONG, ULONG *);
NTAPI NTSTATUS ZwQueryKey(HANDLE, KEY_INFORMATION_CLASS, PVOID, ULONG, ULONG *);
NTAPI NTSTATUS ZwEnumerateKey(HANDLE, ULONG, KEY_INFORMATION_CLASS, PVOID, ULONG, ULONG *);
NTAPI NTSTATUS ZwSetValueKey(HANDLE, UNICODE_STRING *, ULONG, ULONG, PVOID, ULONG);
NTAPI NTSTATUS ZwDeleteValueKey(HANDLE, UNICODE_STRING *);
NTAPI NTSTATUS ZwDeleteKey(HANDLE);
NTAPI NTSTATUS ZwClose(HANDLE);

int registry_fresh(void **state); /* cmocka's set-up */

OBJECT_ATTRIBUTES named(HANDLE root, const char *path);
NTSTATUS open_key(const char *path, ACCESS_MASK access, HANDLE *key);
NTSTATUS create_key(HANDLE root, const char *path, ULONG options, HANDLE *key);

#define STRING(text) \
	(UNICODE_STRING[1]) \
	{ \
		{ \
			sizeof(text) - 2, sizeof(text), (WCHAR *)(text) \
		} \
	}

#endif
