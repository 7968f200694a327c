/* Authorisations that the driver puts off, and connections that it redirects. */
#include "stage.h"

#include "executive/pool.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/clone.h"
#include "net/path.h"
#include "sched/thread.h"
#include "wfp/exports.h"
#include "wfp/handle.h"
#include "wfp/pend.h"
#include "wfp/redirect.h"

#include "test.h"

#include <stdio.h>
#include <string.h>

#define RESOURCE_ASSIGNMENT 36
#define AUTH_LISTEN 40
#define AUTH_RECV_ACCEPT 44
#define AUTH_CONNECT 48
#define ENDPOINT_CLOSURE 64
#define CONNECT_REDIRECT 66
#define BIND_REDIRECT 68

static HANDLE pended;
static struct connection *connection;
static struct address proxy, sent_to;
static unsigned sent;
static UINT64 held;
static HANDLE redirect_handle;
static FWPS_CLASSIFY_OUT0 kept;
static NTSTATUS pend_status;

static void
note_sent(void *context, enum path_event event, const void *bytes, size_t size)
{
	struct packet packet;

	(void)context;
	if (event != PATH_SENT || packet_parse(&packet, bytes, size) != PACKET_NONE)
		return;
	sent++;
	sent_to = packet.destination;
}

static size_t held_before[HOLDING_KINDS];

/* What is held since the test began: those before it leave what they please. */
static size_t
now_held(enum holding_kind kind)
{
	return ledger_count(kind) - held_before[kind];
}

static void
begin(void)
{
	fresh();
	for (enum holding_kind kind = 0; kind < HOLDING_KINDS; kind++)
		held_before[kind] = ledger_count(kind);
	path_outlet(note_sent, NULL);
	pended = NULL;
	connection = NULL;
	sent = 0;
	held = 0;
	CHECK(address_parse(&proxy, "127.0.0.1:8080"));
}

static size_t
findings(enum rule rule)
{
	size_t count = 0;

	for (size_t at = 0; at < finding_count(); at++)
		count += finding_get(at)->rule == rule;
	return count;
}

static void
block_silently(FWPS_CLASSIFY_OUT0 *out)
{
	out->actionType = FWP_ACTION_BLOCK;
	out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
	out->rights &= ~(UINT32)FWPS_RIGHT_ACTION_WRITE;
}

static void
pend(const struct asking *asking)
{
	if (!(asking->metadata->currentMetadataValues & FWPS_METADATA_FIELD_COMPLETION_HANDLE))
		return;
	CHECK_EQ(FwpsPendOperation0(asking->metadata->completionHandle, &pended), STATUS_SUCCESS);
	block_silently(asking->out);
}

static void
do_complete(void)
{
	FwpsCompleteOperation0(pended, NULL);
}
static void
do_connect(void)
{
	connection = path_connect(PROTOCOL_TCP, &here, &there, NULL);
}
static void
do_listen(void)
{
	connection = path_listen(PROTOCOL_TCP, &here, NULL);
}
static void
do_accept(void)
{
	connection = path_accept(PROTOCOL_TCP, &here, &there, NULL);
}
static void
do_close(void)
{
	path_close(connection);
}

TEST(a_tcp_connection_that_was_pended_is_authorised_again_and_then_made)
{
	(void)state;
	begin();
	watch_all(AUTH_CONNECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend;
	on_network(do_connect);
	CHECK_EQ(connection->state, CONNECTION_PENDED);
	CHECK_EQ(now_held(HOLDING_PENDED_OPERATION), 1);
	CHECK_EQ(sent, 0);
	layers();
	on_network(do_complete);
	CHECK_EQ(now_held(HOLDING_PENDED_OPERATION), 0);
	CHECK_STR(layers(),
	    "AUTH_CONNECT OUTBOUND_TRANSPORT OUTBOUND_IPPACKET INBOUND_IPPACKET "
	    "INBOUND_TRANSPORT FLOW_ESTABLISHED STREAM_PACKET OUTBOUND_TRANSPORT "
	    "OUTBOUND_IPPACKET");
	CHECK_EQ(connection->state, CONNECTION_ESTABLISHED);
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(sent, 2);
}

static char asked_within[64];

static void
complete_and_look(void)
{
	FwpsCompleteOperation0(pended, NULL);
	snprintf(asked_within, sizeof(asked_within), "%s", layers());
}

TEST(the_layer_is_asked_again_before_the_completion_returns)
{
	(void)state;
	begin();
	watch_all(AUTH_CONNECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend;
	on_network(do_connect);
	layers();
	on_network(complete_and_look);
	CHECK_STR(asked_within, "AUTH_CONNECT");
	CHECK_EQ(sent, 2);
}

TEST(a_bind_and_a_listen_that_were_pended_go_on)
{
	(void)state;
	begin();
	watch_all(RESOURCE_ASSIGNMENT, FWP_ACTION_CALLOUT_UNKNOWN);
	watch_all(AUTH_LISTEN, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend;
	on_network(do_listen);
	CHECK_STR(layers(), "BIND_REDIRECT RESOURCE_ASSIGNMENT");
	on_network(do_complete);
	CHECK_STR(layers(), "RESOURCE_ASSIGNMENT AUTH_LISTEN");
	CHECK_EQ(connection->state, CONNECTION_PENDED);
	on_network(do_complete);
	CHECK_STR(layers(), "AUTH_LISTEN");
	CHECK_EQ(connection->state, CONNECTION_LISTENING);
	CHECK_EQ(finding_count(), 0);
}

TEST(an_accept_that_was_pended_is_not_asked_again_but_begins_anew)
{
	(void)state;
	begin();
	watch_all(AUTH_RECV_ACCEPT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend;
	on_network(do_accept);
	CHECK_EQ(connection->state, CONNECTION_PENDED);
	layers();
	on_network(do_complete);
	CHECK_STR(layers(), "");
	CHECK(connection_find(PROTOCOL_TCP, &here, &there) == NULL);
	asked = NULL;
	on_network(do_accept);
	CHECK_EQ(connection->state, CONNECTION_ESTABLISHED);
}

static void
pend_and_complete(const struct asking *asking)
{
	pend(asking);
	if (pended != NULL)
		FwpsCompleteOperation0(pended, NULL);
	pended = NULL;
}

TEST(an_operation_that_its_classify_completes_goes_on_and_is_told)
{
	(void)state;
	begin();
	watch_all(AUTH_CONNECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend_and_complete;
	on_network(do_connect);
	CHECK_EQ(connection->state, CONNECTION_ESTABLISHED);
	CHECK_EQ(findings(RULE_R112), 1);
}

static void
pend_and_permit(const struct asking *asking)
{
	pend(asking);
	asking->out->actionType = FWP_ACTION_PERMIT;
	asking->out->flags = 0;
	asking->out->rights = FWPS_RIGHT_ACTION_WRITE;
}

TEST(a_pended_operation_is_blocked_and_absorbed)
{
	(void)state;
	begin();
	watch_all(AUTH_CONNECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend_and_permit;
	on_network(do_connect);
	CHECK_EQ(findings(RULE_R107), 1);
	CHECK_EQ(connection->state, CONNECTION_PENDED);
}

static void
pend_anywhere(const struct asking *asking)
{
	pend_status = FwpsPendOperation0(asking->metadata->completionHandle, &pended);
	CHECK_EQ(FwpsPendOperation0(NULL, &pended), STATUS_FWP_NULL_POINTER);
	CHECK_EQ(
	    FwpsPendOperation0(asking->metadata->completionHandle, NULL), STATUS_FWP_NULL_POINTER);
}

TEST(only_four_layers_can_be_pended)
{
	(void)state;
	begin();
	watch_all(52, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend_anywhere;
	on_network(do_connect);
	CHECK_EQ(pend_status, STATUS_FWP_CANNOT_PEND);
	CHECK_EQ(findings(RULE_R106), 1);
	CHECK_EQ(now_held(HOLDING_PENDED_OPERATION), 0);
}

static void
pend_again(const struct asking *asking)
{
	if (pended == NULL)
		pend(asking);
	else
		pend_status = FwpsPendOperation0((HANDLE)connection, &pended);
}

TEST(a_reauthorization_can_not_be_pended)
{
	(void)state;
	begin();
	watch_all(AUTH_CONNECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend_again;
	on_network(do_connect);
	on_network(do_complete);
	CHECK_EQ(pend_status, STATUS_FWP_CANNOT_PEND);
	CHECK_EQ(findings(RULE_R110), 1);
}

TEST(a_connection_may_end_while_it_is_pended)
{
	(void)state;
	begin();
	watch_all(AUTH_CONNECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend;
	on_network(do_connect);
	on_network(do_close);
	layers();
	on_network(do_complete);
	CHECK_STR(layers(), "");
	CHECK_EQ(now_held(HOLDING_PENDED_OPERATION), 0);
}

TEST(an_operation_that_is_completed_twice_stops_the_machine)
{
	(void)state;
	begin();
	watch_all(AUTH_CONNECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend;
	on_network(do_connect);
	on_network(do_complete);
	on_network(do_complete);
	CHECK_EQ(life_end(), LIFE_STOPPED);
	CHECK_EQ(findings(RULE_R109), 1);
}

/* ---- redirection ------------------------------------------------------------------ */

static void
point_at(SOCKADDR_STORAGE *to, const struct address *address)
{
	SOCKADDR_IN *v4 = (SOCKADDR_IN *)to;

	v4->sin_port = (uint16_t)(address->port << 8 | address->port >> 8);
	memcpy(v4->sin_addr, address->bytes, 4);
}

static FWPS_CONNECT_REQUEST0 *
writable(const struct asking *asking)
{
	void *data = NULL;

	CHECK_EQ(FwpsAcquireClassifyHandle0(asking->context, 0, &held), STATUS_SUCCESS);
	CHECK_EQ(FwpsAcquireWritableLayerDataPointer0(
		     held, asking->filter->filterId, 0, &data, asking->out),
	    STATUS_SUCCESS);
	CHECK_EQ(asking->out->actionType, FWP_ACTION_BLOCK);
	CHECK_EQ(asking->out->rights & FWPS_RIGHT_ACTION_WRITE, 0);
	CHECK_EQ(now_held(HOLDING_LAYER_DATA), 1);
	return data;
}

static void
apply(const struct asking *asking, void *data)
{
	FwpsApplyModifiedLayerData0(held, data, 0);
	FwpsReleaseClassifyHandle0(held);
	asking->out->actionType = FWP_ACTION_PERMIT;
}

static void
redirect_abroad(const struct asking *asking)
{
	FWPS_CONNECT_REQUEST0 *request = writable(asking);
	struct address other;

	CHECK(request->previousVersion == NULL);
	CHECK_EQ(request->modifierFilterId, asking->filter->filterId);
	CHECK(address_parse(&other, "198.51.100.9:4430"));
	point_at(&request->remoteAddressAndPort, &other);
	apply(asking, request);
}

TEST(a_connection_is_redirected_and_its_packets_go_there)
{
	struct address other;

	(void)state;
	begin();
	CHECK(address_parse(&other, "198.51.100.9:4430"));
	watch_all(CONNECT_REDIRECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = redirect_abroad;
	on_network(do_connect);
	CHECK(connection != NULL);
	CHECK_EQ(connection->state, CONNECTION_ESTABLISHED);
	CHECK(address_equal(&sent_to, &other));
	CHECK_EQ(finding_count(), 0);
	CHECK_EQ(now_held(HOLDING_CLASSIFY_HANDLE), 0);
	CHECK_EQ(now_held(HOLDING_LAYER_DATA), 0);
}

static void
redirect_home(const struct asking *asking)
{
	FWPS_CONNECT_REQUEST0 *request = writable(asking);

	point_at(&request->remoteAddressAndPort, &proxy);
	request->localRedirectHandle = redirect_handle;
	request->localRedirectTargetPID = redirect_handle == NULL ? 0 : 4711;
	if (redirect_handle != NULL) {
		request->localRedirectContext = pool_take(16, 0x74736574, 0);
		request->localRedirectContextSize = 16;
		memset(request->localRedirectContext, 7, 16);
	}
	apply(asking, request);
}

static void
do_make_handle(void)
{
	static const GUID provider = { .Data1 = 5 };

	CHECK_EQ(
	    FwpsRedirectHandleCreate0(&provider, 1, &redirect_handle), STATUS_INVALID_PARAMETER);
	CHECK_EQ(FwpsRedirectHandleCreate0(&provider, 0, &redirect_handle), STATUS_SUCCESS);
	finding_clear();
}

static void
do_listen_proxy(void)
{
	CHECK(path_listen(PROTOCOL_TCP, &proxy, NULL) != NULL);
}

static void
redirect_home_once(const struct asking *asking)
{
	if (asking->values->layerId == CONNECT_REDIRECT)
		redirect_home(asking);
}

TEST(auth_connect_is_told_of_the_redirection)
{
	HANDLE other;
	void *context = NULL;
	static const GUID provider = { .Data1 = 6 };

	(void)state;
	begin();
	on_network(do_make_handle);
	on_network(do_listen_proxy);
	watch_all(CONNECT_REDIRECT, FWP_ACTION_CALLOUT_UNKNOWN);
	watch_all(AUTH_CONNECT, FWP_ACTION_CALLOUT_INSPECTION);
	asked = redirect_home_once;
	on_network(do_connect);
	CHECK_EQ(connection->state, CONNECTION_ESTABLISHED);
	CHECK(address_same_host(&connection->local, &proxy));
	CHECK_EQ(seen.metadata.localRedirectTargetPID, 4711);
	CHECK(seen.metadata.currentMetadataValues & FWPS_METADATA_FIELD_ORIGINAL_DESTINATION);
	CHECK_EQ(FwpsQueryConnectionRedirectState0(
		     seen.metadata.redirectRecords, redirect_handle, &context),
	    FWPS_CONNECTION_REDIRECTED_BY_SELF);
	CHECK_EQ(*(uint8_t *)context, 7);
	CHECK_EQ(FwpsRedirectHandleCreate0(&provider, 0, &other), STATUS_SUCCESS);
	CHECK_EQ(FwpsQueryConnectionRedirectState0(seen.metadata.redirectRecords, other, NULL),
	    FWPS_CONNECTION_REDIRECTED_BY_OTHER);
	CHECK_EQ(now_held(HOLDING_POOL), 0);
	CHECK_EQ(finding_count(), 0);
}

TEST(a_redirection_to_this_host_needs_its_handle)
{
	(void)state;
	begin();
	redirect_handle = NULL;
	watch_all(CONNECT_REDIRECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = redirect_home;
	on_network(do_connect);
	CHECK_EQ(findings(RULE_R170), 1);
	CHECK(address_equal(&connection->remote, &there));
}

static void
pend_classify(const struct asking *asking)
{
	CHECK_EQ(FwpsAcquireClassifyHandle0(asking->context, 0, &held), STATUS_SUCCESS);
	pend_status = FwpsPendClassify0(held, asking->filter->filterId, 0, asking->out);
	kept = *asking->out;
	if (pend_status != STATUS_SUCCESS) {
		FwpsReleaseClassifyHandle0(held);
		asking->out->actionType = FWP_ACTION_PERMIT;
	}
}

static void
do_redirect_late(void)
{
	void *data;
	FWPS_CONNECT_REQUEST0 *request;

	CHECK_EQ(FwpsAcquireWritableLayerDataPointer0(held, 1, 0, &data, &kept), STATUS_SUCCESS);
	request = data;
	CHECK(address_parse(&proxy, "198.51.100.9:4430"));
	point_at(&request->remoteAddressAndPort, &proxy);
	FwpsApplyModifiedLayerData0(held, data, 0);
	kept.actionType = FWP_ACTION_PERMIT;
	FwpsCompleteClassify0(held, 0, &kept);
	FwpsReleaseClassifyHandle0(held);
}

TEST(a_redirection_may_be_pended)
{
	(void)state;
	begin();
	watch_all(CONNECT_REDIRECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend_classify;
	on_network(do_connect);
	CHECK_EQ(connection->state, CONNECTION_PENDED);
	CHECK_EQ(now_held(HOLDING_PENDED_CLASSIFY), 1);
	CHECK_EQ(now_held(HOLDING_CLASSIFY_HANDLE), 1);
	on_network(do_redirect_late);
	CHECK_EQ(connection->state, CONNECTION_ESTABLISHED);
	CHECK(address_equal(&sent_to, &proxy));
	CHECK_EQ(now_held(HOLDING_PENDED_CLASSIFY), 0);
	CHECK_EQ(now_held(HOLDING_CLASSIFY_HANDLE), 0);
	CHECK_EQ(finding_count(), 0);
}

static void
do_refuse_late(void)
{
	kept.actionType = FWP_ACTION_BLOCK;
	FwpsCompleteClassify0(held, 0, &kept);
	FwpsReleaseClassifyHandle0(held);
}

TEST(a_pended_classify_may_be_refused)
{
	(void)state;
	begin();
	watch_all(BIND_REDIRECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend_classify;
	on_network(do_listen);
	CHECK_EQ(connection->state, CONNECTION_PENDED);
	on_network(do_refuse_late);
	CHECK(connection_find(PROTOCOL_TCP, &here, NULL) == NULL);
}

TEST(a_pended_closure_keeps_the_socket)
{
	(void)state;
	begin();
	watch_all(ENDPOINT_CLOSURE, FWP_ACTION_CALLOUT_UNKNOWN);
	on_network(do_listen);
	asked = pend_classify;
	layers();
	on_network(do_close);
	CHECK_STR(layers(), "ENDPOINT_CLOSURE");
	on_network(do_refuse_late);
	CHECK_STR(layers(), "RESOURCE_RELEASE");
	CHECK_EQ(now_held(HOLDING_CLASSIFY_HANDLE), 0);
}

TEST(a_classify_is_pended_at_three_layers_only)
{
	(void)state;
	begin();
	watch_all(AUTH_CONNECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = pend_classify;
	on_network(do_connect);
	CHECK_EQ(pend_status, STATUS_FWP_CANNOT_PEND);
	CHECK_EQ(findings(RULE_R113), 1);
	CHECK_EQ(now_held(HOLDING_CLASSIFY_HANDLE), 0);
}

static void
rebind(const struct asking *asking)
{
	FWPS_BIND_REQUEST0 *request = (void *)writable(asking);
	struct address other;

	CHECK(address_parse(&other, "10.0.0.2:41000"));
	point_at(&request->localAddressAndPort, &other);
	apply(asking, request);
}

TEST(a_socket_is_bound_to_another_port)
{
	(void)state;
	begin();
	watch_all(BIND_REDIRECT, FWP_ACTION_CALLOUT_UNKNOWN);
	asked = rebind;
	on_network(do_listen);
	CHECK_EQ(connection->local.port, 41000);
	here.port = 41000;
	CHECK(connection_find(PROTOCOL_TCP, &here, NULL) == connection);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_tcp_connection_that_was_pended_is_authorised_again_and_then_made),
		cmocka_unit_test(the_layer_is_asked_again_before_the_completion_returns),
		cmocka_unit_test(a_bind_and_a_listen_that_were_pended_go_on),
		cmocka_unit_test(an_accept_that_was_pended_is_not_asked_again_but_begins_anew),
		cmocka_unit_test(an_operation_that_its_classify_completes_goes_on_and_is_told),
		cmocka_unit_test(a_pended_operation_is_blocked_and_absorbed),
		cmocka_unit_test(only_four_layers_can_be_pended),
		cmocka_unit_test(a_reauthorization_can_not_be_pended),
		cmocka_unit_test(a_connection_may_end_while_it_is_pended),
		cmocka_unit_test(a_connection_is_redirected_and_its_packets_go_there),
		cmocka_unit_test(auth_connect_is_told_of_the_redirection),
		cmocka_unit_test(a_redirection_to_this_host_needs_its_handle),
		cmocka_unit_test(a_redirection_may_be_pended),
		cmocka_unit_test(a_pended_classify_may_be_refused),
		cmocka_unit_test(a_pended_closure_keeps_the_socket),
		cmocka_unit_test(a_classify_is_pended_at_three_layers_only),
		cmocka_unit_test(a_socket_is_bound_to_another_port),
		/* a machine that stopped stays so in this process */
		cmocka_unit_test(an_operation_that_is_completed_twice_stops_the_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
