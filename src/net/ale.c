#include "net/ale.h"

#include "executive/pool.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "net/resume.h"
#include "net/stream.h"
#include "wfp/flow.h"
#include "wfp/redirect.h"

#include <string.h>

union request {
	FWPS_BIND_REQUEST0 bind;
	FWPS_CONNECT_REQUEST0 connect;
};
#define REQUEST_SHOWN 1 /* a request stands beside the copy that callouts see */

void
ale_join(struct scene *scene, struct connection *connection)
{
	scene->connection = connection;
	if (connection != NULL)
		connection->users++;
}

static struct scene *
scene_of(struct connection *connection)
{
	struct scene *scene = scene_take();

	scene->local = connection->local;
	scene->remote = connection->remote;
	if (scene->remote.version == 0)
		scene->remote.version = scene->local.version;
	scene->protocol = connection->protocol;
	scene->interface = connection->interface;
	scene->outbound = !connection->inbound;
	scene->connection = connection;
	return scene;
}

void
ale_closed(struct connection *connection)
{
	struct scene *scene = scene_of(connection);

	connection->pended = 0;
	if (connection->flow != NULL) {
		struct flow *flow = connection->flow;

		connection->flow = NULL;
		flow_close(flow);
	}
	if (connection->assigned)
		scene_visit(scene, STAGE_RESOURCE_RELEASE, NULL);
	scene_give(scene);
	resume_forget(connection);
	streams_give(connection);
	redirect_records_give(connection->records);
	arena_give(connection);
}

static enum scene_answer
ask_closure(struct connection *connection)
{
	struct scene *scene = scene_of(connection);
	enum scene_answer answer = scene_visit(scene, STAGE_ENDPOINT_CLOSURE, NULL);

	connection->pended = scene->pended;
	scene_give(scene);
	return answer;
}

/*
 * Windows: ENDPOINT_CLOSURE for connected TCP endpoints, TCP listeners and UDP
 *   sockets, RESOURCE_RELEASE for each RESOURCE_ASSIGNMENT.  [semantics 4.9]
 *   A pended closure keeps the socket until it is completed.  [rule R179]
 * Here: closure, flow, release, in this order; Windows' is not known (U5).
 */
static void
end(struct connection *connection)
{
	bool icmp = connection->protocol != PROTOCOL_TCP && connection->protocol != PROTOCOL_UDP;
	bool asked =
	    connection->state != CONNECTION_BOUND && connection->state != CONNECTION_PENDED;

	connection->pended = 0;
	if (!icmp && asked && ask_closure(connection) == ANSWER_PEND) {
		connection->state = CONNECTION_CLOSING;
		connection_linger(connection);
		resume_pended(connection);
		return;
	}
	ale_closed(connection);
}

void
ale_leave(struct scene *scene)
{
	struct connection *connection = scene->connection;

	scene->connection = NULL;
	if (connection != NULL && --connection->users == 0 && connection->closing)
		end(connection);
}

void
ale_close(struct connection *connection)
{
	if (connection->closing)
		return;
	connection->closing = true;
	connection_remove(connection);
	if (connection->users == 0)
		end(connection);
}

/* The family is what it was: wfp/handle sees to it. */
static struct address
address_of(const SOCKADDR_STORAGE *from, uint8_t version)
{
	struct address address = { .version = version };
	const SOCKADDR_IN *v4 = (const SOCKADDR_IN *)from;
	const SOCKADDR_IN6 *v6 = (const SOCKADDR_IN6 *)from;

	address.port = (uint16_t)(v4->sin_port << 8 | v4->sin_port >> 8);
	memcpy(address.bytes, version == 4 ? v4->sin_addr : v6->sin6_addr, version == 4 ? 4 : 16);
	return address;
}

static void
move(struct scene *scene, const struct address *local, const struct address *remote)
{
	if (address_equal(local, &scene->local) && address_equal(remote, &scene->remote))
		return;
	connection_move(scene->connection, local, remote);
	scene_readdress(scene, local, remote);
}

/* A socket that is not bound to an address speaks to this host from the loopback address. */
static struct address
local_for(const struct scene *scene, const struct address *local, const struct address *remote)
{
	const struct host_interface *loopback = host_interface(HOST_LOOPBACK);
	struct address chosen = *local;

	if (host_interface_of(remote) != loopback || host_interface_of(local) == loopback
	    || connection_find(scene->protocol, &scene->local, NULL) != NULL)
		return chosen;
	chosen = local->version == 4 ? loopback->v4 : loopback->v6;
	chosen.port = local->port;
	return chosen;
}

/*
 * Windows: a redirection to this host counts only with the redirect handle and the process id of
 *   the proxy.  [ddi:FWPS_CONNECT_REQUEST0]
 */
static bool
is_refused(const struct address *remote, const FWPS_CONNECT_REQUEST0 *request)
{
	if (!host_is_local(remote))
		return false;
	if (request->localRedirectHandle != NULL && request->localRedirectTargetPID != 0)
		return false;
	finding(RULE_R170, "a connection is redirected to this host without %s",
	    request->localRedirectHandle == NULL ? "localRedirectHandle"
						 : "localRedirectTargetPID");
	return true;
}

static void
redirect(struct scene *scene, const FWPS_CONNECT_REQUEST0 *request)
{
	struct connection *connection = scene->connection;
	struct redirect_records *older = connection->records;
	struct address remote = address_of(&request->remoteAddressAndPort, scene->remote.version);
	struct address local = address_of(&request->localAddressAndPort, scene->local.version);

	local = local_for(scene, &local, &remote);
	if (!address_equal(&remote, &scene->remote) && !is_refused(&remote, request)) {
		move(scene, &local, &remote);
		connection->target_process = request->localRedirectTargetPID;
		connection->records = redirect_records_take(older, request->localRedirectHandle,
		    request->localRedirectContext, request->localRedirectContextSize);
		redirect_records_give(older);
	}
	if (request->localRedirectContext != NULL)
		pool_give(request->localRedirectContext);
}

static void
rebind(struct scene *scene, const FWPS_BIND_REQUEST0 *request)
{
	struct address local = address_of(&request->localAddressAndPort, scene->local.version);

	move(scene, &local, &scene->remote);
}

void
ale_answered(struct scene *scene, const void *request)
{
	struct connection *connection = scene->connection;
	enum ale_question question = (enum ale_question)__builtin_ctz(connection->questions);

	connection->questions &= ~(1u << question);
	if (question == ALE_ASSIGNMENT)
		connection->assigned = true;
	else if (question == ALE_LISTEN)
		connection->state = CONNECTION_LISTENING;
	else if (question == ALE_CONNECT)
		connection->state = CONNECTION_AUTHORISED;
	else if (question == ALE_BIND_REDIRECT && request != NULL)
		rebind(scene, request);
	else if (question == ALE_CONNECT_REDIRECT && request != NULL)
		redirect(scene, request);
}

/* Socket calls have no packet, even if one led to them. */
static enum scene_answer
visit_call(struct scene *scene, enum stage stage, union request *request, size_t size)
{
	NET_BUFFER_LIST *list = scene->list;
	enum scene_answer answer;

	scene->list = NULL;
	answer = size == 0 ? scene_visit(scene, stage, NULL)
			   : scene_request(scene, stage, &request[REQUEST_SHOWN], request, size);
	scene->list = list;
	return answer;
}

static enum scene_answer
visit_request(struct scene *scene, enum stage stage, union request *request, size_t size)
{
	union request before = *request;
	enum scene_answer answer = visit_call(scene, stage, request, size);

	if (memcmp(&request[REQUEST_SHOWN], &before, size) != 0)
		finding(RULE_R171, "%s: the request was changed in place", stage_name(stage));
	return answer;
}

/* Callouts are shown a copy of the request; they change it through a classify handle alone. */
static enum scene_answer
visit_redirect(struct scene *scene, enum ale_question question, union request *request)
{
	memset(request, 0, sizeof(*request));
	if (question == ALE_BIND_REDIRECT) {
		scene_sockaddr(&request->bind.localAddressAndPort, &scene->local);
		request[REQUEST_SHOWN] = *request;
		return visit_request(scene, STAGE_BIND_REDIRECT, request, sizeof(request->bind));
	}
	scene_sockaddr(&request->connect.localAddressAndPort, &scene->local);
	scene_sockaddr(&request->connect.remoteAddressAndPort, &scene->remote);
	request[REQUEST_SHOWN] = *request;
	return visit_request(scene, STAGE_CONNECT_REDIRECT, request, sizeof(request->connect));
}

/* Windows: TCP is asked before there is a packet, the others with their first.  [semantics 4.1] */
static enum scene_answer
visit_connect(struct scene *scene)
{
	if (scene->protocol == PROTOCOL_TCP)
		return visit_call(scene, STAGE_AUTH_CONNECT, NULL, 0);
	return scene_visit(scene, STAGE_AUTH_CONNECT, NULL);
}

static enum scene_answer
ask(struct scene *scene, enum ale_question question, union request *request)
{
	switch (question) {
	case ALE_BIND_REDIRECT:
	case ALE_CONNECT_REDIRECT:
		return visit_redirect(scene, question, request);
	case ALE_ASSIGNMENT:
		return visit_call(scene, STAGE_RESOURCE_ASSIGNMENT, NULL, 0);
	case ALE_LISTEN:
		return visit_call(scene, STAGE_AUTH_LISTEN, NULL, 0);
	case ALE_CONNECT:
		return visit_connect(scene);
	case ALE_QUESTIONS:
		break;
	}
	return ANSWER_PERMIT;
}

static void
wait_for_driver(struct scene *scene)
{
	scene->connection->state = CONNECTION_PENDED;
	scene->connection->pended = scene->pended;
}

enum scene_answer
ale_ask(struct scene *scene)
{
	struct connection *connection = scene->connection;
	bool connects = (connection->questions & 1u << ALE_CONNECT) != 0;
	union request *request = arena_take(2 * sizeof(*request));
	enum scene_answer answer = ANSWER_PERMIT;

	while (answer == ANSWER_PERMIT && connection->questions != 0) {
		enum ale_question question =
		    (enum ale_question)__builtin_ctz(connection->questions);
		uint32_t flags = scene->flags;

		if (question <= ALE_ASSIGNMENT && connects)
			scene->flags |= FWP_CONDITION_FLAG_IS_IMPLICIT_BIND;
		answer = ask(scene, question, request);
		scene->flags = flags & ~(uint32_t)FWP_CONDITION_FLAG_IS_REAUTHORIZE;
		scene->reauthorize_reason = 0;
		if (answer == ANSWER_PERMIT)
			ale_answered(scene, request);
		else if (answer == ANSWER_PEND)
			wait_for_driver(scene);
	}
	arena_give(request);
	return answer;
}

enum scene_answer
ale_accept(struct scene *scene)
{
	enum scene_answer answer = scene_visit(scene, STAGE_AUTH_RECV_ACCEPT, NULL);

	if (answer == ANSWER_PERMIT)
		scene->connection->state = CONNECTION_AUTHORISED;
	else if (answer == ANSWER_PEND)
		wait_for_driver(scene);
	return answer;
}

enum scene_answer
ale_establish(struct scene *scene)
{
	struct connection *connection = scene->connection;
	enum scene_answer answer;

	connection->flow = flow_open();
	connection->state = CONNECTION_ESTABLISHED;
	answer = scene_visit(scene, STAGE_FLOW_ESTABLISHED, NULL);
	if (answer != ANSWER_PERMIT)
		ale_close(connection);
	return answer;
}
