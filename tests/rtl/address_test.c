/* Addresses as text, by the names that drivers import, and questions about the version. */
#include "executive/target.h"
#include "machine/modules.h"
#include "nt/io.h"
#include "nt/status.h"
#include "test.h"

#include <string.h>

#define CALL(type, name, ...) \
	((type(NTAPI *)())(uintptr_t)machine_export(name)->function)(__VA_ARGS__)

NTAPI NTSTATUS RtlVerifyVersionInfo(const RTL_OSVERSIONINFOEXW *, ULONG, ULONGLONG);
NTAPI ULONGLONG VerSetConditionMask(ULONGLONG, ULONG, UCHAR);

TEST(v4_addresses_are_read_strictly_or_as_c_does)
{
	UCHAR address[4];
	const char *end;
	const WCHAR *wide_end, *text = u"10.1.2.3/8";

	CHECK_EQ(CALL(NTSTATUS, "RtlIpv4StringToAddressW", text, TRUE, &wide_end, address), 0);
	CHECK_EQ(wide_end - text, 8);
	assert_memory_equal(address, "\x0a\1\2\3", 4);
	CHECK_EQ(CALL(NTSTATUS, "RtlIpv4StringToAddressA", "0x7f.1", FALSE, &end, address), 0);
	assert_memory_equal(address, "\x7f\0\0\1", 4);
	CHECK_EQ(CALL(NTSTATUS, "RtlIpv4StringToAddressA", "127.1", TRUE, &end, address),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(CALL(NTSTATUS, "RtlIpv4StringToAddressA", "1.2.3.256", TRUE, &end, address),
	    STATUS_INVALID_PARAMETER);
}

TEST(a_port_is_in_network_order)
{
	UCHAR address[4];
	USHORT port;
	WCHAR out[22];
	ULONG length = 4;

	CHECK_EQ(
	    CALL(NTSTATUS, "RtlIpv4StringToAddressExA", "1.2.3.4:80", TRUE, address, &port), 0);
	CHECK_EQ(port, 0x5000);
	CHECK_EQ(CALL(NTSTATUS, "RtlIpv4AddressToStringExW", address, port, out, &length),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(length, 11);
	CHECK_EQ(CALL(NTSTATUS, "RtlIpv4AddressToStringExW", address, port, out, &length), 0);
	assert_memory_equal(out, u"1.2.3.4:80", 22);
}

/* RFC 5952, and the dotted end of mapped and ISATAP addresses. */
TEST(v6_addresses_go_to_text_and_back)
{
	static const char *const same[] = { "::", "::1", "fe80::1", "2001:db8::1:0:0:1",
		"1:2:3:4:5:6:7:8", "1::8", "::ffff:1.2.3.4", "fe80::5efe:1.2.3.4",
		"1:0:3:4:5:6:7:8", "2001:db8::" };

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		UCHAR address[16];
		char out[46];
		const char *end;

		CHECK_EQ(CALL(NTSTATUS, "RtlIpv6StringToAddressA", same[i], &end, address), 0);
		CHECK_EQ(*end, 0);
		end = CALL(char *, "RtlIpv6AddressToStringA", address, out);
		CHECK_STR(out, same[i]);
		CHECK(end == out + strlen(out));
	}
}

TEST(bad_v6_text_is_refused)
{
	static const char *const bad[] = { "", ":", "1:2", "1::2::3", "12345::", "1:2:3:4:5:6:7",
		"g::" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		UCHAR address[16];
		ULONG scope;
		USHORT port;

		CHECK_EQ(
		    CALL(NTSTATUS, "RtlIpv6StringToAddressExA", bad[i], address, &scope, &port),
		    STATUS_INVALID_PARAMETER);
	}
}

TEST(scope_and_port_stand_around_the_address)
{
	UCHAR address[16];
	ULONG scope, length = 65;
	USHORT port;
	char out[65];

	CHECK_EQ(
	    CALL(NTSTATUS, "RtlIpv6StringToAddressExW", u"[fe80::1%3]:443", address, &scope, &port),
	    0);
	CHECK_EQ(scope, 3);
	CHECK_EQ(port, 0xbb01);
	CHECK_EQ(
	    CALL(NTSTATUS, "RtlIpv6AddressToStringExA", address, scope, port, out, &length), 0);
	CHECK_STR(out, "[fe80::1%3]:443");
	CHECK_EQ(length, 16);
}

TEST(ethernet_addresses_have_dashes)
{
	UCHAR address[6];
	char out[18];
	const char *end;

	CHECK_EQ(
	    CALL(NTSTATUS, "RtlEthernetStringToAddressA", "00-15-5d-0A-bc-ff", &end, address), 0);
	CALL(char *, "RtlEthernetAddressToStringA", address, out);
	CHECK_STR(out, "00-15-5D-0A-BC-FF");
	CHECK_EQ(CALL(NTSTATUS, "RtlEthernetStringToAddressA", "00:15", &end, address),
	    STATUS_INVALID_PARAMETER);
}

/* The example of [ddi:RtlVerifyVersionInfo]: a later major version needs no look at the minor one. */
TEST(a_later_major_version_decides)
{
	RTL_OSVERSIONINFOEXW wanted = { .dwMajorVersion = 6, .dwMinorVersion = 3 };
	ULONGLONG mask = VerSetConditionMask(VerSetConditionMask(0, 2, 3), 1, 3);

	CHECK_EQ(RtlVerifyVersionInfo(&wanted, 3, mask), STATUS_SUCCESS);
	wanted.dwMajorVersion = 10;
	CHECK_EQ(RtlVerifyVersionInfo(&wanted, 3, mask), STATUS_REVISION_MISMATCH);
	wanted.dwMajorVersion = 11;
	CHECK_EQ(RtlVerifyVersionInfo(&wanted, 2, mask), STATUS_REVISION_MISMATCH);
	CHECK_EQ(RtlVerifyVersionInfo(&wanted, 0, mask), STATUS_INVALID_PARAMETER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(v4_addresses_are_read_strictly_or_as_c_does),
		cmocka_unit_test(a_port_is_in_network_order),
		cmocka_unit_test(v6_addresses_go_to_text_and_back),
		cmocka_unit_test(bad_v6_text_is_refused),
		cmocka_unit_test(scope_and_port_stand_around_the_address),
		cmocka_unit_test(ethernet_addresses_have_dashes),
		cmocka_unit_test(a_later_major_version_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
