/* The stream layer: what callouts answer about bytes, and what they inject.  [semantics 4.7] */
#include "stage.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/clone.h"
#include "ndis/packet.h"
#include "net/path.h"
#include "wfp/exports.h"
#include "wfp/stream.h"

#include "test.h"

#include <string.h>

#define STREAM 20

static struct connection *connection;
static char out[4096], in[4096]; /* the bytes that left, and those that were delivered */
static const char *say;
static uint32_t callout;
static HANDLE handle;
static uint64_t flow;
static NET_BUFFER_LIST *kept;
static size_t kept_length, lengths[16], calls;
static unsigned completed;
static NTSTATUS status;

static void
note(void *context, enum path_event event, const void *bytes, size_t size)
{
	char *to = event == PATH_SENT ? out : in;
	struct packet packet;
	size_t had = strlen(to);

	(void)context;
	if (packet_parse(&packet, bytes, size) != PACKET_NONE)
		return;
	CHECK(packet_checksums_good(bytes, size));
	size = packet.total - packet_payload(&packet);
	memcpy(to + had, (const char *)bytes + packet_payload(&packet), size);
	if (packet.tcp_flags & TCP_FIN)
		to[had + size++] = '$';
	if (packet.tcp_flags & TCP_RST)
		to[had + size++] = '!';
	to[had + size] = '\0';
}

static void
do_connect(void)
{
	connection = path_connect(PROTOCOL_TCP, &here, &there, NULL);
}
static void
do_send(void)
{
	path_data(connection, FWP_DIRECTION_OUTBOUND, say, strlen(say));
}
static void
do_receive(void)
{
	path_data(connection, FWP_DIRECTION_INBOUND, say, strlen(say));
}
static void
do_handle(void)
{
	CHECK_EQ(FwpsInjectionHandleCreate0(NT_AF_UNSPEC, FWPS_INJECTION_TYPE_STREAM, &handle),
	    STATUS_SUCCESS);
}

static void
begin(void (*answer)(const struct asking *asking), FWP_ACTION_TYPE action)
{
	fresh();
	path_outlet(note, NULL);
	calls = completed = 0;
	kept = NULL;
	callout = watch_all(STREAM, action);
	on_network(do_handle);
	on_network(do_connect);
	out[0] = in[0] = '\0';
	asked = answer;
}

static void
send(const char *text)
{
	say = text;
	on_network(do_send);
}

static void
receive(const char *text)
{
	say = text;
	on_network(do_receive);
}

static FWPS_STREAM_CALLOUT_IO_PACKET0 *
shown(const struct asking *asking)
{
	FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = asking->data;

	flow = asking->metadata->flowHandle;
	lengths[calls++ % 16] = packet->streamData->dataLength;
	return packet;
}

static size_t
findings(enum rule rule)
{
	size_t count = 0;

	for (size_t at = 0; at < finding_count(); at++)
		count += finding_get(at)->rule == rule;
	return count;
}

/* Eight bytes at least. */
static void
wants_eight(const struct asking *asking)
{
	FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = shown(asking);
	size_t length = packet->streamData->dataLength;

	if (length == 0 || length >= 8
	    || (asking->out->flags & FWPS_CLASSIFY_OUT_FLAG_NO_MORE_DATA) != 0)
		return;
	packet->streamAction = FWPS_STREAM_ACTION_NEED_MORE_DATA;
	packet->countBytesRequired = (UINT32)(8 - length);
	asking->out->actionType = FWP_ACTION_NONE;
}

TEST(a_callout_that_needs_more_data_is_asked_again_with_all_of_it)
{
	(void)state;
	begin(wants_eight, FWP_ACTION_CALLOUT_UNKNOWN);
	send("abc");
	send("def");
	CHECK_STR(out, "");
	CHECK_EQ(calls, 1);
	send("ghi");
	CHECK_STR(out, "abcdefghi");
	CHECK_EQ(calls, 2);
	CHECK_EQ(lengths[1], 9);
	receive("12345");
	CHECK_STR(in, "");
	receive("678");
	CHECK_STR(in, "12345678");
	CHECK_EQ(finding_count(), 0);
}

static void
do_close(void)
{
	path_close(connection);
}

TEST(at_the_end_of_a_stream_there_is_no_more_data)
{
	(void)state;
	begin(wants_eight, FWP_ACTION_CALLOUT_UNKNOWN);
	send("abc");
	on_network(do_close);
	CHECK_STR(out, "abc$");
	CHECK_EQ(finding_count(), 0);
}

/* Two bytes pass, the next one does not, and so on. */
static void
sieves(const struct asking *asking)
{
	FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = shown(asking);
	bool takes = calls % 2 == 0;

	if (packet->streamData->dataLength == 0)
		return;
	packet->countBytesEnforced = takes ? 1 : 2;
	if (packet->countBytesEnforced > packet->streamData->dataLength)
		packet->countBytesEnforced = packet->streamData->dataLength;
	asking->out->actionType = takes ? FWP_ACTION_BLOCK : FWP_ACTION_PERMIT;
}

TEST(an_answer_may_be_for_the_first_bytes_only)
{
	(void)state;
	begin(sieves, FWP_ACTION_CALLOUT_UNKNOWN);
	send("abcdefgh");
	CHECK_STR(out, "abdegh");
	CHECK_EQ(lengths[0], 8);
	CHECK_EQ(lengths[1], 6);
	CHECK_EQ(lengths[2], 5);
	CHECK_EQ(finding_count(), 0);
}

static void NTAPI
complete(void *context, NET_BUFFER_LIST *list, BOOLEAN dispatch)
{
	(void)context, (void)dispatch;
	CHECK_EQ(list->Status, STATUS_SUCCESS);
	completed++;
	FwpsFreeCloneNetBufferList0(list, 0);
}

static NTSTATUS
inject(uint32_t flags, NET_BUFFER_LIST *list, size_t length)
{
	return FwpsStreamInjectAsync0(handle, NULL, 0, flow, callout, STREAM, flags, list, length,
	    (void *)(uintptr_t)complete, NULL);
}

static NET_BUFFER_LIST *
invented(const char *text)
{
	NET_BUFFER_LIST *own = packet_take(text, strlen(text), 0), *clone;

	CHECK_EQ(FwpsAllocateCloneNetBufferList0(own, NULL, NULL, 0, &clone), STATUS_SUCCESS);
	packet_give(own);
	return clone;
}

/* "b" becomes "<B>". */
static void
replaces(const struct asking *asking)
{
	FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = shown(asking);
	char bytes[64];
	SIZE_T length = 0;
	const char *found;

	FwpsCopyStreamDataToBuffer0(packet->streamData, bytes, sizeof(bytes), &length);
	CHECK_EQ(length, packet->streamData->dataLength);
	found = memchr(bytes, 'b', length);
	if (found == NULL)
		return;
	if (found > bytes) {
		packet->countBytesEnforced = (SIZE_T)(found - bytes);
		return;
	}
	CHECK_EQ(inject(FWPS_STREAM_FLAG_SEND, invented("<B>"), 3), STATUS_SUCCESS);
	packet->countBytesEnforced = 1;
	asking->out->actionType = FWP_ACTION_BLOCK;
}

TEST(what_is_injected_takes_the_place_of_what_is_blocked)
{
	(void)state;
	begin(replaces, FWP_ACTION_CALLOUT_UNKNOWN);
	send("abcab");
	CHECK_STR(out, "a<B>ca<B>");
	CHECK_EQ(completed, 2);
	send("b");
	CHECK_STR(out, "a<B>ca<B><B>");
	send("xyz");
	CHECK_STR(out, "a<B>ca<B><B>xyz");
	CHECK_EQ(ledger_count(HOLDING_INJECTION), 0);
	CHECK_EQ(ledger_count(HOLDING_NBL_CLONE), 0);
	CHECK_EQ(finding_count(), 0);
}

static void
takes_away(const struct asking *asking)
{
	FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = shown(asking);

	kept_length = packet->streamData->dataLength;
	if (kept_length > 0)
		CHECK_EQ(
		    FwpsCloneStreamData0(packet->streamData, NULL, NULL, 0, &kept), STATUS_SUCCESS);
	asking->out->actionType = FWP_ACTION_BLOCK;
}

static void
do_inject(void)
{
	status = inject(FWPS_STREAM_FLAG_RECEIVE, kept, kept_length);
}
static void
do_inject_fin(void)
{
	status = inject(FWPS_STREAM_FLAG_SEND | FWPS_STREAM_FLAG_SEND_DISCONNECT, NULL, 0);
}
static void
do_discard(void)
{
	FwpsDiscardClonedStreamData0(kept, 0, FALSE);
}

TEST(out_of_band_the_same_bytes_arrive)
{
	(void)state;
	begin(takes_away, FWP_ACTION_CALLOUT_UNKNOWN);
	receive("hello");
	CHECK_STR(in, "");
	on_network(do_inject);
	CHECK_EQ(status, STATUS_SUCCESS);
	CHECK_STR(in, "hello");
	CHECK_EQ(completed, 1);
	receive("world");
	on_network(do_discard);
	CHECK_STR(in, "hello");
	CHECK_EQ(ledger_count(HOLDING_NBL_CLONE), 0);
	on_network(do_inject_fin);
	CHECK_EQ(status, STATUS_SUCCESS);
	CHECK_STR(out, "$");
	CHECK_EQ(completed, 1);
	CHECK_EQ(finding_count(), 0);
}

static void
do_misuse(void)
{
	CHECK_EQ(inject(FWPS_STREAM_FLAG_SEND, NULL, 0), STATUS_FWP_NULL_POINTER);
	CHECK_EQ(inject(FWPS_STREAM_FLAG_SEND_DISCONNECT, NULL, 0), STATUS_FWP_INVALID_PARAMETER);
	CHECK_EQ(
	    inject(FWPS_STREAM_FLAG_RECEIVE_DISCONNECT, NULL, 0), STATUS_FWP_INVALID_PARAMETER);
	flow = 0x999;
	CHECK_EQ(inject(FWPS_STREAM_FLAG_SEND_DISCONNECT | FWPS_STREAM_FLAG_SEND, NULL, 0),
	    STATUS_NOT_FOUND);
	CHECK_EQ(FwpsStreamContinue0(0x999, callout, STREAM, 0), STATUS_NOT_FOUND);
	CHECK_EQ(FwpsStreamContinue0(0x999, callout, 24, 0), STATUS_FWP_INVALID_PARAMETER);
}

TEST(a_way_belongs_to_every_injection)
{
	(void)state;
	begin(takes_away, FWP_ACTION_CALLOUT_UNKNOWN);
	receive("x");
	on_network(do_misuse);
	CHECK(findings(RULE_R160) > 0);
	CHECK_EQ(findings(RULE_R161), 1);
	on_network(do_discard);
}

static void
defers(const struct asking *asking)
{
	FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = shown(asking);

	if (calls == 1)
		packet->streamAction = FWPS_STREAM_ACTION_DEFER;
}

static void
do_continue(void)
{
	status = FwpsStreamContinue0(flow, callout, STREAM, FWPS_STREAM_FLAG_RECEIVE);
}

TEST(a_deferred_stream_waits_until_it_is_continued)
{
	(void)state;
	begin(defers, FWP_ACTION_CALLOUT_UNKNOWN);
	receive("one");
	receive("two");
	CHECK_STR(in, "");
	CHECK_EQ(calls, 1);
	on_network(do_continue);
	CHECK_EQ(status, STATUS_SUCCESS);
	CHECK_STR(in, "onetwo");
	CHECK_EQ(lengths[1], 6);
	CHECK_EQ(finding_count(), 0);
	on_network(do_continue);
	CHECK_EQ(status, STATUS_INVALID_PARAMETER);
	CHECK_EQ(findings(RULE_R155), 1);
}

static void
allows(const struct asking *asking)
{
	shown(asking)->streamAction = FWPS_STREAM_ACTION_ALLOW_CONNECTION;
	asking->out->actionType = FWP_ACTION_NONE;
}

TEST(an_allowed_connection_is_not_asked_about_again)
{
	(void)state;
	begin(allows, FWP_ACTION_CALLOUT_UNKNOWN);
	send("abc");
	send("def");
	receive("ghi");
	CHECK_STR(out, "abcdef");
	CHECK_STR(in, "ghi");
	CHECK_EQ(calls, 1);
}

static void
drops(const struct asking *asking)
{
	shown(asking)->streamAction = FWPS_STREAM_ACTION_DROP_CONNECTION;
}

TEST(a_dropped_connection_ends)
{
	(void)state;
	begin(drops, FWP_ACTION_CALLOUT_UNKNOWN);
	send("abc");
	CHECK_STR(out, "!");
	CHECK(connection_find(PROTOCOL_TCP, &here, &there) == NULL);
	CHECK_EQ(finding_count(), 0);
}

TEST(an_inspection_drops_nothing)
{
	(void)state;
	begin(drops, FWP_ACTION_CALLOUT_INSPECTION);
	send("abc");
	CHECK_STR(out, "abc");
	CHECK_EQ(findings(RULE_R157), 1);
}

static void
wants_too_much(const struct asking *asking)
{
	shown(asking)->countBytesRequired = 3;
	shown(asking)->countBytesEnforced = 100;
}

TEST(what_does_not_fit_the_action_is_told)
{
	(void)state;
	begin(wants_too_much, FWP_ACTION_CALLOUT_UNKNOWN);
	send("abc");
	CHECK_STR(out, "abc");
	CHECK_EQ(findings(RULE_R153), 1);
	CHECK_EQ(findings(RULE_R154), 1);
}

static void
do_send_much(void)
{
	static char many[3000];

	memset(many, 'm', sizeof(many));
	path_data(connection, FWP_DIRECTION_OUTBOUND, many, sizeof(many));
}

static void
takes_part(const struct asking *asking)
{
	FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = shown(asking);

	if (packet->streamData->dataLength > 2000)
		packet->countBytesEnforced = 2000;
	else if (packet->streamData->dataLength == 1440)
		packet->streamAction = FWPS_STREAM_ACTION_NEED_MORE_DATA;
	if (packet->streamAction != FWPS_STREAM_ACTION_NONE)
		asking->out->actionType = FWP_ACTION_NONE;
}

TEST(many_bytes_stay_as_many)
{
	(void)state;
	begin(takes_part, FWP_ACTION_CALLOUT_UNKNOWN);
	on_network(do_send_much);
	CHECK_EQ(strlen(out), 3000);
	CHECK_EQ(finding_count(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_callout_that_needs_more_data_is_asked_again_with_all_of_it),
		cmocka_unit_test(at_the_end_of_a_stream_there_is_no_more_data),
		cmocka_unit_test(an_answer_may_be_for_the_first_bytes_only),
		cmocka_unit_test(what_is_injected_takes_the_place_of_what_is_blocked),
		cmocka_unit_test(out_of_band_the_same_bytes_arrive),
		cmocka_unit_test(a_way_belongs_to_every_injection),
		cmocka_unit_test(a_deferred_stream_waits_until_it_is_continued),
		cmocka_unit_test(an_allowed_connection_is_not_asked_about_again),
		cmocka_unit_test(a_dropped_connection_ends),
		cmocka_unit_test(an_inspection_drops_nothing),
		cmocka_unit_test(what_does_not_fit_the_action_is_told),
		cmocka_unit_test(many_bytes_stay_as_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
