/* Packet tags, and what a classifyFn asks about its packet. */
#include "stage.h"

#include "executive/object.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "net/path.h"
#include "wfp/option.h"
#include "wfp/tag.h"

#include "test.h"

#include <string.h>

static uint64_t tag;
static unsigned exits, removals;
static void *device;
static uint8_t bytes[256];
static size_t length;

static NTSTATUS NTAPI
notify(UINT32 event, NET_BUFFER_LIST *list, NET_BUFFER_LIST *other, UINT16 layer, UINT64 context,
    UINT64 context_tag)
{
	CHECK(list != NULL && other == NULL);
	CHECK_EQ(layer, 16);
	CHECK_EQ(context, 0x77);
	CHECK_EQ(context_tag, tag);
	exits += event == 4;
	removals += event == 5;
	return STATUS_SUCCESS;
}

static NTSTATUS
associate(NET_BUFFER_LIST *list, UINT64 with)
{
	GUID provider = { .Data1 = 1 };

	return FwpsNetBufferListAssociateContext1(
	    list, 16, 0x77, with, &provider, device, (void *)(uintptr_t)notify, 0);
}

static void
tags(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out)
{
	UINT64 context = 0;

	(void)out;
	CHECK_EQ(associate(list, tag + 1), STATUS_INVALID_PARAMETER);
	CHECK_EQ(associate(list, tag), STATUS_SUCCESS);
	CHECK_EQ(associate(list, tag), STATUS_OBJECT_NAME_EXISTS);
	CHECK_EQ(FwpsNetBufferListRetrieveContext0(list, tag, FALSE, 0, &context), STATUS_SUCCESS);
	CHECK_EQ(context, 0x77);
	CHECK_EQ(FwpsNetBufferListRetrieveContext0(list, 99, FALSE, 0, &context), STATUS_NOT_FOUND);
}

static void
removes(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out)
{
	(void)out;
	CHECK_EQ(associate(list, tag), STATUS_SUCCESS);
	CHECK_EQ(FwpsNetBufferListRemoveContext0(NULL, tag, 0), STATUS_SUCCESS);
	CHECK_EQ(FwpsNetBufferListRemoveContext0(NULL, tag, 0), STATUS_NOT_FOUND);
}

static void
do_send(void)
{
	path_send(bytes, length, (struct packet_origin){ 0 });
}

static void
begin(void)
{
	fresh();
	device = object_make(OBJECT_DEVICE, sizeof(DEVICE_OBJECT), NULL);
	tag = FwpsNetBufferListGetTagForContext0();
	exits = removals = 0;
	watch(16);
	length = packet_udp(bytes, sizeof(bytes), &here, &there, "x", 1);
}

TEST(a_tag_goes_when_the_packet_leaves_the_stack)
{
	size_t before;

	(void)state;
	begin();
	before = ledger_count(HOLDING_PACKET_TAG);
	classified = tags;
	on_network(do_send);
	CHECK_EQ(exits, 1);
	CHECK_EQ(ledger_count(HOLDING_PACKET_TAG), before);
	CHECK_EQ(finding_count(), 1);
	CHECK_EQ(finding_get(0)->rule, RULE_R174);
}

TEST(a_tag_is_removed_from_all_packets)
{
	(void)state;
	begin();
	classified = removes;
	on_network(do_send);
	CHECK_EQ(removals, 1);
	CHECK_EQ(exits, 0);
	CHECK_EQ(finding_count(), 0);
}

static void
asks_security(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out)
{
	FWPS_PACKET_LIST_INFORMATION0 information = { 1, 1 };

	(void)out;
	CHECK_EQ(FwpsGetPacketListSecurityInformation0(list,
		     FWPS_PACKET_LIST_INFORMATION_QUERY_IPSEC
			 | FWPS_PACKET_LIST_INFORMATION_QUERY_OUTBOUND,
		     &information),
	    STATUS_SUCCESS);
	CHECK_EQ(information.ipsecInformation, 0);
	CHECK_EQ(information.fwpInformation, 0);
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(FwpsGetPacketListSecurityInformation0(
		     list, FWPS_PACKET_LIST_INFORMATION_QUERY_IPSEC, &information),
	    STATUS_INVALID_PARAMETER);
	CHECK_EQ(finding_get(0)->rule, RULE_R182);
}

TEST(security_is_asked_about_one_way)
{
	(void)state;
	begin();
	classified = asks_security;
	on_network(do_send);
	CHECK_EQ(seen.calls, 1);
}

static void
sets_options(const struct asking *asking)
{
	FWP_VALUE0 value = { .type = FWP_UINT32, .uint32 = 30 };

	CHECK_EQ(FwpsClassifyOptionSet0(asking->metadata, 2, &value), STATUS_SUCCESS);
	CHECK_EQ(FwpsClassifyOptionSet0(asking->metadata, 2, &value), STATUS_UNSUCCESSFUL);
	CHECK_EQ(
	    FwpsClassifyOptionSet0(asking->metadata, 8, &value), STATUS_FWP_INVALID_ENUMERATOR);
	CHECK_EQ(FwpsClassifyOptionSet0(asking->metadata, 0, &value), STATUS_FWP_OUT_OF_BOUNDS);
	value.type = FWP_UINT8;
	CHECK_EQ(FwpsClassifyOptionSet0(asking->metadata, 3, &value), STATUS_OBJECT_TYPE_MISMATCH);
	exits = 7;
}

TEST(the_first_to_set_an_option_has_it)
{
	(void)state;
	begin();
	watch_all(48, FWP_ACTION_CALLOUT_INSPECTION);
	asked = sets_options;
	on_network(do_send);
	CHECK_EQ(exits, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tag_goes_when_the_packet_leaves_the_stack),
		cmocka_unit_test(a_tag_is_removed_from_all_packets),
		cmocka_unit_test(security_is_asked_about_one_way),
		cmocka_unit_test(the_first_to_set_an_option_has_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
