/*
 * Windows: names of keys are taken in any case.  \Registry is a key that the
 *   object manager knows; what follows is the configuration manager's to parse.
 *   [win32:registry-hives; ddi:ZwCreateKey, Remarks]
 * Here: a handle's rights are those that were asked for when it was opened,
 *   and count for the driver as the pages of the functions say.
 */
#include "registry/open.h"

#include "executive/pool.h"
#include "executive/string.h"
#include "executive/variable.h"
#include "ledger/finding.h"
#include "registry/exports.h"
#include "registry/notify.h"

#include <string.h>

#define OPTIONS_KNOWN \
	(REG_OPTION_VOLATILE | REG_OPTION_BACKUP_RESTORE | REG_OPTION_OPEN_LINK \
	    | REG_OPTION_DONT_VIRTUALIZE)

/* What a driver holds by pointer. */
struct reg_key_object {
	struct reg_key *key;
	UNICODE_STRING *name; /* for callbacks, or NULL */
};

/* Where a walk along a path has come to. */
struct walk {
	struct reg_key *at;
	const WCHAR *rest;
	size_t left;
};

NTAPI NTSTATUS ZwOpenKey(
    HANDLE *KeyHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes);
NTAPI NTSTATUS ZwOpenKeyEx(HANDLE *KeyHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, ULONG OpenOptions);
NTAPI NTSTATUS ZwCreateKey(HANDLE *KeyHandle, ACCESS_MASK DesiredAccess,
    OBJECT_ATTRIBUTES *ObjectAttributes, ULONG TitleIndex, UNICODE_STRING *Class,
    ULONG CreateOptions, ULONG *Disposition);

static void
reg_key_object_gone(void *object)
{
	struct reg_key_object *body = object;

	notify_object_gone(object);
	if (body->name != NULL)
		pool_give(body->name);
	reg_key_dereference(body->key);
}

void *
reg_key_object_make(struct reg_key *key)
{
	struct reg_key_object *object =
	    object_make(OBJECT_KEY, sizeof *object, reg_key_object_gone);

	object->key = key;
	reg_key_reference(key);
	return object;
}

struct reg_key *
reg_key_of_object(const void *object)
{
	return ((const struct reg_key_object *)object)->key;
}

UNICODE_STRING *
reg_key_object_name(void *object, UNICODE_STRING *(*make)(const struct reg_key *))
{
	struct reg_key_object *body = object;

	if (body->name == NULL)
		body->name = make(body->key);
	return body->name;
}

NTSTATUS
reg_key_of_handle(HANDLE handle, ACCESS_MASK access, struct reg_key **key)
{
	const void *object = handle_object(handle);

	if (object == NULL)
		return STATUS_INVALID_HANDLE;
	if (!object_is(object, OBJECT_KEY))
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!handle_grants(handle, access))
		return STATUS_ACCESS_DENIED;
	*key = reg_key_of_object(object);
	return (*key)->removed ? STATUS_KEY_DELETED : STATUS_SUCCESS;
}

/* The next part of the path; its length is 0 at the end. */
static const WCHAR *
walk_part(struct walk *walk, size_t *length)
{
	const WCHAR *part;

	while (walk->left > 0 && *walk->rest == u'\\') {
		walk->rest++;
		walk->left--;
	}
	part = walk->rest;
	while (walk->left > 0 && *walk->rest != u'\\') {
		walk->rest++;
		walk->left--;
	}
	*length = (size_t)(walk->rest - part);
	return part;
}

static bool
walk_at_end(const struct walk *walk)
{
	for (size_t i = 0; i < walk->left; i++) {
		if (walk->rest[i] != u'\\')
			return false;
	}
	return true;
}

struct reg_key *
reg_key_walk(struct reg_key *from, const WCHAR *path, size_t length)
{
	struct walk walk = { from, path, length };

	while (walk.at != NULL) {
		size_t part_length;
		const WCHAR *part = walk_part(&walk, &part_length);

		if (part_length == 0)
			break;
		walk.at = reg_key_find(walk.at, part, part_length);
		if (walk.at != NULL && walk.at->target != NULL)
			walk.at = walk.at->target;
	}
	return walk.at;
}

struct reg_key *
reg_key_walk_make(struct reg_key *from, const WCHAR *path, size_t length)
{
	struct walk walk = { from, path, length };

	for (;;) {
		size_t part_length;
		const WCHAR *part = walk_part(&walk, &part_length);
		struct reg_key *next;

		if (part_length == 0)
			return walk.at;
		next = reg_key_find(walk.at, part, part_length);
		if (next == NULL)
			next = reg_key_add(walk.at, part, part_length, false);
		walk.at = next->target != NULL ? next->target : next;
	}
}

/* The walk begins at the root directory, or behind \Registry. */
static NTSTATUS
walk_start(struct walk *walk, const OBJECT_ATTRIBUTES *attributes)
{
	static const WCHAR registry[] = u"\\Registry";
	const size_t prefix = sizeof registry / sizeof *registry - 1;
	const UNICODE_STRING *name = attributes->ObjectName;

	if (name != NULL && name->Length % sizeof(WCHAR) != 0)
		return STATUS_OBJECT_NAME_INVALID;
	walk->rest = name != NULL ? name->Buffer : NULL;
	walk->left = name != NULL ? name->Length / sizeof(WCHAR) : 0;
	if (attributes->RootDirectory != NULL) {
		if (walk->left > 0 && *walk->rest == u'\\')
			return STATUS_OBJECT_PATH_SYNTAX_BAD;
		return reg_key_of_handle(attributes->RootDirectory, 0, &walk->at);
	}
	if (walk->left == 0 || *walk->rest != u'\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	if (walk->left < prefix || !string_same(walk->rest, registry, prefix, true)
	    || (walk->left > prefix && walk->rest[prefix] != u'\\'))
		return STATUS_OBJECT_PATH_NOT_FOUND;
	walk->at = reg_key_root();
	walk->rest += prefix;
	walk->left -= prefix;
	return STATUS_SUCCESS;
}

/*
 * Windows: only the last key of a path is made, and the parent's handle, if one
 *   is given, must grant KEY_CREATE_SUB_KEY.  A key that lasts can't be made
 *   under one that does not.  [ddi:ZwCreateKey]  Nothing can be made right
 *   under \Registry\Machine and \Registry\User.  [win32:RegCreateKeyExW]
 */
static NTSTATUS
create(struct reg_key_open *open, struct walk *walk, const WCHAR *name, size_t length)
{
	HANDLE root = open->attributes->RootDirectory;
	bool is_volatile = (open->options & REG_OPTION_VOLATILE) != 0;

	if (!walk_at_end(walk))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (root != NULL && !handle_grants(root, KEY_CREATE_SUB_KEY))
		return STATUS_ACCESS_DENIED;
	if (walk->at == reg_key_root() || walk->at->parent == reg_key_root())
		return STATUS_INVALID_PARAMETER;
	if (walk->at->is_volatile && !is_volatile)
		return STATUS_CHILD_MUST_BE_VOLATILE;
	walk->at = reg_key_add(walk->at, name, length, is_volatile);
	open->disposition = REG_CREATED_NEW_KEY;
	return STATUS_SUCCESS;
}

static NTSTATUS
find(struct reg_key_open *open, struct walk *walk)
{
	open->disposition = REG_OPENED_EXISTING_KEY;
	for (;;) {
		size_t length;
		const WCHAR *part = walk_part(walk, &length);
		struct reg_key *next;

		if (length == 0)
			return STATUS_SUCCESS;
		if (length > KEY_NAME_LIMIT)
			return STATUS_INVALID_PARAMETER;
		next = reg_key_find(walk->at, part, length);
		if (next == NULL)
			return open->create ? create(open, walk, part, length)
					    : STATUS_OBJECT_NAME_NOT_FOUND;
		if (next->target != NULL
		    && !((open->options & REG_OPTION_OPEN_LINK) && walk_at_end(walk)))
			next = next->target;
		walk->at = next;
	}
}

/* Windows: generic rights become those of the type.  [ddi:ZwCreateKey, DesiredAccess] */
static ACCESS_MASK
rights(ACCESS_MASK access)
{
	ACCESS_MASK granted = access & 0x01ffffff & ~(ACCESS_MASK)KEY_WOW64_64KEY;

	if (access & GENERIC_READ)
		granted |= KEY_READ;
	if (access & GENERIC_WRITE)
		granted |= KEY_WRITE;
	if (access & GENERIC_EXECUTE)
		granted |= KEY_EXECUTE;
	if (access & (GENERIC_ALL | MAXIMUM_ALLOWED))
		granted |= KEY_ALL_ACCESS;
	return granted;
}

/* What is wrong with the attributes and options, before any name is looked at. */
static NTSTATUS
check(const struct reg_key_open *open)
{
	const OBJECT_ATTRIBUTES *attributes = open->attributes;

	if (attributes == NULL || attributes->Length != sizeof *attributes
	    || (attributes->Attributes & ~(ULONG)OBJ_VALID_ATTRIBUTES) != 0)
		return STATUS_INVALID_PARAMETER;
	if (open->options & REG_OPTION_CREATE_LINK)
		not_modelled("a key that is a symbolic link");
	if (open->access & KEY_WOW64_32KEY)
		not_modelled("the registry's 32-bit view");
	return (open->options & ~(ULONG)OPTIONS_KNOWN) != 0 ? STATUS_INVALID_PARAMETER
							    : STATUS_SUCCESS;
}

static NTSTATUS
open_found(struct reg_key_open *open, struct walk *walk)
{
	NTSTATUS status = find(open, walk);

	if (!NT_SUCCESS(status))
		return status;
	open->access = rights(open->access);
	open->object = reg_key_object_make(walk->at);
	return STATUS_SUCCESS;
}

/*
 * Windows: a callback sees the name as it was given, and the key from which it
 *   leads on.  [ddi:REG_CREATE_KEY_INFORMATION_V1]
 * Here: a callback that answers an operation itself would have to hand over a
 *   key object, for which we have no way.
 */
static NTSTATUS
open_noticed(struct reg_key_open *open, struct walk *walk)
{
	void *root = reg_key_object_make(walk->at);
	UNICODE_STRING none = { 0 };
	UNICODE_STRING name =
	    open->attributes->ObjectName != NULL ? *open->attributes->ObjectName : none;
	REG_CREATE_KEY_INFORMATION_V1 information = {
		.CompleteName = &name,
		.RootObject = root,
		.ObjectType = variables()->CmKeyObjectType,
		.Options = open->options,
		.SecurityDescriptor = open->attributes->SecurityDescriptor,
		.SecurityQualityOfService = open->attributes->SecurityQualityOfService,
		.DesiredAccess = open->access,
		.Disposition = &open->disposition,
		.ResultObject = &open->object,
		.Version = 1,
		.RemainingName = &name,
		.Attributes = open->attributes->Attributes,
		.CheckAccessMode = open->by_program ? UserMode : KernelMode,
	};
	struct notice notice = {
		.before = open->create ? RegNtPreCreateKeyEx : RegNtPreOpenKeyEx,
		.after = open->create ? RegNtPostCreateKeyEx : RegNtPostOpenKeyEx,
		.information = &information,
		.contexts = &information.CallContext,
		.object = root,
	};
	NTSTATUS status;

	if (notice_before(&notice, &status))
		status = walk->at->removed ? STATUS_KEY_DELETED : open_found(open, walk);
	else if (NT_SUCCESS(status))
		not_modelled("a registry callback opens a key itself (STATUS_CALLBACK_BYPASS)");
	information.GrantedAccess = open->access;
	if (NT_SUCCESS(notice_after(&notice, open->object, status)) != NT_SUCCESS(status))
		not_modelled("a registry callback changes whether a key was opened");
	object_dereference(root);
	return status;
}

NTSTATUS
reg_key_open(struct reg_key_open *open)
{
	struct walk walk;
	NTSTATUS status = check(open);

	if (NT_SUCCESS(status))
		status = walk_start(&walk, open->attributes);
	if (!NT_SUCCESS(status))
		return status;
	return notify_registered() ? open_noticed(open, &walk) : open_found(open, &walk);
}

/* The driver's handle keeps the object. */
static NTSTATUS
open_handle(struct reg_key_open *open, HANDLE *handle)
{
	NTSTATUS status = reg_key_open(open);

	if (!NT_SUCCESS(status))
		return status;
	*handle = handle_grant(open->object, open->access);
	object_dereference(open->object);
	return status;
}

NTSTATUS NTAPI
ZwOpenKey(HANDLE *KeyHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes)
{
	struct reg_key_open open = { .attributes = ObjectAttributes, .access = DesiredAccess };

	return open_handle(&open, KeyHandle);
}

NTSTATUS NTAPI
ZwOpenKeyEx(HANDLE *KeyHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes,
    ULONG OpenOptions)
{
	struct reg_key_open open = {
		.attributes = ObjectAttributes,
		.access = DesiredAccess,
		.options = OpenOptions,
	};

	return open_handle(&open, KeyHandle);
}

/* Here: a key's class is not kept. */
NTSTATUS NTAPI
ZwCreateKey(HANDLE *KeyHandle, ACCESS_MASK DesiredAccess, OBJECT_ATTRIBUTES *ObjectAttributes,
    ULONG TitleIndex, UNICODE_STRING *Class, ULONG CreateOptions, ULONG *Disposition)
{
	struct reg_key_open open = {
		.attributes = ObjectAttributes,
		.access = DesiredAccess,
		.options = CreateOptions,
		.create = true,
	};
	NTSTATUS status = open_handle(&open, KeyHandle);

	(void)TitleIndex, (void)Class;
	if (NT_SUCCESS(status) && Disposition != NULL)
		*Disposition = open.disposition;
	return status;
}

const struct contract reg_open_exports[] = {
	EXPORT(ZwOpenKey, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED STATUS_OBJECT_NAME_NOT_FOUND "
		  "STATUS_OBJECT_PATH_SYNTAX_BAD STATUS_KEY_DELETED"),
	    APPROXIMATES("grants every right that is asked for"), ENTERS(HANDLE)),
	EXPORT(ZwOpenKeyEx, 4, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED STATUS_OBJECT_NAME_NOT_FOUND "
		  "STATUS_OBJECT_PATH_SYNTAX_BAD STATUS_KEY_DELETED STATUS_INVALID_PARAMETER"),
	    APPROXIMATES("grants every right that is asked for"), ENTERS(HANDLE)),
	EXPORT(ZwCreateKey, 7, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED STATUS_OBJECT_NAME_NOT_FOUND "
		  "STATUS_OBJECT_PATH_SYNTAX_BAD STATUS_KEY_DELETED STATUS_INVALID_PARAMETER "
		  "STATUS_CHILD_MUST_BE_VOLATILE"),
	    APPROXIMATES("grants every right that is asked for; keeps no class"), ENTERS(HANDLE)),
	EXPORT_AS("NtCreateKey", ZwCreateKey, 7, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    FAILS("STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED STATUS_OBJECT_NAME_NOT_FOUND "
		  "STATUS_OBJECT_PATH_SYNTAX_BAD STATUS_KEY_DELETED STATUS_INVALID_PARAMETER "
		  "STATUS_CHILD_MUST_BE_VOLATILE"),
	    APPROXIMATES("grants every right that is asked for; keeps no class"), ENTERS(HANDLE)),
	EXPORTS_END,
};
