/*
 * What changes keys that are open: their values, and their end.
 *
 * Windows: a value without a name is the key's default one; NULL and an empty
 *   string name it.  [ddi:ZwSetValueKey, ValueName]
 */
#include "registry/change.h"

#include "ledger/finding.h"
#include "registry/exports.h"
#include "registry/notify.h"
#include "registry/open.h"

NTAPI NTSTATUS ZwSetValueKey(HANDLE KeyHandle, UNICODE_STRING *ValueName, ULONG TitleIndex,
    ULONG Type, PVOID Data, ULONG DataSize);
NTAPI NTSTATUS ZwDeleteValueKey(HANDLE KeyHandle, UNICODE_STRING *ValueName);
NTAPI NTSTATUS ZwDeleteKey(HANDLE KeyHandle);
NTAPI NTSTATUS ZwFlushKey(HANDLE KeyHandle);

/*
 * Here: a megabyte is the most that a value holds, Windows' old limit; it says
 *   STATUS_INSUFFICIENT_RESOURCES where memory ends.
 */
static NTSTATUS
set(struct reg_key *key, const REG_SET_VALUE_KEY_INFORMATION *given)
{
	struct reg_value_name name = reg_value_name(given->ValueName);

	if (name.length > VALUE_NAME_LIMIT || given->Type == REG_LINK)
		return STATUS_INVALID_PARAMETER;
	if (given->DataSize > VALUE_DATA_LIMIT)
		return STATUS_INSUFFICIENT_RESOURCES;
	reg_value_set(key, name.text, name.length, given->Type, given->Data, given->DataSize);
	return STATUS_SUCCESS;
}

NTSTATUS
change_set(void *object, UNICODE_STRING *name, ULONG type, void *data, ULONG bytes)
{
	REG_SET_VALUE_KEY_INFORMATION information = {
		.Object = object,
		.ValueName = name,
		.Type = type,
		.Data = data,
		.DataSize = bytes,
	};
	struct notice notice = NOTICE(SetValueKey, information);
	NTSTATUS status;

	if (notice_before(&notice, &status))
		status = set(reg_key_of_object(object), &information);
	return notice_after(&notice, object, status);
}

NTSTATUS NTAPI
ZwSetValueKey(HANDLE KeyHandle, UNICODE_STRING *ValueName, ULONG TitleIndex, ULONG Type, PVOID Data,
    ULONG DataSize)
{
	struct reg_key *key;
	NTSTATUS status = reg_key_of_handle(KeyHandle, KEY_SET_VALUE, &key);

	(void)TitleIndex;
	if (!NT_SUCCESS(status))
		return status;
	return change_set(handle_object(KeyHandle), ValueName, Type, Data, DataSize);
}

static NTSTATUS
unset(struct reg_key *key, const UNICODE_STRING *given)
{
	struct reg_value_name name = reg_value_name(given);
	struct reg_value *value = reg_value_find(key, name.text, name.length);

	if (value == NULL)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	reg_value_remove(key, value);
	return STATUS_SUCCESS;
}

NTSTATUS
change_unset(void *object, UNICODE_STRING *name)
{
	REG_DELETE_VALUE_KEY_INFORMATION information = { .Object = object, .ValueName = name };
	struct notice notice = NOTICE(DeleteValueKey, information);
	NTSTATUS status;

	if (notice_before(&notice, &status))
		status = unset(reg_key_of_object(object), name);
	return notice_after(&notice, object, status);
}

NTSTATUS NTAPI
ZwDeleteValueKey(HANDLE KeyHandle, UNICODE_STRING *ValueName)
{
	struct reg_key *key;
	NTSTATUS status = reg_key_of_handle(KeyHandle, KEY_SET_VALUE, &key);

	if (!NT_SUCCESS(status))
		return status;
	return change_unset(handle_object(KeyHandle), ValueName);
}

/*
 * Windows: a key with subkeys stays (STATUS_CANNOT_DELETE); of one that goes
 *   every handle is good for ZwClose only.  [ddi:ZwDeleteKey, Remarks]
 */
static NTSTATUS delete (struct reg_key *key)
{
	if (key->removed)
		return STATUS_KEY_DELETED;
	if (!list_empty(&key->subkeys) || key == reg_key_root() || key->parent == reg_key_root())
		return STATUS_CANNOT_DELETE;
	reg_key_remove(key);
	return STATUS_SUCCESS;
}

NTSTATUS
change_delete(void *object)
{
	REG_DELETE_KEY_INFORMATION information = { .Object = object };
	struct notice notice = NOTICE(DeleteKey, information);
	NTSTATUS status;

	if (notice_before(&notice, &status))
		status = delete (reg_key_of_object(object));
	return notice_after(&notice, object, status);
}

NTSTATUS NTAPI
ZwDeleteKey(HANDLE KeyHandle)
{
	struct reg_key *key;
	NTSTATUS status = reg_key_of_handle(KeyHandle, DELETE, &key);

	return NT_SUCCESS(status) ? change_delete(handle_object(KeyHandle)) : status;
}

/* Here: there is no disk that a key would have to reach. */
NTSTATUS NTAPI
ZwFlushKey(HANDLE KeyHandle)
{
	struct reg_key *key;

	return reg_key_of_handle(KeyHandle, 0, &key);
}

const struct contract reg_change_exports[] = {
	EXPORT(ZwSetValueKey, 6, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED STATUS_KEY_DELETED "
		  "STATUS_INVALID_PARAMETER STATUS_INSUFFICIENT_RESOURCES")),
	EXPORT(ZwDeleteValueKey, 2, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED STATUS_KEY_DELETED "
		  "STATUS_OBJECT_NAME_NOT_FOUND")),
	EXPORT(ZwDeleteKey, 1, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED STATUS_KEY_DELETED "
		  "STATUS_CANNOT_DELETE")),
	EXPORT(ZwFlushKey, 1, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_HANDLE STATUS_KEY_DELETED")),
	EXPORTS_END,
};
