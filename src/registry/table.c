/*
 * RtlQueryRegistryValues: a table of what is wanted, entry by entry.
 *
 * Windows: each entry names a value, all values of the key (no name), another
 *   key for the entries that follow, or just a call.  What is found goes to the
 *   driver's routine or, with RTL_QUERY_REGISTRY_DIRECT, right into its memory.
 *   [ddi:RtlQueryRegistryValues]
 * Here: the data that a routine gets is in a block of its own, which is gone
 *   when the routine has returned.  Environment variables are not expanded.
 */
#include "executive/pool.h"
#include "executive/string.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "ledger/finding.h"
#include "registry/exports.h"
#include "registry/open.h"
#include "registry/relative.h"

#include <string.h>

#define TABLE_TAG 0x20676552 /* "Reg " */

NTAPI NTSTATUS RtlQueryRegistryValues(ULONG RelativeTo, PCWSTR Path,
    PRTL_QUERY_REGISTRY_TABLE QueryTable, PVOID Context, PVOID Environment);

struct table {
	struct reg_key *top, *now;
	void *context;
};

/* A value on its way to the driver. */
struct found {
	const WCHAR *name; /* terminated */
	ULONG type;
	const void *data;
	ULONG bytes;
};

static bool
is_text(ULONG type)
{
	return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

static NTSTATUS
store_text(UNICODE_STRING *string, const struct found *found)
{
	const WCHAR *text = found->data;
	ULONG bytes = found->bytes & ~1u;

	if (bytes > UINT16_MAX - 1)
		return STATUS_BUFFER_TOO_SMALL;
	if (string->Buffer == NULL) {
		string->Buffer = pool_take(bytes + sizeof(WCHAR), TABLE_TAG, PagedPool);
		if (string->Buffer == NULL)
			return STATUS_INSUFFICIENT_RESOURCES;
		string->MaximumLength = (USHORT)(bytes + sizeof(WCHAR));
		string->Buffer[bytes / sizeof(WCHAR)] = 0;
	} else if (string->MaximumLength < bytes) {
		return STATUS_BUFFER_TOO_SMALL;
	}
	memcpy(string->Buffer, text, bytes);
	if (bytes > 0 && text[bytes / sizeof(WCHAR) - 1] == 0)
		bytes -= sizeof(WCHAR);
	string->Length = (USHORT)bytes;
	return STATUS_SUCCESS;
}

/* Windows: a buffer for more than a ULONG begins with its size; a negative one
 * asks for the bytes alone.  [ddi:RtlQueryRegistryValues, Remarks] */
static NTSTATUS
store_bytes(void *buffer, const struct found *found)
{
	LONG size;

	if (found->bytes <= sizeof(ULONG)) {
		memcpy(buffer, found->data, found->bytes);
		return STATUS_SUCCESS;
	}
	memcpy(&size, buffer, sizeof size);
	if (size < 0) {
		if (0 - (uint32_t)size < found->bytes)
			return STATUS_BUFFER_TOO_SMALL;
		memcpy(buffer, found->data, found->bytes);
		return STATUS_SUCCESS;
	}
	if ((ULONG)size < found->bytes + 2 * sizeof(ULONG))
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(buffer, &found->bytes, sizeof(ULONG));
	memcpy((UCHAR *)buffer + sizeof(ULONG), &found->type, sizeof(ULONG));
	memcpy((UCHAR *)buffer + 2 * sizeof(ULONG), found->data, found->bytes);
	return STATUS_SUCCESS;
}

/*
 * Windows: without the check of the type the caller trusts the hive; under
 *   \Registry\User that is 0x139.  [ddi:RtlQueryRegistryValues, Remarks]
 */
static NTSTATUS
store(const struct table *table, const RTL_QUERY_REGISTRY_TABLE *entry, const struct found *found)
{
	const struct reg_key *hive = table->now;

	while (hive->parent != NULL && hive->parent != reg_key_root())
		hive = hive->parent;
	if (entry->Flags & RTL_QUERY_REGISTRY_TYPECHECK) {
		if (entry->DefaultType >> RTL_QUERY_REGISTRY_TYPECHECK_SHIFT != found->type)
			return STATUS_OBJECT_TYPE_MISMATCH;
	} else if (string_same(hive->name, u"USER", 4, true)) {
		driver_crashes(RULE_X4, moment_now().where, "0x139 KERNEL_SECURITY_CHECK_FAILURE",
		    "RtlQueryRegistryValues with RTL_QUERY_REGISTRY_DIRECT and without "
		    "RTL_QUERY_REGISTRY_TYPECHECK in a hive that is no system hive");
	}
	return is_text(found->type) ? store_text(entry->EntryContext, found)
				    : store_bytes(entry->EntryContext, found);
}

static NTSTATUS
call(const struct table *table, const RTL_QUERY_REGISTRY_TABLE *entry, const struct found *found)
{
	void *copy = NULL;
	NTSTATUS status;

	if (found->bytes > 0) {
		copy = pool_take_own(found->bytes, TABLE_TAG);
		memcpy(copy, found->data, found->bytes);
	}
	status = (NTSTATUS)DRIVER_CALL(ENTRY_OTHER, entry->QueryRoutine, ARG(found->name),
	    found->type, ARG(copy), found->bytes, ARG(table->context), ARG(entry->EntryContext));
	if (copy != NULL)
		pool_give(copy);
	return status == STATUS_BUFFER_TOO_SMALL ? STATUS_SUCCESS : status;
}

/* Each string of a REG_MULTI_SZ as a REG_SZ of the same name: of a copy, since a routine may change
 * the value. */
static NTSTATUS
call_each(
    const struct table *table, const RTL_QUERY_REGISTRY_TABLE *entry, const struct found *found)
{
	WCHAR *copy = arena_take(found->bytes + 1);
	const WCHAR *text = copy;
	size_t left = found->bytes / sizeof *text;
	NTSTATUS status = STATUS_SUCCESS;

	if (found->bytes > 0)
		memcpy(copy, found->data, found->bytes);
	while (left > 0 && *text != 0 && NT_SUCCESS(status)) {
		struct found part = { found->name, REG_SZ, text, 0 };
		size_t length = 0;

		while (length < left && text[length] != 0)
			length++;
		if (length < left)
			length++;
		part.bytes = (ULONG)(length * sizeof *text);
		status = call(table, entry, &part);
		text += length;
		left -= length;
	}
	arena_give(copy);
	return status;
}

static bool
has_variables(const struct found *found)
{
	const WCHAR *text = found->data;

	for (size_t i = 0; i < found->bytes / sizeof *text; i++) {
		if (text[i] == u'%')
			return true;
	}
	return false;
}

static NTSTATUS
deliver(const struct table *table, const RTL_QUERY_REGISTRY_TABLE *entry, struct found found)
{
	bool expands = (entry->Flags & RTL_QUERY_REGISTRY_NOEXPAND) == 0;
	bool direct = (entry->Flags & RTL_QUERY_REGISTRY_DIRECT) != 0;

	if (expands && found.type == REG_EXPAND_SZ && has_variables(&found))
		not_modelled("RtlQueryRegistryValues: expands environment variables");
	if (expands && found.type == REG_MULTI_SZ) {
		if (direct)
			not_modelled("RtlQueryRegistryValues: stores the strings of a "
				     "REG_MULTI_SZ without RTL_QUERY_REGISTRY_NOEXPAND");
		return call_each(table, entry, &found);
	}
	if (direct)
		return store(table, entry, &found);
	if (expands && found.type == REG_EXPAND_SZ)
		found.type = REG_SZ;
	return call(table, entry, &found);
}

/* Here: the values are counted by number, so a routine may delete what it is told of. */
static NTSTATUS
deliver_all(const struct table *table, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	struct reg_value *value = reg_key_value(table->now, 0);
	NTSTATUS status = STATUS_SUCCESS;

	if (value == NULL && (entry->Flags & RTL_QUERY_REGISTRY_REQUIRED))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	for (uint32_t at = 0; NT_SUCCESS(status) && value != NULL;
	     value = reg_key_value(table->now, at)) {
		WCHAR *name = pool_take_own((value->name_length + 1) * sizeof *name, TABLE_TAG);

		memcpy(name, value->name, value->name_length * sizeof *name);
		status = deliver(table, entry,
		    (struct found){ name, value->type, value->data, value->data_bytes });
		pool_give(name);
		if (reg_key_value(table->now, at) != value)
			continue;
		if (entry->Flags & RTL_QUERY_REGISTRY_DELETE)
			reg_value_remove(table->now, value);
		else
			at++;
	}
	return status;
}

/* Windows: of a text the length may be left to the function.  [ddi:RtlQueryRegistryValues,
 * DefaultLength] */
static ULONG
default_bytes(const RTL_QUERY_REGISTRY_TABLE *entry, ULONG type)
{
	const WCHAR *text = entry->DefaultData;
	size_t length = 0;

	if (entry->DefaultLength != 0 || !is_text(type) || text == NULL)
		return entry->DefaultLength;
	do
		length += string_length(text + length) + 1;
	while (type == REG_MULTI_SZ && text[length] != 0);
	return (ULONG)((length + (type == REG_MULTI_SZ)) * sizeof *text);
}

static NTSTATUS
deliver_default(const struct table *table, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	ULONG type = entry->DefaultType & 0xff;
	RTL_QUERY_REGISTRY_TABLE unchecked = *entry;

	if (entry->Flags & RTL_QUERY_REGISTRY_REQUIRED)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (type == REG_NONE)
		return STATUS_SUCCESS;
	unchecked.DefaultType = type << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT;
	return deliver(table, &unchecked,
	    (struct found){ entry->Name, type, entry->DefaultData, default_bytes(entry, type) });
}

static NTSTATUS
deliver_named(const struct table *table, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	size_t length = string_length(entry->Name);
	struct reg_value *value = reg_value_find(table->now, entry->Name, length);
	NTSTATUS status;

	if (value == NULL)
		return deliver_default(table, entry);
	status = deliver(table, entry,
	    (struct found){ entry->Name, value->type, value->data, value->data_bytes });
	if (NT_SUCCESS(status) && (entry->Flags & RTL_QUERY_REGISTRY_DELETE)) {
		value = reg_value_find(table->now, entry->Name, length);
		if (value != NULL)
			reg_value_remove(table->now, value);
	}
	return status;
}

/* The keys of the table can't go while the driver's routines run. */
static void
enter(struct table *table, struct reg_key *key)
{
	reg_key_reference(key);
	if (table->now != NULL)
		reg_key_dereference(table->now);
	table->now = key;
}

static NTSTATUS
enter_subkey(struct table *table, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	struct reg_key *key;

	if (entry->Name == NULL)
		return STATUS_INVALID_PARAMETER;
	key = reg_key_walk(table->top, entry->Name, string_length(entry->Name));
	if (key == NULL)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	enter(table, key);
	return entry->QueryRoutine != NULL ? deliver_all(table, entry) : STATUS_SUCCESS;
}

static NTSTATUS
answer(struct table *table, const RTL_QUERY_REGISTRY_TABLE *entry)
{
	if ((entry->Flags & RTL_QUERY_REGISTRY_DIRECT)
	    && (entry->Name == NULL || entry->QueryRoutine != NULL
		|| (entry->Flags & RTL_QUERY_REGISTRY_SUBKEY)))
		return STATUS_INVALID_PARAMETER;
	if (entry->Flags & (RTL_QUERY_REGISTRY_TOPKEY | RTL_QUERY_REGISTRY_SUBKEY))
		enter(table, table->top);
	if (entry->Flags & RTL_QUERY_REGISTRY_SUBKEY)
		return enter_subkey(table, entry);
	if (entry->Flags & RTL_QUERY_REGISTRY_DIRECT)
		return deliver_named(table, entry);
	if (entry->QueryRoutine == NULL)
		return STATUS_SUCCESS; /* an entry that only goes to the top key */
	if (entry->Flags & RTL_QUERY_REGISTRY_NOVALUE)
		return call(table, entry, &(struct found){ NULL, REG_NONE, NULL, 0 });
	return entry->Name == NULL ? deliver_all(table, entry) : deliver_named(table, entry);
}

NTSTATUS NTAPI
RtlQueryRegistryValues(ULONG RelativeTo, PCWSTR Path, PRTL_QUERY_REGISTRY_TABLE QueryTable,
    PVOID Context, PVOID Environment)
{
	struct table table = { .context = Context };
	NTSTATUS status = relative_find(RelativeTo, Path, RELATIVE_FAILS, &table.top);

	(void)Environment;
	if (status == STATUS_OBJECT_NAME_NOT_FOUND && (RelativeTo & RTL_REGISTRY_OPTIONAL))
		return STATUS_SUCCESS;
	if (!NT_SUCCESS(status))
		return status;
	reg_key_reference(table.top);
	enter(&table, table.top);
	while (NT_SUCCESS(status)
	    && (QueryTable->QueryRoutine != NULL || QueryTable->Name != NULL
		|| (QueryTable->Flags & RTL_QUERY_REGISTRY_TOPKEY)))
		status = answer(&table, QueryTable++);
	reg_key_dereference(table.now);
	reg_key_dereference(table.top);
	return status;
}

const struct contract reg_table_exports[] = {
	EXPORT(RtlQueryRegistryValues, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND "
		  "STATUS_BUFFER_TOO_SMALL STATUS_OBJECT_TYPE_MISMATCH"),
	    APPROXIMATES("expands no environment variables; tells no registry callback")),
	EXPORTS_END,
};
