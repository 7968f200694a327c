#include "kmdf/string.h"

#include "kmdf/bind.h"
#include "kmdf/init.h"
#include "kmdf/status.h"

void
wdf_string_assign(struct wdf_string *string, const WCHAR *characters, USHORT bytes)
{
	UNICODE_STRING text = { bytes, bytes, (WCHAR *)characters };
	UNICODE_STRING copy = wdf_text_copy(&text);

	wdf_text_give(&string->text);
	string->text = copy;
}

struct wdf_string *
wdf_string_take(struct binding *binding, const WDF_OBJECT_ATTRIBUTES *attributes,
    const WCHAR *characters, USHORT bytes)
{
	struct wdf_string *string = (struct wdf_string *)wdf_object_take(
	    binding, WDF_KIND_STRING, sizeof(*string), attributes, NULL);

	if (string != NULL)
		wdf_string_assign(string, characters, bytes);
	return string;
}

void
wdf_string_destroy(struct wdf_object *object)
{
	wdf_text_give(&((struct wdf_string *)object)->text);
}

/* [K: fxstringapi.cpp] */
static NTSTATUS NTAPI
WdfStringCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PCUNICODE_STRING UnicodeString,
    PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	NTSTATUS status = attributes_check(StringAttributes, 0);
	struct wdf_string *string;

	wdf_not_null(String, __func__, "String");
	if (NT_SUCCESS(status) && UnicodeString != NULL)
		status = wdf_text_check(UnicodeString);
	if (!NT_SUCCESS(status))
		return status;
	if (UnicodeString != NULL && UnicodeString->Length > UINT16_MAX - sizeof(WCHAR))
		return STATUS_INTEGER_OVERFLOW;
	string = wdf_string_take(binding, StringAttributes,
	    UnicodeString != NULL ? UnicodeString->Buffer : NULL,
	    UnicodeString != NULL ? UnicodeString->Length : 0);
	if (string == NULL)
		return STATUS_DELETE_PENDING;
	*String = wdf_object_handle(&string->object);
	return STATUS_SUCCESS;
}

static void NTAPI
WdfStringGetUnicodeString(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFSTRING String, PUNICODE_STRING UnicodeString)
{
	struct wdf_string *string =
	    wdf_object_for(DriverGlobals, String, WDF_KIND_STRING, __func__);

	wdf_not_null(UnicodeString, __func__, "UnicodeString");
	*UnicodeString = string->text;
}

const struct contract wdf_string_slots[] = {
	EXPORT(WdfStringCreate, 4, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfstring),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_INFO_LENGTH_MISMATCH")),
	EXPORT(WdfStringGetUnicodeString, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdfstring)),
	EXPORTS_END,
};
