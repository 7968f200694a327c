#include "registry/query.h"

#include "ledger/finding.h"
#include "registry/exports.h"
#include "registry/notify.h"
#include "registry/open.h"
#include "registry/record.h"

#define PATH_LIMIT 2048

NTAPI NTSTATUS ZwQueryValueKey(HANDLE KeyHandle, UNICODE_STRING *ValueName,
    KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass, PVOID KeyValueInformation, ULONG Length,
    ULONG *ResultLength);
NTAPI NTSTATUS ZwEnumerateValueKey(HANDLE KeyHandle, ULONG Index,
    KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass, PVOID KeyValueInformation, ULONG Length,
    ULONG *ResultLength);
NTAPI NTSTATUS ZwQueryKey(HANDLE KeyHandle, KEY_INFORMATION_CLASS KeyInformationClass,
    PVOID KeyInformation, ULONG Length, ULONG *ResultLength);
NTAPI NTSTATUS ZwEnumerateKey(HANDLE KeyHandle, ULONG Index,
    KEY_INFORMATION_CLASS KeyInformationClass, PVOID KeyInformation, ULONG Length,
    ULONG *ResultLength);

/* Windows: the data follows the name, aligned; Align64 asks for 8 bytes.  [wdm.h] */
static struct record
describe_full(const struct reg_value *value, ULONG alignment, void *buffer, ULONG length)
{
	const ULONG fixed = offsetof(KEY_VALUE_FULL_INFORMATION, Name);
	struct record record = record_start(buffer, length, fixed);
	KEY_VALUE_FULL_INFORMATION head = {
		.Type = value->type,
		.DataLength = value->data_bytes,
		.NameLength = value->name_length * (ULONG)sizeof(WCHAR),
	};

	head.DataOffset = (fixed + head.NameLength + alignment - 1) & ~(alignment - 1);
	record_put(&record, 0, &head, fixed);
	record_put(&record, fixed, value->name, head.NameLength);
	record_put(&record, head.DataOffset, value->data, value->data_bytes);
	return record;
}

static struct record
describe_basic(const struct reg_value *value, void *buffer, ULONG length)
{
	const ULONG fixed = offsetof(KEY_VALUE_BASIC_INFORMATION, Name);
	struct record record = record_start(buffer, length, fixed);
	KEY_VALUE_BASIC_INFORMATION head = {
		.Type = value->type,
		.NameLength = value->name_length * (ULONG)sizeof(WCHAR),
	};

	record_put(&record, 0, &head, fixed);
	record_put(&record, fixed, value->name, head.NameLength);
	return record;
}

static struct record
describe_partial(const struct reg_value *value, void *buffer, ULONG length)
{
	const ULONG fixed = offsetof(KEY_VALUE_PARTIAL_INFORMATION, Data);
	struct record record = record_start(buffer, length, fixed);
	KEY_VALUE_PARTIAL_INFORMATION head = {
		.Type = value->type,
		.DataLength = value->data_bytes,
	};

	record_put(&record, 0, &head, fixed);
	record_put(&record, fixed, value->data, value->data_bytes);
	return record;
}

static struct record
describe_partial_aligned(const struct reg_value *value, void *buffer, ULONG length)
{
	const ULONG fixed = offsetof(KEY_VALUE_PARTIAL_INFORMATION_ALIGN64, Data);
	struct record record = record_start(buffer, length, fixed);
	KEY_VALUE_PARTIAL_INFORMATION_ALIGN64 head = {
		.Type = value->type,
		.DataLength = value->data_bytes,
	};

	record_put(&record, 0, &head, fixed);
	record_put(&record, fixed, value->data, value->data_bytes);
	return record;
}

NTSTATUS
reg_value_describe(const struct reg_value *value, KEY_VALUE_INFORMATION_CLASS class, void *buffer,
    ULONG length, ULONG *needed)
{
	struct record record;

	switch ((ULONG) class) {
	case KeyValueBasicInformation:
		record = describe_basic(value, buffer, length);
		break;
	case KeyValueFullInformation:
		record = describe_full(value, sizeof(ULONG), buffer, length);
		break;
	case KeyValueFullInformationAlign64:
		record = describe_full(value, sizeof(ULONG64), buffer, length);
		break;
	case KeyValuePartialInformation:
		record = describe_partial(value, buffer, length);
		break;
	case KeyValuePartialInformationAlign64:
		record = describe_partial_aligned(value, buffer, length);
		break;
	default:
		return STATUS_INVALID_PARAMETER;
	}
	*needed = record.needed;
	return record_status(&record);
}

static NTSTATUS
query_value(struct reg_key *key, const REG_QUERY_VALUE_KEY_INFORMATION *asked)
{
	struct reg_value_name name = reg_value_name(asked->ValueName);
	struct reg_value *value = reg_value_find(key, name.text, name.length);

	if (value == NULL)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	return reg_value_describe(value, asked->KeyValueInformationClass,
	    asked->KeyValueInformation, asked->Length, asked->ResultLength);
}

NTSTATUS NTAPI
ZwQueryValueKey(HANDLE KeyHandle, UNICODE_STRING *ValueName,
    KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass, PVOID KeyValueInformation, ULONG Length,
    ULONG *ResultLength)
{
	REG_QUERY_VALUE_KEY_INFORMATION information = {
		.Object = handle_object(KeyHandle),
		.ValueName = ValueName,
		.KeyValueInformationClass = KeyValueInformationClass,
		.KeyValueInformation = KeyValueInformation,
		.Length = Length,
		.ResultLength = ResultLength,
	};
	struct notice notice = NOTICE(QueryValueKey, information);
	struct reg_key *key;
	NTSTATUS status = reg_key_of_handle(KeyHandle, KEY_QUERY_VALUE, &key);

	if (!NT_SUCCESS(status))
		return status;
	if (notice_before(&notice, &status))
		status = query_value(key, &information);
	return notice_after(&notice, information.Object, status);
}

NTSTATUS NTAPI
ZwEnumerateValueKey(HANDLE KeyHandle, ULONG Index,
    KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass, PVOID KeyValueInformation, ULONG Length,
    ULONG *ResultLength)
{
	REG_ENUMERATE_VALUE_KEY_INFORMATION information = {
		.Object = handle_object(KeyHandle),
		.Index = Index,
		.KeyValueInformationClass = KeyValueInformationClass,
		.KeyValueInformation = KeyValueInformation,
		.Length = Length,
		.ResultLength = ResultLength,
	};
	struct notice notice = NOTICE(EnumerateValueKey, information);
	struct reg_value *value;
	struct reg_key *key;
	NTSTATUS status = reg_key_of_handle(KeyHandle, KEY_QUERY_VALUE, &key);

	if (!NT_SUCCESS(status))
		return status;
	if (notice_before(&notice, &status)) {
		value = reg_key_value(key, Index);
		status = value == NULL ? STATUS_NO_MORE_ENTRIES
				       : reg_value_describe(value, KeyValueInformationClass,
					   KeyValueInformation, Length, ResultLength);
	}
	return notice_after(&notice, information.Object, status);
}

/* Here: no key has a class, which is told as an offset of no bytes behind the rest. */
static struct record
describe_key_full(const struct reg_key *key, void *buffer, ULONG length)
{
	const ULONG fixed = offsetof(KEY_FULL_INFORMATION, Class);
	struct record record = record_start(buffer, length, fixed);
	KEY_FULL_INFORMATION head = {
		.LastWriteTime.QuadPart = (LONGLONG)key->written,
		.ClassOffset = (ULONG)-1,
	};

	LIST_EACH (at, &key->subkeys) {
		ULONG bytes =
		    LIST_ITEM(at, struct reg_key, link)->name_length * (ULONG)sizeof(WCHAR);

		head.SubKeys++;
		if (bytes > head.MaxNameLen)
			head.MaxNameLen = bytes;
	}
	LIST_EACH (at, &key->values) {
		const struct reg_value *value = LIST_ITEM(at, struct reg_value, link);
		ULONG bytes = value->name_length * (ULONG)sizeof(WCHAR);

		head.Values++;
		if (bytes > head.MaxValueNameLen)
			head.MaxValueNameLen = bytes;
		if (value->data_bytes > head.MaxValueDataLen)
			head.MaxValueDataLen = value->data_bytes;
	}
	record_put(&record, 0, &head, fixed);
	return record;
}

static struct record
describe_key_basic(const struct reg_key *key, void *buffer, ULONG length)
{
	const ULONG fixed = offsetof(KEY_BASIC_INFORMATION, Name);
	struct record record = record_start(buffer, length, fixed);
	KEY_BASIC_INFORMATION head = {
		.LastWriteTime.QuadPart = (LONGLONG)key->written,
		.NameLength = key->name_length * (ULONG)sizeof(WCHAR),
	};

	record_put(&record, 0, &head, fixed);
	record_put(&record, fixed, key->name, head.NameLength);
	return record;
}

static struct record
describe_key_node(const struct reg_key *key, void *buffer, ULONG length)
{
	const ULONG fixed = offsetof(KEY_NODE_INFORMATION, Name);
	struct record record = record_start(buffer, length, fixed);
	KEY_NODE_INFORMATION head = {
		.LastWriteTime.QuadPart = (LONGLONG)key->written,
		.ClassOffset = (ULONG)-1,
		.NameLength = key->name_length * (ULONG)sizeof(WCHAR),
	};

	record_put(&record, 0, &head, fixed);
	record_put(&record, fixed, key->name, head.NameLength);
	return record;
}

static struct record
describe_key_name(const struct reg_key *key, void *buffer, ULONG length)
{
	const ULONG fixed = offsetof(KEY_NAME_INFORMATION, Name);
	struct record record = record_start(buffer, length, fixed);
	WCHAR path[PATH_LIMIT];
	size_t characters = reg_key_path(key, path, PATH_LIMIT);
	KEY_NAME_INFORMATION head = { .NameLength = (ULONG)(characters * sizeof(WCHAR)) };

	if (characters > PATH_LIMIT)
		not_modelled("a key's path of %zu characters", characters);
	record_put(&record, 0, &head, fixed);
	record_put(&record, fixed, path, head.NameLength);
	return record;
}

static NTSTATUS
reg_key_describe(const struct reg_key *key, KEY_INFORMATION_CLASS class, void *buffer, ULONG length,
    ULONG *needed)
{
	struct record record;

	switch ((ULONG) class) {
	case KeyBasicInformation:
		record = describe_key_basic(key, buffer, length);
		break;
	case KeyNodeInformation:
		record = describe_key_node(key, buffer, length);
		break;
	case KeyFullInformation:
		record = describe_key_full(key, buffer, length);
		break;
	case KeyNameInformation:
		record = describe_key_name(key, buffer, length);
		break;
	default:
		if ((ULONG) class < MaxKeyInfoClass)
			not_modelled("class %d of a key's information", class);
		return STATUS_INVALID_PARAMETER;
	}
	*needed = record.needed;
	return record_status(&record);
}

/* Windows: a key's name is told to a handle with any right, the rest to one
 * that grants KEY_QUERY_VALUE.  [ddi:ZwQueryKey, Remarks] */
NTSTATUS NTAPI
ZwQueryKey(HANDLE KeyHandle, KEY_INFORMATION_CLASS KeyInformationClass, PVOID KeyInformation,
    ULONG Length, ULONG *ResultLength)
{
	ACCESS_MASK access = KeyInformationClass == KeyNameInformation ? 0 : KEY_QUERY_VALUE;
	REG_QUERY_KEY_INFORMATION information = {
		.Object = handle_object(KeyHandle),
		.KeyInformationClass = KeyInformationClass,
		.KeyInformation = KeyInformation,
		.Length = Length,
		.ResultLength = ResultLength,
	};
	struct notice notice = NOTICE(QueryKey, information);
	struct reg_key *key;
	NTSTATUS status = reg_key_of_handle(KeyHandle, access, &key);

	if (!NT_SUCCESS(status))
		return status;
	if (notice_before(&notice, &status))
		status = reg_key_describe(
		    key, KeyInformationClass, KeyInformation, Length, ResultLength);
	return notice_after(&notice, information.Object, status);
}

NTSTATUS NTAPI
ZwEnumerateKey(HANDLE KeyHandle, ULONG Index, KEY_INFORMATION_CLASS KeyInformationClass,
    PVOID KeyInformation, ULONG Length, ULONG *ResultLength)
{
	REG_ENUMERATE_KEY_INFORMATION information = {
		.Object = handle_object(KeyHandle),
		.Index = Index,
		.KeyInformationClass = KeyInformationClass,
		.KeyInformation = KeyInformation,
		.Length = Length,
		.ResultLength = ResultLength,
	};
	struct notice notice = NOTICE(EnumerateKey, information);
	struct reg_key *key, *subkey;
	NTSTATUS status = reg_key_of_handle(KeyHandle, KEY_ENUMERATE_SUB_KEYS, &key);

	if (!NT_SUCCESS(status))
		return status;
	if ((ULONG)KeyInformationClass > KeyFullInformation)
		return STATUS_INVALID_PARAMETER;
	if (notice_before(&notice, &status)) {
		subkey = reg_key_subkey(key, Index);
		status = subkey == NULL ? STATUS_NO_MORE_ENTRIES
					: reg_key_describe(subkey, KeyInformationClass,
					    KeyInformation, Length, ResultLength);
	}
	return notice_after(&notice, information.Object, status);
}

#define QUERY_FAILS \
	"STATUS_INVALID_HANDLE STATUS_ACCESS_DENIED STATUS_KEY_DELETED STATUS_BUFFER_TOO_SMALL " \
	"STATUS_BUFFER_OVERFLOW STATUS_INVALID_PARAMETER "

const struct contract reg_query_exports[] = {
	EXPORT(ZwQueryValueKey, 6, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS(QUERY_FAILS "STATUS_OBJECT_NAME_NOT_FOUND")),
	EXPORT(ZwEnumerateValueKey, 6, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS(QUERY_FAILS "STATUS_NO_MORE_ENTRIES")),
	EXPORT(ZwQueryKey, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS(QUERY_FAILS), APPROXIMATES("keeps no class")),
	EXPORT(ZwEnumerateKey, 6, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS(QUERY_FAILS "STATUS_NO_MORE_ENTRIES"), APPROXIMATES("keeps no class")),
	EXPORTS_END,
};
