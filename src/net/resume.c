#include "net/resume.h"

#include "base/list.h"
#include "host/arena.h"
#include "net/ale.h"
#include "net/walk.h"
#include "sched/thread.h"
#include "wfp/pend.h"

#include <string.h>

#define REASON_CLASSIFY_COMPLETION 0x10 /* FWP_CONDITION_REAUTHORIZE_REASON_*  [fwptypes.h] */

struct held {
	size_t length;
	bool closed_ports;
	uint8_t bytes[];
};

/* What the driver said, until a thread acts on it. */
struct resumed {
	struct link link;
	struct resumption said;
	union {
		FWPS_BIND_REQUEST0 bind;
		FWPS_CONNECT_REQUEST0 connect;
	} request;
};

static MACHINE_STATE struct link early; /* said before the classify had returned */

/* A connection that may still wait for an answer to this pend. */
static struct connection *
connection_of(const struct resumption *said)
{
	struct connection *connection = said->subject;

	if (!connection_is(connection) && !connection_lingers(connection))
		return NULL;
	return connection;
}

static void
go_on(struct scene *scene)
{
	struct connection *connection = scene->connection;
	struct held *held = connection->held;
	enum scene_answer answer = ale_ask(scene);

	if (answer == ANSWER_PEND)
		return;
	if (answer != ANSWER_PERMIT) {
		ale_close(connection);
		return;
	}
	if (held == NULL)
		return;
	connection->held = NULL;
	walk_later(held->bytes, held->length, true, held->closed_ports);
	arena_give(held);
}

/* The driver's answer is final, or the layer is asked again as a reauthorization.  [semantics 4.4] */
static void
answer(struct scene *scene, const struct resumption *said)
{
	if (said->again) {
		scene->flags |= FWP_CONDITION_FLAG_IS_REAUTHORIZE;
		scene->reauthorize_reason = REASON_CLASSIFY_COMPLETION;
	} else if (said->action == FWP_ACTION_BLOCK) {
		ale_close(scene->connection);
		return;
	} else {
		ale_answered(scene, said->request);
	}
	go_on(scene);
}

static void
resume(struct connection *connection, const struct resumption *said)
{
	struct scene *scene = scene_take();

	scene->local = connection->local;
	scene->remote = connection->remote;
	if (scene->remote.version == 0)
		scene->remote.version = scene->local.version;
	scene->protocol = connection->protocol;
	scene->outbound = true;
	scene_readdress(scene, &scene->local, &scene->remote);
	ale_join(scene, connection);
	connection->pended = 0;
	connection->state = CONNECTION_BOUND;
	answer(scene, said);
	ale_leave(scene);
	scene_give(scene);
}

static void
go_on_now(struct resumed *resumed)
{
	struct connection *connection = connection_of(&resumed->said);

	if (connection != NULL && connection->pended == resumed->said.number) {
		if (connection->state == CONNECTION_CLOSING) {
			list_remove(&connection->link);
			ale_closed(connection);
		} else {
			resume(connection, &resumed->said);
		}
	}
	arena_give(resumed);
}

static void
work(void *resumed)
{
	go_on_now(resumed);
	walk_rest();
}

static void
walk_what_follows(void *unused)
{
	(void)unused;
	walk_rest();
}

/*
 * Windows: the layer is asked within FwpsCompleteOperation0, unless the classify that pended has
 *   not returned: then when it does.  [ebpf-for-windows: docs/AsyncProcessing.md, race B]
 * Here: the same; then it is a thread of the stack's that asks, and one that sends what follows.
 */
static void
go_on_within(struct resumed *resumed)
{
	go_on_now(resumed);
	thread_start(THREAD_NETWORK, walk_what_follows, NULL);
}

static bool
is_accept(const struct connection *connection)
{
	return connection->inbound && connection->state == CONNECTION_PENDED;
}

/*
 * Windows: an accepted connection is not authorised again; the driver reinjects the packet.
 *   [ddi:FwpsCompleteOperation0]
 * Here: the connection is gone before the call returns, so that the packet finds none.
 */
static void
begin(struct connection *connection, struct resumed *resumed)
{
	if (is_accept(connection)) {
		connection->pended = 0;
		connection->state = CONNECTION_BOUND;
		arena_give(resumed);
		ale_close(connection);
		return;
	}
	thread_start(THREAD_NETWORK, work, resumed);
}

static void
hear(const struct resumption *said)
{
	struct connection *connection = connection_of(said);
	struct resumed *resumed;

	if (connection == NULL)
		return; /* it was closed while it waited */
	resumed = arena_take(sizeof(*resumed));
	resumed->said = *said;
	if (said->request != NULL) {
		memcpy(&resumed->request, said->request, sizeof(resumed->request));
		resumed->said.request = &resumed->request;
	}
	list_start(&resumed->link);
	if (connection->pended != said->number)
		list_add(&early, &resumed->link);
	else if (said->operation && !is_accept(connection))
		go_on_within(resumed);
	else
		begin(connection, resumed);
}

void
resume_start(void)
{
	list_start(&early);
	pend_outlet(hear);
}

void
resume_pended(struct connection *connection)
{
	LIST_EACH_SAFE (at, &early) {
		struct resumed *resumed = LIST_ITEM(at, struct resumed, link);

		if (resumed->said.subject != connection
		    || resumed->said.number != connection->pended)
			continue;
		list_remove(at);
		begin(connection, resumed);
		return;
	}
}

void
resume_hold(struct scene *scene)
{
	struct connection *connection = scene->connection;
	bool redirects = (connection->questions & (1u << ALE_CONNECT_REDIRECT | 1u)) != 0;
	size_t length = scene->packet.total;

	if (connection->held != NULL || (scene->protocol != PROTOCOL_TCP && !redirects))
		return;
	connection->held = arena_take(sizeof(*connection->held) + length);
	connection->held->length = length;
	connection->held->closed_ports = scene->closed_ports;
	memcpy(connection->held->bytes, scene->bytes, length);
}

void
resume_forget(struct connection *connection)
{
	if (connection->held != NULL)
		arena_give(connection->held);
	connection->held = NULL;
	LIST_EACH_SAFE (at, &early) {
		struct resumed *resumed = LIST_ITEM(at, struct resumed, link);

		if (resumed->said.subject != connection)
			continue;
		list_remove(at);
		arena_give(resumed);
	}
}
