/* The window of a NET_BUFFER: retreat, advance, looking through it. */
#include "floor.h"

#include "ndis/data.h"
#include "ndis/net_buffer.h"

#include "test.h"

#include <string.h>

static char first[4096] __attribute__((aligned(16))), second[4096] __attribute__((aligned(16)));
static uint8_t mdls[2][256] __attribute__((aligned(16)));

/* Two MDLs, 10 and 20 bytes, the window at `offset`. */
static NET_BUFFER *
two_pieces(size_t offset, size_t length)
{
	MDL *mdl = data_mdl(mdls[0], first, 10);

	mdl->Next = data_mdl(mdls[1], second, 20);
	memcpy(first, "0123456789", 10);
	memcpy(second, "abcdefghijklmnopqrst", 20);
	return NdisAllocateNetBuffer(buffer_pool(), mdl, (ULONG)offset, length);
}

TEST(contiguous_data_is_pointed_at_and_split_data_is_copied)
{
	char storage[16];
	NET_BUFFER *nb;

	(void)state;
	fresh();
	nb = two_pieces(4, 20);
	CHECK(NdisGetDataBuffer(nb, 6, storage, 1, 0) == first + 4);
	CHECK(NdisGetDataBuffer(nb, 7, NULL, 1, 0) == NULL);
	CHECK(NdisGetDataBuffer(nb, 7, storage, 1, 0) == storage);
	CHECK(memcmp(storage, "456789a", 7) == 0);
	CHECK(NdisGetDataBuffer(nb, 21, storage, 1, 0) == NULL); /* more than DataLength */
	NdisAdvanceNetBufferDataStart(nb, 6, FALSE, NULL);
	CHECK(nb->CurrentMdl == (MDL *)mdls[1]);
	CHECK(NdisGetDataBuffer(nb, 14, NULL, 1, 0) == second);
}

TEST(an_alignment_that_does_not_hold_needs_storage)
{
	char storage[16] __attribute__((aligned(16)));
	NET_BUFFER *nb;

	(void)state;
	fresh();
	nb = two_pieces(1, 9);
	CHECK(NdisGetDataBuffer(nb, 4, NULL, 4, 0) == NULL);
	CHECK(NdisGetDataBuffer(nb, 4, NULL, 4, 1) == first + 1);
	CHECK(NdisGetDataBuffer(nb, 4, storage, 4, 0) == storage);
}

TEST(a_window_larger_than_its_chain_is_found)
{
	char storage[64];
	NET_BUFFER *nb;

	(void)state;
	fresh();
	nb = two_pieces(4, 40);
	CHECK(NdisGetDataBuffer(nb, 40, storage, 1, 0) == NULL);
	CHECK_EQ(findings(RULE_R82), 1);
}

TEST(a_retreat_takes_the_unused_bytes_in_front)
{
	NET_BUFFER *nb;

	(void)state;
	fresh();
	nb = two_pieces(12, 5);
	CHECK_EQ(nb->CurrentMdlOffset, 2);
	CHECK_EQ(NdisRetreatNetBufferDataStart(nb, 4, 0, NULL), NDIS_STATUS_SUCCESS);
	CHECK_EQ(nb->DataOffset, 8);
	CHECK_EQ(nb->DataLength, 9);
	CHECK(nb->CurrentMdl == (MDL *)mdls[0]);
	CHECK_EQ(nb->CurrentMdlOffset, 8);
	NdisAdvanceNetBufferDataStart(nb, 4, FALSE, NULL);
	CHECK_EQ(nb->DataOffset, 12);
	CHECK(nb->CurrentMdl == (MDL *)mdls[1]);
}

TEST(a_retreat_beyond_the_front_allocates_and_an_advance_frees)
{
	NET_BUFFER *nb;
	char *here;

	(void)state;
	fresh();
	nb = two_pieces(0, 30);
	CHECK_EQ(NdisRetreatNetBufferDataStart(nb, 8, 4, NULL), NDIS_STATUS_SUCCESS);
	CHECK_EQ(nb->DataLength, 38);
	CHECK_EQ(nb->DataOffset, 4);
	CHECK(nb->MdlChain != (MDL *)mdls[0] && nb->MdlChain->Next == (MDL *)mdls[0]);
	here = NdisGetDataBuffer(nb, 8, NULL, 1, 0);
	CHECK(here != NULL);
	memcpy(here, "HEADERS!", 8);
	NdisAdvanceNetBufferDataStart(nb, 8, TRUE, NULL);
	CHECK(nb->MdlChain == (MDL *)mdls[0]);
	CHECK_EQ(nb->DataOffset, 0);
	CHECK_EQ(nb->DataLength, 30);
}

TEST(copying_stops_where_source_or_room_ends)
{
	char room[8], mdl[256] __attribute__((aligned(16)));
	ULONG copied;
	NET_BUFFER *from, *to;

	(void)state;
	fresh();
	from = two_pieces(8, 6);
	to = NdisAllocateNetBuffer(buffer_pool(), data_mdl(mdl, room, 8), 0, 8);
	CHECK_EQ(
	    NdisCopyFromNetBufferToNetBuffer(to, 1, 100, from, 0, &copied), NDIS_STATUS_SUCCESS);
	CHECK_EQ(copied, 6);
	CHECK(memcmp(room + 1, "89abcd", 6) == 0);
	CHECK_EQ(
	    NdisCopyFromNetBufferToNetBuffer(to, 5, 100, from, 0, &copied), NDIS_STATUS_SUCCESS);
	CHECK_EQ(copied, 3);
}

TEST(an_advance_beyond_the_end_is_found)
{
	NET_BUFFER *nb;

	(void)state;
	fresh();
	nb = two_pieces(0, 5);
	NdisAdvanceNetBufferDataStart(nb, 6, FALSE, NULL);
	CHECK_EQ(findings(RULE_R81), 1);
	CHECK_EQ(nb->DataLength, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contiguous_data_is_pointed_at_and_split_data_is_copied),
		cmocka_unit_test(an_alignment_that_does_not_hold_needs_storage),
		cmocka_unit_test(a_window_larger_than_its_chain_is_found),
		cmocka_unit_test(a_retreat_takes_the_unused_bytes_in_front),
		cmocka_unit_test(a_retreat_beyond_the_front_allocates_and_an_advance_frees),
		cmocka_unit_test(copying_stops_where_source_or_room_ends),
		cmocka_unit_test(an_advance_beyond_the_end_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
