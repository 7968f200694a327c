/*
 * The values of a WDFKEY.  What the registry holds is checked before it is believed: a text of
 * odd length, or a list of texts without its end, is STATUS_OBJECT_TYPE_MISMATCH or cut.
 * [K: fxregistryapi.cpp, fxregkeykm.cpp]
 */
#include "host/arena.h"
#include "kmdf/bind.h"
#include "kmdf/borrow.h"
#include "kmdf/init.h"
#include "kmdf/key.h"
#include "kmdf/memory.h"
#include "kmdf/status.h"
#include "kmdf/string.h"

#include <stddef.h>
#include <string.h>

#define HEAD offsetof(KEY_VALUE_PARTIAL_INFORMATION, Data)

/* A value as it was read; `information` is given back with value_give. */
struct value {
	KEY_VALUE_PARTIAL_INFORMATION *information;
	ULONG type;
	ULONG bytes;
};

static void
value_give(struct value *value)
{
	if (value->information != NULL)
		arena_give(value->information);
	value->information = NULL;
}

static struct wdf_key *
key_for(PWDF_DRIVER_GLOBALS globals, WDFKEY handle, PCUNICODE_STRING name, const char *function)
{
	struct wdf_key *key = wdf_object_for(globals, handle, WDF_KIND_KEY, function);

	wdf_not_null(name, function, "ValueName");
	return key;
}

/* With room for `room` bytes.  STATUS_BUFFER_OVERFLOW: there are more; type and bytes are told. */
static NTSTATUS
value_read(const struct wdf_key *key, PCUNICODE_STRING name, ULONG room, struct value *value)
{
	ULONG length = (ULONG)HEAD + room;
	NTSTATUS status;

	value->information =
	    arena_take(length > sizeof(*value->information) ? length : sizeof(*value->information));
	status = ZwQueryValueKey(key->handle, (UNICODE_STRING *)(uintptr_t)name,
	    KeyValuePartialInformation, value->information, length, &length);
	if (NT_SUCCESS(status) || status == STATUS_BUFFER_OVERFLOW) {
		value->type = value->information->Type;
		value->bytes = value->information->DataLength;
	}
	return status;
}

/* All of it, whatever its size; STATUS_RESOURCE_DATA_NOT_FOUND: it is empty. */
static NTSTATUS
value_read_all(const struct wdf_key *key, PCUNICODE_STRING name, struct value *value)
{
	NTSTATUS status = value_read(key, name, 0, value);
	ULONG bytes = value->bytes;

	value_give(value);
	if (!NT_SUCCESS(status) && status != STATUS_BUFFER_OVERFLOW)
		return status;
	if (bytes == 0)
		return STATUS_RESOURCE_DATA_NOT_FOUND;
	return value_read(key, name, bytes, value);
}

static bool
is_text(ULONG type)
{
	return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

/* Windows: a value that does not fit leaves the buffer alone.  [K: FxRegKey::_QueryValue] */
static NTSTATUS NTAPI
WdfRegistryQueryValue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key, PCUNICODE_STRING ValueName,
    ULONG ValueLength, PVOID Value, PULONG ValueLengthQueried, PULONG ValueType)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);
	struct value value = { 0 };

	if (!NT_SUCCESS(status))
		return status;
	status = value_read(key, ValueName, Value != NULL ? ValueLength : 0, &value);
	if (NT_SUCCESS(status) && Value != NULL)
		memcpy(Value, value.information->Data, value.bytes);
	if (NT_SUCCESS(status) || status == STATUS_BUFFER_OVERFLOW) {
		if (ValueLengthQueried != NULL)
			*ValueLengthQueried = value.bytes;
		if (ValueType != NULL)
			*ValueType = value.type;
	}
	value_give(&value);
	return status;
}

static NTSTATUS NTAPI
WdfRegistryQueryMemory(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key, PCUNICODE_STRING ValueName,
    POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes, WDFMEMORY *Memory,
    PULONG ValueType)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	struct binding *binding = key->object.binding;
	struct value value = { 0 };
	struct wdf_memory *memory;
	NTSTATUS status;

	(void)PoolType;
	wdf_not_null(Memory, __func__, "Memory");
	*Memory = NULL;
	status = attributes_check(MemoryAttributes, 0);
	if (NT_SUCCESS(status))
		status = wdf_text_check(ValueName);
	if (NT_SUCCESS(status))
		status = value_read_all(key, ValueName, &value);
	if (NT_SUCCESS(status))
		status = wdf_memory_make(
		    binding, MemoryAttributes, value.bytes, binding->globals.DriverTag, &memory);
	if (NT_SUCCESS(status)) {
		memcpy(memory->bytes, value.information->Data, value.bytes);
		*Memory = wdf_object_handle(&memory->object);
		if (ValueType != NULL)
			*ValueType = value.type;
	}
	value_give(&value);
	return status;
}

/* Windows: an even number of bytes that ends in two terminators.  [K: _VerifyMultiSzString] */
static bool
is_list_of_texts(const struct value *value)
{
	const WCHAR *characters = (const WCHAR *)(const void *)value->information->Data;
	ULONG count = value->bytes / sizeof(WCHAR);

	return value->bytes % sizeof(WCHAR) == 0 && count >= 2 && characters[count - 1] == 0
	    && characters[count - 2] == 0;
}

static size_t
text_length(const WCHAR *text)
{
	size_t length = 0;

	while (text[length] != 0)
		length++;
	return length;
}

/* The object's own reference stays its parent's; the collection has one more. */
static NTSTATUS
texts_add(struct binding *binding, const struct value *value,
    const WDF_OBJECT_ATTRIBUTES *attributes, struct wdf_collection *collection)
{
	const WCHAR *at = (const WCHAR *)(const void *)value->information->Data;

	while (*at != 0) {
		size_t length = text_length(at);
		struct wdf_string *string =
		    wdf_string_take(binding, attributes, at, (USHORT)(length * sizeof(WCHAR)));

		if (string == NULL)
			return STATUS_DELETE_PENDING;
		wdf_collection_add(collection, &string->object);
		at += length + 1;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfRegistryQueryMultiString(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key,
    PCUNICODE_STRING ValueName, PWDF_OBJECT_ATTRIBUTES StringsAttributes, WDFCOLLECTION Collection)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = attributes_check(StringsAttributes, 0);
	struct wdf_collection *collection;
	struct value value = { 0 };

	wdf_not_null(Collection, __func__, "Collection");
	if (NT_SUCCESS(status))
		status = wdf_text_check(ValueName);
	if (!NT_SUCCESS(status))
		return status;
	collection = wdf_object_get(Collection, WDF_KIND_COLLECTION, __func__);
	status = value_read_all(key, ValueName, &value);
	if (NT_SUCCESS(status) && (value.type != REG_MULTI_SZ || !is_list_of_texts(&value)))
		status = STATUS_OBJECT_TYPE_MISMATCH;
	if (NT_SUCCESS(status))
		status = texts_add(key->object.binding, &value, StringsAttributes, collection);
	value_give(&value);
	return status;
}

/* Windows: a terminator at the end is not counted in Length.  The length that is asked for is
 *   the value's, with it.  [K: WdfRegistryQueryUnicodeString] */
static NTSTATUS NTAPI
WdfRegistryQueryUnicodeString(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key,
    PCUNICODE_STRING ValueName, PUSHORT ValueByteLength, PUNICODE_STRING Value)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);
	struct value value = { 0 };

	if (NT_SUCCESS(status) && Value != NULL)
		status = wdf_text_check(Value);
	if (!NT_SUCCESS(status))
		return status;
	if (Value != NULL && Value->MaximumLength == 0)
		return STATUS_INVALID_PARAMETER;
	status = value_read(key, ValueName, Value != NULL ? Value->MaximumLength : 0, &value);
	if (NT_SUCCESS(status) && !is_text(value.type))
		status = STATUS_OBJECT_TYPE_MISMATCH;
	if (ValueByteLength != NULL && (NT_SUCCESS(status) || status == STATUS_BUFFER_OVERFLOW))
		*ValueByteLength = (USHORT)value.bytes;
	if (NT_SUCCESS(status) && Value != NULL) {
		memcpy(Value->Buffer, value.information->Data, value.bytes);
		Value->Length = (USHORT)value.bytes;
		if (value.bytes >= sizeof(WCHAR)
		    && Value->Buffer[value.bytes / sizeof(WCHAR) - 1] == 0)
			Value->Length -= sizeof(WCHAR);
	}
	value_give(&value);
	return status;
}

static NTSTATUS NTAPI
WdfRegistryQueryString(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);
	struct value value = { 0 };
	struct wdf_string *string;

	wdf_not_null(String, __func__, "String");
	if (!NT_SUCCESS(status))
		return status;
	string = wdf_object_get(String, WDF_KIND_STRING, __func__);
	status = value_read_all(key, ValueName, &value);
	if (NT_SUCCESS(status) && !is_text(value.type))
		status = STATUS_OBJECT_TYPE_MISMATCH;
	if (NT_SUCCESS(status) && value.bytes > UINT16_MAX - sizeof(WCHAR))
		status = STATUS_INVALID_BUFFER_SIZE;
	if (NT_SUCCESS(status)) {
		const WCHAR *text = (const WCHAR *)(const void *)value.information->Data;
		ULONG count = value.bytes / sizeof(WCHAR);

		if (count > 0 && text[count - 1] == 0)
			count--;
		wdf_string_assign(string, text, (USHORT)(count * sizeof(WCHAR)));
	}
	value_give(&value);
	return status;
}

/* [K: FxRegKey::_QueryULong] */
static NTSTATUS NTAPI
WdfRegistryQueryULong(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key, PCUNICODE_STRING ValueName, PULONG Value)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);
	struct value value = { 0 };

	wdf_not_null(Value, __func__, "Value");
	if (!NT_SUCCESS(status))
		return status;
	status = value_read(key, ValueName, sizeof(*Value), &value);
	if ((NT_SUCCESS(status) || status == STATUS_BUFFER_OVERFLOW) && value.type != REG_DWORD)
		status = STATUS_OBJECT_TYPE_MISMATCH;
	if (NT_SUCCESS(status))
		memcpy(Value, value.information->Data, sizeof(*Value));
	value_give(&value);
	return status;
}

static NTSTATUS NTAPI
WdfRegistryRemoveValue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key, PCUNICODE_STRING ValueName)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);

	if (!NT_SUCCESS(status))
		return status;
	return ZwDeleteValueKey(key->handle, (UNICODE_STRING *)(uintptr_t)ValueName);
}

static NTSTATUS
value_write(
    const struct wdf_key *key, PCUNICODE_STRING name, ULONG type, const void *data, size_t bytes)
{
	return ZwSetValueKey(key->handle, (UNICODE_STRING *)(uintptr_t)name, 0, type,
	    (void *)(uintptr_t)data, (ULONG)bytes);
}

static NTSTATUS NTAPI
WdfRegistryAssignValue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key, PCUNICODE_STRING ValueName,
    ULONG ValueType, ULONG ValueLength, PVOID Value)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);

	return NT_SUCCESS(status) ? value_write(key, ValueName, ValueType, Value, ValueLength)
				  : status;
}

static NTSTATUS NTAPI
WdfRegistryAssignMemory(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key, PCUNICODE_STRING ValueName,
    ULONG ValueType, WDFMEMORY Memory, PWDFMEMORY_OFFSET MemoryOffsets)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);
	size_t size;
	void *bytes;

	wdf_not_null(Memory, __func__, "Memory");
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_memory_span(
	    wdf_object_get(Memory, WDF_KIND_MEMORY, __func__), MemoryOffsets, &bytes, &size);
	return NT_SUCCESS(status) ? value_write(key, ValueName, ValueType, bytes, size) : status;
}

/* The texts one behind the other, each with its terminator, and one more; nothing is written
 * without `to`.  0: something in the collection is no string. */
static size_t
texts_copy(struct wdf_collection *collection, WCHAR *to)
{
	size_t count = 0;

	for (ULONG i = 0; i < wdf_collection_count(collection); i++) {
		const struct wdf_string *string =
		    (const struct wdf_string *)wdf_collection_item(collection, i);
		size_t length;

		if (string->object.kind != WDF_KIND_STRING)
			return 0;
		length = string->text.Length / sizeof(WCHAR);
		if (to != NULL)
			memcpy(to + count, string->text.Buffer, (length + 1) * sizeof(WCHAR));
		count += length + 1;
	}
	return count + 1;
}

static NTSTATUS NTAPI
WdfRegistryAssignMultiString(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key,
    PCUNICODE_STRING ValueName, WDFCOLLECTION StringsCollection)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);
	struct wdf_collection *collection;
	size_t count;
	WCHAR *texts;

	wdf_not_null(StringsCollection, __func__, "StringsCollection");
	if (!NT_SUCCESS(status))
		return status;
	collection = wdf_object_get(StringsCollection, WDF_KIND_COLLECTION, __func__);
	count = texts_copy(collection, NULL);
	if (count == 0)
		return STATUS_INVALID_PARAMETER;
	texts = arena_take(count * sizeof(WCHAR));
	texts_copy(collection, texts);
	status = value_write(key, ValueName, REG_MULTI_SZ, texts, count * sizeof(WCHAR));
	arena_give(texts);
	return status;
}

/* Windows: written with a terminator.  [K: WdfRegistryAssignUnicodeString] */
static NTSTATUS NTAPI
WdfRegistryAssignUnicodeString(PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key,
    PCUNICODE_STRING ValueName, PCUNICODE_STRING Value)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);
	UNICODE_STRING copy;

	wdf_not_null(Value, __func__, "Value");
	if (NT_SUCCESS(status))
		status = wdf_text_check(Value);
	if (!NT_SUCCESS(status))
		return status;
	copy = wdf_text_copy(Value);
	status =
	    value_write(key, ValueName, REG_SZ, copy.Buffer, (size_t)copy.Length + sizeof(WCHAR));
	wdf_text_give(&copy);
	return status;
}

static NTSTATUS NTAPI
WdfRegistryAssignString(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key, PCUNICODE_STRING ValueName, WDFSTRING String)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);
	const struct wdf_string *string;

	wdf_not_null(String, __func__, "String");
	if (!NT_SUCCESS(status))
		return status;
	string = wdf_object_get(String, WDF_KIND_STRING, __func__);
	return value_write(key, ValueName, REG_SZ, string->text.Buffer,
	    (size_t)string->text.Length + sizeof(WCHAR));
}

static NTSTATUS NTAPI
WdfRegistryAssignULong(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFKEY Key, PCUNICODE_STRING ValueName, ULONG Value)
{
	struct wdf_key *key = key_for(DriverGlobals, Key, ValueName, __func__);
	NTSTATUS status = wdf_text_check(ValueName);

	return NT_SUCCESS(status) ? value_write(key, ValueName, REG_DWORD, &Value, sizeof(Value))
				  : status;
}

#define VALUE_SLOT(name, arguments, fails) \
	EXPORT(name, arguments, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdfregistry), \
	    FAILS(fails))

const struct contract wdf_key_value_slots[] = {
	VALUE_SLOT(WdfRegistryQueryValue, 7,
	    "STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_BUFFER_OVERFLOW"),
	VALUE_SLOT(WdfRegistryQueryMemory, 7,
	    "STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_RESOURCE_DATA_NOT_FOUND"),
	VALUE_SLOT(WdfRegistryQueryMultiString, 5,
	    "STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_OBJECT_TYPE_MISMATCH "
	    "STATUS_RESOURCE_DATA_NOT_FOUND"),
	VALUE_SLOT(WdfRegistryQueryUnicodeString, 5,
	    "STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_OBJECT_TYPE_MISMATCH "
	    "STATUS_BUFFER_OVERFLOW"),
	VALUE_SLOT(WdfRegistryQueryString, 4,
	    "STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_OBJECT_TYPE_MISMATCH "
	    "STATUS_RESOURCE_DATA_NOT_FOUND STATUS_INVALID_BUFFER_SIZE"),
	VALUE_SLOT(WdfRegistryQueryULong, 4,
	    "STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_OBJECT_TYPE_MISMATCH"),
	VALUE_SLOT(WdfRegistryRemoveValue, 3,
	    "STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND STATUS_ACCESS_DENIED"),
	VALUE_SLOT(WdfRegistryAssignValue, 6, "STATUS_INVALID_PARAMETER STATUS_ACCESS_DENIED"),
	VALUE_SLOT(WdfRegistryAssignMemory, 6,
	    "STATUS_INVALID_PARAMETER STATUS_ACCESS_DENIED STATUS_INTEGER_OVERFLOW"),
	VALUE_SLOT(
	    WdfRegistryAssignMultiString, 4, "STATUS_INVALID_PARAMETER STATUS_ACCESS_DENIED"),
	VALUE_SLOT(
	    WdfRegistryAssignUnicodeString, 4, "STATUS_INVALID_PARAMETER STATUS_ACCESS_DENIED"),
	VALUE_SLOT(WdfRegistryAssignString, 4, "STATUS_INVALID_PARAMETER STATUS_ACCESS_DENIED"),
	VALUE_SLOT(WdfRegistryAssignULong, 4, "STATUS_INVALID_PARAMETER STATUS_ACCESS_DENIED"),
	EXPORTS_END,
};
