/* Lists, clones, references and pools: who may free what, once, and when it really goes. */
#include "floor.h"

#include "ndis/clone.h"
#include "ndis/data.h"
#include "ndis/fragment.h"
#include "ndis/memory.h"
#include "ndis/net_buffer_list.h"
#include "ndis/packet.h"

#include "test.h"

#include <string.h>

static const char payload[] = "headerpayload";

static NET_BUFFER_LIST *
indicated(size_t offset)
{
	return packet_take(payload, sizeof(payload), offset);
}

static NET_BUFFER_LIST *
cloned(NET_BUFFER_LIST *original)
{
	NET_BUFFER_LIST *clone;

	CHECK_EQ(FwpsAllocateCloneNetBufferList0(original, NULL, NULL, 0, &clone), 0);
	return clone;
}

TEST(a_clone_begins_at_the_data_start_and_shares_the_bytes)
{
	NET_BUFFER_LIST *original, *clone;
	NET_BUFFER *nb;

	(void)state;
	fresh();
	original = indicated(6);
	clone = cloned(original);
	nb = clone->FirstNetBuffer;
	CHECK(clone->ParentNetBufferList == original);
	CHECK_EQ(original->ChildRefCount, 1);
	CHECK_EQ(nb->DataOffset, 0);
	CHECK_EQ(nb->DataLength, sizeof(payload) - 6);
	CHECK(NdisGetDataBuffer(nb, 7, NULL, 1, 0)
	    == NdisGetDataBuffer(original->FirstNetBuffer, 7, NULL, 1, 0));
	CHECK_EQ(held(HOLDING_NBL_CLONE), 1);
	CHECK(!packet_give(original)); /* the clone holds it */
	CHECK(memcmp(NdisGetDataBuffer(nb, 7, NULL, 1, 0), "payload", 7) == 0);
	FwpsFreeCloneNetBufferList0(clone, 0);
	CHECK(list_of(original) == NULL);
	CHECK_EQ(held_in_all(), 0);
	CHECK_EQ(finding_count(), 0);
}

TEST(a_reference_keeps_a_packet_and_must_be_balanced)
{
	NET_BUFFER_LIST *original;

	(void)state;
	fresh();
	original = indicated(0);
	FwpsReferenceNetBufferList0(original, TRUE);
	CHECK(!packet_give(original));
	CHECK_EQ(held(HOLDING_NBL_REFERENCE), 1);
	FwpsDereferenceNetBufferList0(original, FALSE);
	CHECK(list_of(original) == NULL);
	CHECK_EQ(finding_count(), 0);
	FwpsDereferenceNetBufferList0(original, FALSE);
	CHECK_EQ(findings(RULE_R139), 1);
}

TEST(a_list_goes_back_through_its_own_door_and_once)
{
	NDIS_HANDLE pool;
	NET_BUFFER_LIST *list;

	(void)state;
	fresh();
	pool = list_pool();
	CHECK_EQ(FwpsAllocateNetBufferAndNetBufferList0(pool, 0, 0, NULL, 0, 0, &list), 0);
	CHECK(NdisGetPoolFromNetBufferList(list) == pool);
	FwpsFreeNetBufferList0(list);
	CHECK_EQ(finding_count(), 0);
	FwpsFreeNetBufferList0(list);
	CHECK_EQ(findings(RULE_R120), 1);
	CHECK_EQ(FwpsAllocateNetBufferAndNetBufferList0(pool, 0, 0, NULL, 0, 0, &list), 0);
	finding_clear();
	FwpsFreeCloneNetBufferList0(list, 0);
	CHECK_EQ(findings(RULE_R120), 1);
	CHECK_EQ(held(HOLDING_NBL), 0);
}

TEST(a_clone_must_be_what_it_was_when_it_is_freed)
{
	NET_BUFFER_LIST *original, *clone;
	MDL foreign = { .ByteCount = 4 };

	(void)state;
	fresh();
	original = indicated(0);
	clone = cloned(original);
	foreign.Next = clone->FirstNetBuffer->MdlChain;
	clone->FirstNetBuffer->MdlChain = &foreign;
	FwpsFreeCloneNetBufferList0(clone, 0);
	CHECK_EQ(findings(RULE_R123), 1);
	CHECK_EQ(held(HOLDING_NBL_CLONE), 0);
	CHECK(packet_give(original));
}

TEST(a_retreat_of_a_clone_does_not_leak_nor_alarm)
{
	NET_BUFFER_LIST *original, *clone;

	(void)state;
	fresh();
	original = indicated(6);
	clone = cloned(original);
	CHECK_EQ(NdisRetreatNetBufferDataStart(clone->FirstNetBuffer, 20, 0, NULL), 0);
	FwpsFreeCloneNetBufferList0(clone, 0);
	CHECK_EQ(finding_count(), 0);
	CHECK(packet_give(original));
}

TEST(a_pool_with_lists_out_is_found_and_goes_with_the_last)
{
	NDIS_HANDLE pool;
	NET_BUFFER_LIST *list;

	(void)state;
	fresh();
	pool = list_pool();
	list = NdisAllocateNetBufferAndNetBufferList(pool, 0, 0, NULL, 0, 0);
	NdisFreeNetBufferListPool(pool);
	CHECK_EQ(findings(RULE_R23), 1);
	CHECK_EQ(held(HOLDING_NBL_POOL), 0);
	NdisFreeNetBufferList(list);
	CHECK_EQ(held_in_all(), 0);
}

TEST(a_pool_without_net_buffers_can_not_serve)
{
	NET_BUFFER_LIST_POOL_PARAMETERS parameters = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, 1, 16 },
	};
	NDIS_HANDLE pool;
	NET_BUFFER_LIST *list;

	(void)state;
	fresh();
	pool = NdisAllocateNetBufferListPool(NULL, &parameters);
	CHECK_EQ(FwpsAllocateNetBufferAndNetBufferList0(pool, 0, 0, NULL, 0, 0, &list),
	    NDIS_STATUS_INVALID_PARAMETER);
	CHECK_EQ(findings(RULE_R141), 1);
	list = NdisAllocateNetBufferList(pool, 16, 16);
	CHECK(list->FirstNetBuffer == NULL);
	CHECK_EQ(list->Context->Size, 32);
	CHECK_EQ(list->Context->Offset, 16);
	NdisFreeNetBufferList(list);
	parameters.Header.Type = 0;
	CHECK(NdisAllocateNetBufferListPool(NULL, &parameters) == NULL);
}

TEST(a_list_in_flight_must_not_be_freed)
{
	NET_BUFFER_LIST *list;

	(void)state;
	fresh();
	CHECK_EQ(FwpsAllocateNetBufferAndNetBufferList0(list_pool(), 0, 0, NULL, 0, 0, &list), 0);
	list_borrow(list);
	FwpsFreeNetBufferList0(list);
	CHECK_EQ(findings(RULE_R121), 1);
	CHECK(list_of(list) != NULL);
	list_return(list);
	CHECK(list_of(list) == NULL);
}

TEST(what_a_callout_leaves_changed_is_found_and_put_back)
{
	NET_BUFFER_LIST *list;
	NET_BUFFER *nb;

	(void)state;
	fresh();
	list = indicated(6);
	nb = list->FirstNetBuffer;
	packet_check(list, "test");
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(NdisRetreatNetBufferDataStart(nb, 6, 0, NULL), 0);
	packet_check(list, "test");
	CHECK_EQ(findings(RULE_R81), 1);
	CHECK_EQ(nb->DataOffset, 6);
	((char *)NdisGetDataBuffer(nb, 1, NULL, 1, 0))[0] = 'X';
	packet_check(list, "test");
	CHECK_EQ(findings(RULE_R80), 1);
	((char *)NdisGetDataBuffer(nb, 1, NULL, 1, 0))[sizeof(payload) - 6] = 'X';
	packet_check(list, "test");
	CHECK_EQ(findings(RULE_R82), 1);
	packet_seek(list, 0);
	packet_check(list, "test");
	CHECK_EQ(finding_count(), 3);
	CHECK(packet_give(list));
}

TEST(mdls_and_buffers_are_held_until_they_are_freed)
{
	static char memory[32];
	MDL *mdl;
	NET_BUFFER *nb;
	char bytes[8];

	(void)state;
	fresh();
	mdl = NdisAllocateMdl(NULL, memory, 32);
	nb = NdisAllocateNetBuffer(buffer_pool(), mdl, 4, 8);
	CHECK_EQ(held(HOLDING_MDL), 1);
	CHECK_EQ(held(HOLDING_NB), 1);
	CHECK_EQ(packet_bytes(nb, bytes, 8), 8);
	NdisFreeNetBuffer(nb);
	NdisFreeNetBuffer(nb);
	CHECK_EQ(findings(RULE_R23), 1);
	NdisFreeMdl(mdl);
	CHECK_EQ(held(HOLDING_MDL), 0);
}

TEST(fragments_cut_the_data_after_the_start_offset_and_are_joined_again)
{
	NET_BUFFER_LIST *original, *cut, *joined;
	unsigned count = 0;

	(void)state;
	fresh();
	original = indicated(0); /* "headerpayload" and its terminator: 14 bytes */
	cut = NdisAllocateFragmentNetBufferList(original, NULL, NULL, 6, 3, 4, 0, 0);
	for (NET_BUFFER *nb = cut->FirstNetBuffer; nb != NULL; nb = nb->Next, count++)
		CHECK_EQ(nb->DataLength, 4 + (count < 2 ? 3 : 2));
	CHECK_EQ(count, 3);
	joined = NdisAllocateReassembledNetBufferList(cut, NULL, 4, 0, 0, 0);
	CHECK_EQ(joined->FirstNetBuffer->DataLength, 8);
	CHECK(joined->FirstNetBuffer->Next == NULL);
	char storage[8];
	CHECK_STR(NdisGetDataBuffer(joined->FirstNetBuffer, 8, storage, 1, 0), "payload");
	CHECK_EQ(held(HOLDING_NBL_CLONE), 2);
	NdisFreeReassembledNetBufferList(joined, 0, 0);
	NdisFreeFragmentNetBufferList(cut, 4, 0);
	CHECK(packet_give(original));
	CHECK_EQ(held_in_all(), 0);
	CHECK_EQ(finding_count(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clone_begins_at_the_data_start_and_shares_the_bytes),
		cmocka_unit_test(
		    fragments_cut_the_data_after_the_start_offset_and_are_joined_again),
		cmocka_unit_test(a_reference_keeps_a_packet_and_must_be_balanced),
		cmocka_unit_test(a_list_goes_back_through_its_own_door_and_once),
		cmocka_unit_test(a_clone_must_be_what_it_was_when_it_is_freed),
		cmocka_unit_test(a_retreat_of_a_clone_does_not_leak_nor_alarm),
		cmocka_unit_test(a_pool_with_lists_out_is_found_and_goes_with_the_last),
		cmocka_unit_test(a_pool_without_net_buffers_can_not_serve),
		cmocka_unit_test(a_list_in_flight_must_not_be_freed),
		cmocka_unit_test(what_a_callout_leaves_changed_is_found_and_put_back),
		cmocka_unit_test(mdls_and_buffers_are_held_until_they_are_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
