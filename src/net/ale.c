#include "net/ale.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "wfp/flow.h"

#include <string.h>

#define AGAIN_FLAGS (FWP_CONDITION_FLAG_IS_REAUTHORIZE)

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

/*
 * Windows: ENDPOINT_CLOSURE for connected TCP endpoints, TCP listeners and UDP
 *   sockets, RESOURCE_RELEASE for each RESOURCE_ASSIGNMENT.  [semantics 4.9]
 * Here: closure, flow, release, in this order; Windows' is not known (U5).
 */
static void
end(struct connection *connection)
{
	struct scene *scene = scene_of(connection);
	bool icmp = connection->protocol != PROTOCOL_TCP && connection->protocol != PROTOCOL_UDP;

	if (!icmp && connection->state != CONNECTION_BOUND)
		scene_visit(scene, STAGE_ENDPOINT_CLOSURE, NULL);
	if (connection->flow != NULL) {
		struct flow *flow = connection->flow;

		connection->flow = NULL;
		flow_close(flow);
	}
	if (connection->assigned)
		scene_visit(scene, STAGE_RESOURCE_RELEASE, NULL);
	scene_give(scene);
	arena_give(connection);
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

static void
sockaddr_put(SOCKADDR_STORAGE *to, const struct address *address)
{
	uint16_t port = (uint16_t)(address->port << 8 | address->port >> 8);

	if (address->version == 4) {
		SOCKADDR_IN *v4 = (SOCKADDR_IN *)to;

		v4->sin_family = NT_AF_INET;
		v4->sin_port = port;
		memcpy(v4->sin_addr, address->bytes, 4);
		return;
	}
	SOCKADDR_IN6 *v6 = (SOCKADDR_IN6 *)to;

	v6->sin6_family = NT_AF_INET6;
	v6->sin6_port = port;
	memcpy(v6->sin6_addr, address->bytes, 16);
}

/* Socket calls have no packet, even if one led to them. */
static enum scene_answer
visit_call(struct scene *scene, enum stage stage, void *data)
{
	NET_BUFFER_LIST *list = scene->list;
	enum scene_answer answer;

	scene->list = NULL;
	answer = scene_visit(scene, stage, data);
	scene->list = list;
	return answer;
}

/* Windows: a callout may write new addresses into the request.  [semantics 4.8]
 * Here: it may not; the run ends without a verdict if one does. */
static enum scene_answer
bind_redirect(struct scene *scene)
{
	FWPS_BIND_REQUEST0 *request = arena_take(2 * sizeof(*request));
	enum scene_answer answer;

	sockaddr_put(&request->localAddressAndPort, &scene->local);
	request[1] = request[0];
	answer = visit_call(scene, STAGE_BIND_REDIRECT, request);
	if (memcmp(&request[0], &request[1], sizeof(*request)) != 0)
		not_modelled("ALE_BIND_REDIRECT: a bind that was redirected");
	arena_give(request);
	return answer;
}

static enum scene_answer
connect_redirect(struct scene *scene)
{
	FWPS_CONNECT_REQUEST0 *request = arena_take(2 * sizeof(*request));
	enum scene_answer answer;

	sockaddr_put(&request->localAddressAndPort, &scene->local);
	sockaddr_put(&request->remoteAddressAndPort, &scene->remote);
	request[1] = request[0];
	answer = visit_call(scene, STAGE_CONNECT_REDIRECT, request);
	if (memcmp(&request[0], &request[1], sizeof(*request)) != 0)
		not_modelled("ALE_CONNECT_REDIRECT: a connection that was redirected");
	arena_give(request);
	return answer;
}

enum scene_answer
ale_bind(struct scene *scene, bool implicit)
{
	uint32_t flags = scene->flags;
	enum scene_answer answer;

	if (implicit)
		scene->flags |= FWP_CONDITION_FLAG_IS_IMPLICIT_BIND;
	answer = bind_redirect(scene);
	if (answer == ANSWER_PERMIT) {
		answer = visit_call(scene, STAGE_RESOURCE_ASSIGNMENT, NULL);
		scene->connection->assigned = answer == ANSWER_PERMIT;
	}
	scene->flags = flags;
	return answer;
}

enum scene_answer
ale_listen(struct scene *scene)
{
	return visit_call(scene, STAGE_AUTH_LISTEN, NULL);
}

/* Windows: TCP is asked before there is a packet, the others with their first.  [semantics 4.1] */
enum scene_answer
ale_connect(struct scene *scene)
{
	enum scene_answer answer = ANSWER_PERMIT;

	if (!(scene->flags & AGAIN_FLAGS))
		answer = connect_redirect(scene);
	if (answer != ANSWER_PERMIT)
		return answer;
	answer = scene->protocol == PROTOCOL_TCP ? visit_call(scene, STAGE_AUTH_CONNECT, NULL)
						 : scene_visit(scene, STAGE_AUTH_CONNECT, NULL);
	if (answer == ANSWER_PERMIT)
		scene->connection->state = CONNECTION_AUTHORISED;
	else if (answer == ANSWER_ABSORB)
		scene->connection->state = CONNECTION_PENDED;
	return answer;
}

enum scene_answer
ale_accept(struct scene *scene)
{
	enum scene_answer answer = scene_visit(scene, STAGE_AUTH_RECV_ACCEPT, NULL);

	if (answer == ANSWER_PERMIT)
		scene->connection->state = CONNECTION_AUTHORISED;
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
