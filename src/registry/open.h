/*
 * Open keys: objects of the type "key", each with a key of the tree behind it.
 *
 * A name comes as OBJECT_ATTRIBUTES: a path from \Registry, or one from the key whose handle is
 * the root directory.
 */
#ifndef REGISTRY_OPEN_H
#define REGISTRY_OPEN_H

#include "executive/object.h"
#include "registry/key.h"

/* What is asked of an open, and what became of it. */
struct reg_key_open {
	const OBJECT_ATTRIBUTES *attributes;
	ACCESS_MASK access; /* desired; with generic rights replaced once it is open */
	ULONG options;      /* REG_OPTION_… */
	bool create;        /* if there is none */
	bool by_program;    /* a user's call, for callbacks */
	ULONG disposition;  /* REG_CREATED_NEW_KEY, REG_OPENED_EXISTING_KEY */
	void *object;       /* with one reference, the caller's */
};

/*
 * STATUS_INVALID_PARAMETER, STATUS_OBJECT_PATH_SYNTAX_BAD, STATUS_OBJECT_NAME_NOT_FOUND,
 * STATUS_OBJECT_PATH_NOT_FOUND, STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH,
 * STATUS_KEY_DELETED, STATUS_ACCESS_DENIED, STATUS_CHILD_MUST_BE_VOLATILE.
 */
NTSTATUS reg_key_open(struct reg_key_open *open);

/* As reg_key_open and ZwOpenKey do it: a new object of the key's, with one reference. */
void *reg_key_object_make(struct reg_key *key);
struct reg_key *reg_key_of_object(const void *object);
/* The path as a block of the pool's that goes with the object; made when it is first asked for. */
UNICODE_STRING *reg_key_object_name(void *object, UNICODE_STRING *(*make)(const struct reg_key *));

/*
 * The key behind a handle that grants the access: STATUS_INVALID_HANDLE,
 * STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED, STATUS_KEY_DELETED.
 */
NTSTATUS reg_key_of_handle(HANDLE handle, ACCESS_MASK access, struct reg_key **key);

/* The key at the end of a path under `from`, whose separators are skipped; links are followed.
 * NULL: there is none. */
struct reg_key *reg_key_walk(struct reg_key *from, const WCHAR *path, size_t length);

/* As reg_key_walk, and makes what there is not. */
struct reg_key *reg_key_walk_make(struct reg_key *from, const WCHAR *path, size_t length);

#endif
