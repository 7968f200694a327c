/*
 * RtlIpv4…, RtlIpv6… and RtlEthernet… functions, for narrow and wide text.
 *
 * Windows: a text that is none is STATUS_INVALID_PARAMETER, as is a buffer that is too small, whose
 *   length then says what is needed; the address must be the whole text in the Ex functions.
 *   [win32:RtlIpv4StringToAddressExW; win32:RtlIpv6AddressToStringExW]
 */
#include "executive/string.h"
#include "nt/status.h"
#include "rtl/address.h"
#include "rtl/digits.h"
#include "rtl/exports.h"

#include <string.h>

static USHORT
swapped(uint64_t port)
{
	return __builtin_bswap16((USHORT)port);
}

/* The beginning of a wide text; what is no ASCII ends an address as any other letter does. */
static const char *
narrowed(const WCHAR *text, char out[ADDRESS_TEXT * 2])
{
	size_t at = 0;

	for (; at < ADDRESS_TEXT * 2 - 1 && text[at] != 0; at++)
		out[at] = text[at] < 0x80 ? (char)text[at] : '\x7f';
	out[at] = '\0';
	return out;
}

static char *
narrow_end(char *out, struct address_text text)
{
	memcpy(out, text.text, text.length + 1);
	return out + text.length;
}

static WCHAR *
wide_end(WCHAR *out, struct address_text text)
{
	string_widen(out, text.text, text.length + 1);
	return out + text.length;
}

static NTSTATUS
narrow_fits(char *out, ULONG *length, struct address_text text)
{
	ULONG room = *length;

	*length = (ULONG)text.length + 1;
	if (room < *length)
		return STATUS_INVALID_PARAMETER;
	narrow_end(out, text);
	return STATUS_SUCCESS;
}

static NTSTATUS
wide_fits(WCHAR *out, ULONG *length, struct address_text text)
{
	ULONG room = *length;

	*length = (ULONG)text.length + 1;
	if (room < *length)
		return STATUS_INVALID_PARAMETER;
	wide_end(out, text);
	return STATUS_SUCCESS;
}

static struct address_text
v4_with_port(const UCHAR *address, USHORT port)
{
	struct address_text text = address_v4_text(address);

	if (port != 0) {
		address_text_add(&text, ":");
		address_text_add_number(&text, swapped(port));
	}
	return text;
}

static struct address_text
v6_with_port(const UCHAR *address, ULONG scope, USHORT port)
{
	struct address_text plain = address_v6_text(address);
	struct address_text text = { .length = 0 };

	if (port != 0)
		address_text_add(&text, "[");
	address_text_add(&text, plain.text);
	if (scope != 0) {
		address_text_add(&text, "%");
		address_text_add_number(&text, scope);
	}
	if (port != 0) {
		address_text_add(&text, "]:");
		address_text_add_number(&text, swapped(port));
	}
	return text;
}

static bool
v4_read_whole(const char *text, bool strict, UCHAR *address, USHORT *port)
{
	UCHAR read[4];
	uint64_t number = 0;

	if (!address_v4_read(&text, strict, read))
		return false;
	if (*text == ':') {
		text++;
		if (!address_number_read(&text, true, 0xffff, &number) || number == 0)
			return false;
	}
	if (*text != '\0')
		return false;
	memcpy(address, read, sizeof read);
	*port = swapped(number);
	return true;
}

static bool
v6_read_whole(const char *text, UCHAR *address, ULONG *scope, USHORT *port)
{
	UCHAR read[16];
	uint64_t zone = 0, number = 0;
	bool bracketed = *text == '[';

	text += bracketed;
	if (!address_v6_read(&text, read))
		return false;
	if (*text == '%') {
		text++;
		if (!address_number_read(&text, false, UINT32_MAX, &zone))
			return false;
	}
	if (bracketed && *text++ != ']')
		return false;
	if (bracketed && *text == ':') {
		text++;
		if (!address_number_read(&text, true, 0xffff, &number))
			return false;
	}
	if (*text != '\0')
		return false;
	memcpy(address, read, sizeof read);
	*scope = (ULONG)zone;
	*port = swapped(number);
	return true;
}

static struct address_text
ethernet_text(const UCHAR address[6])
{
	struct address_text text = { .length = 0 };

	for (int i = 0; i < 6; i++) {
		char pair[4] = { digit_letter(address[i] >> 4, true),
			digit_letter(address[i] & 15, true), i < 5 ? '-' : '\0' };

		address_text_add(&text, pair);
	}
	return text;
}

static bool
ethernet_read(const char **text, UCHAR address[6])
{
	UCHAR read[6];

	for (int i = 0; i < 6; i++) {
		unsigned high = digit_value((unsigned char)**text), low;

		if (high > 15 || (low = digit_value((unsigned char)(*text)[1])) > 15)
			return false;
		read[i] = (UCHAR)(high << 4 | low);
		*text += 2;
		if (i < 5 && *(*text)++ != '-')
			return false;
	}
	memcpy(address, read, sizeof read);
	return true;
}

static NTSTATUS
status_of(bool good)
{
	return good ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

/* For one kind of text: TO_BYTES narrows a text, END and FITS write one. */
#define FAMILY(A, LETTER, TO_BYTES, END, FITS) \
	static LETTER *NTAPI v4_to_##A(const UCHAR *address, LETTER *out) \
	{ \
		return END(out, address_v4_text(address)); \
	} \
	static LETTER *NTAPI v6_to_##A(const UCHAR *address, LETTER *out) \
	{ \
		return END(out, address_v6_text(address)); \
	} \
	static LETTER *NTAPI ethernet_to_##A(const UCHAR *address, LETTER *out) \
	{ \
		return END(out, ethernet_text(address)); \
	} \
	static NTSTATUS NTAPI v4_to_ex_##A( \
	    const UCHAR *address, USHORT port, LETTER *out, ULONG *length) \
	{ \
		if (address == NULL || length == NULL || (out == NULL && *length > 0)) \
			return STATUS_INVALID_PARAMETER; \
		return FITS(out, length, v4_with_port(address, port)); \
	} \
	static NTSTATUS NTAPI v6_to_ex_##A( \
	    const UCHAR *address, ULONG scope, USHORT port, LETTER *out, ULONG *length) \
	{ \
		if (address == NULL || length == NULL || (out == NULL && *length > 0)) \
			return STATUS_INVALID_PARAMETER; \
		return FITS(out, length, v6_with_port(address, scope, port)); \
	} \
	static NTSTATUS NTAPI v4_from_##A( \
	    const LETTER *text, BOOLEAN strict, const LETTER **end, UCHAR *address) \
	{ \
		char bytes[ADDRESS_TEXT * 2]; \
		const char *start = TO_BYTES(text, bytes), *at = start; \
		UCHAR read[4]; \
		bool good = address_v4_read(&at, strict, read); \
\
		*end = text + (at - start); \
		if (good) \
			memcpy(address, read, sizeof read); \
		return status_of(good); \
	} \
	static NTSTATUS NTAPI v6_from_##A(const LETTER *text, const LETTER **end, UCHAR *address) \
	{ \
		char bytes[ADDRESS_TEXT * 2]; \
		const char *start = TO_BYTES(text, bytes), *at = start; \
		bool good = address_v6_read(&at, address); \
\
		*end = text + (at - start); \
		return status_of(good); \
	} \
	static NTSTATUS NTAPI ethernet_from_##A( \
	    const LETTER *text, const LETTER **end, UCHAR *address) \
	{ \
		char bytes[ADDRESS_TEXT * 2]; \
		const char *start = TO_BYTES(text, bytes), *at = start; \
		bool good = ethernet_read(&at, address); \
\
		*end = text + (at - start); \
		return status_of(good); \
	} \
	static NTSTATUS NTAPI v4_from_ex_##A( \
	    const LETTER *text, BOOLEAN strict, UCHAR *address, USHORT *port) \
	{ \
		char bytes[ADDRESS_TEXT * 2]; \
\
		if (text == NULL || address == NULL || port == NULL) \
			return STATUS_INVALID_PARAMETER; \
		return status_of(v4_read_whole(TO_BYTES(text, bytes), strict, address, port)); \
	} \
	static NTSTATUS NTAPI v6_from_ex_##A( \
	    const LETTER *text, UCHAR *address, ULONG *scope, USHORT *port) \
	{ \
		char bytes[ADDRESS_TEXT * 2]; \
\
		if (text == NULL || address == NULL || scope == NULL || port == NULL) \
			return STATUS_INVALID_PARAMETER; \
		return status_of(v6_read_whole(TO_BYTES(text, bytes), address, scope, port)); \
	}

#define AS_IT_IS(text, bytes) ((void)(bytes), (text))

FAMILY(a, char, AS_IT_IS, narrow_end, narrow_fits)
FAMILY(w, WCHAR, narrowed, wide_end, wide_fits)

#define ADDRESS(name, function, arguments) \
	EXPORT_AS(name, function, arguments, PASSIVE_LEVEL, REFUSAL_NONE, 0, \
	    FAILS("STATUS_INVALID_PARAMETER"))

const struct contract rtl_address_exports[] = {
	ADDRESS("RtlIpv4AddressToStringA", v4_to_a, 2),
	ADDRESS("RtlIpv4AddressToStringW", v4_to_w, 2),
	ADDRESS("RtlIpv4AddressToStringExA", v4_to_ex_a, 4),
	ADDRESS("RtlIpv4AddressToStringExW", v4_to_ex_w, 4),
	ADDRESS("RtlIpv4StringToAddressA", v4_from_a, 4),
	ADDRESS("RtlIpv4StringToAddressW", v4_from_w, 4),
	ADDRESS("RtlIpv4StringToAddressExA", v4_from_ex_a, 4),
	ADDRESS("RtlIpv4StringToAddressExW", v4_from_ex_w, 4),
	ADDRESS("RtlIpv6AddressToStringA", v6_to_a, 2),
	ADDRESS("RtlIpv6AddressToStringW", v6_to_w, 2),
	ADDRESS("RtlIpv6AddressToStringExA", v6_to_ex_a, 5),
	ADDRESS("RtlIpv6AddressToStringExW", v6_to_ex_w, 5),
	ADDRESS("RtlIpv6StringToAddressA", v6_from_a, 3),
	ADDRESS("RtlIpv6StringToAddressW", v6_from_w, 3),
	ADDRESS("RtlIpv6StringToAddressExA", v6_from_ex_a, 4),
	ADDRESS("RtlIpv6StringToAddressExW", v6_from_ex_w, 4),
	ADDRESS("RtlEthernetAddressToStringA", ethernet_to_a, 2),
	ADDRESS("RtlEthernetAddressToStringW", ethernet_to_w, 2),
	ADDRESS("RtlEthernetStringToAddressA", ethernet_from_a, 3),
	ADDRESS("RtlEthernetStringToAddressW", ethernet_from_w, 3),
	EXPORTS_END,
};
