#include "net/scene.h"

#include "host/arena.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "ndis/packet.h"
#include "net/fields.h"
#include "sched/thread.h"
#include "wfp/classify.h"
#include "wfp/flow.h"

#include <assert.h>
#include <string.h>

struct stage_row {
	const char *name;
	uint16_t v4;
	uint8_t to_v6;
	enum scene_start start;
	uint32_t metadata;
};

static const struct stage_row rows[STAGE_COUNT] = {
#define X(stage, layer, v4, to_v6, start, metadata) { #stage, v4, to_v6, start, metadata },
	STAGES(X)
#undef X
};

struct scene *
scene_take(void)
{
	struct scene *scene = arena_take(sizeof(*scene));

	scene->irql = DISPATCH_LEVEL;
	return scene;
}

void
scene_give(struct scene *scene)
{
	arena_give(scene);
}

uint16_t
stage_layer(enum stage stage, uint8_t version)
{
	return (uint16_t)(rows[stage].v4 + (version == 6 ? rows[stage].to_v6 : 0));
}

const char *
stage_name(enum stage stage)
{
	return rows[stage].name;
}

/* Those bits of the stage's metadata that this scene has. */
static uint32_t
metadata_known(const struct scene *scene, enum stage stage)
{
	const struct connection *connection = scene->connection;
	uint32_t known = rows[stage].metadata;

	if (connection == NULL)
		known &= ~(uint32_t)(M_TEH | M_PEH | M_FLOW | M_PATH | M_PID | M_CH);
	else if (connection->flow == NULL)
		known &= ~(uint32_t)M_FLOW;
	if (connection != NULL && connection->parent_endpoint == 0)
		known &= ~(uint32_t)M_PEH;
	if (scene->list == NULL)
		known &= ~(uint32_t)(M_IPH | M_TRH | M_DIR);
	if (scene->outbound && stage != STAGE_OUT_IPPACKET)
		known &= ~(uint32_t)M_IPH; /* the IP header does not exist yet  [semantics 4.5] */
	if (!scene->outbound || scene->local.version == 4)
		known &= ~(uint32_t)M_SCOPE;
	if (!scene->ale_required)
		known &= ~(uint32_t)M_ALE;
	if (!(scene->flags & FWP_CONDITION_FLAG_IS_REAUTHORIZE))
		known &= ~(uint32_t)(M_DIR);
	else
		known &= ~(uint32_t)(M_CH); /* a reauthorization can't be pended  [semantics 4.4] */
	if (!scene->packet.fragment)
		known &= ~(uint32_t)M_FRAG;
	if (!scene_is_icmp(scene))
		known &= ~(uint32_t)M_SEQ;
	if (connection == NULL || !connection->redirected || connection->target_process == 0)
		known &= ~(uint32_t)M_LRP;
	if (connection == NULL || !connection->redirected)
		known &= ~(uint32_t)M_OD;
	if (connection == NULL || connection->records == NULL)
		known &= ~(uint32_t)M_RRH;
	return known;
}

static void
show_metadata(const struct scene *scene, enum stage stage, struct classify *classify)
{
	FWPS_INCOMING_METADATA_VALUES0 *to = &classify->metadata;
	const struct connection *connection = scene->connection;
	const struct packet *packet = &scene->packet;
	bool inner = rows[stage].start == START_EMBEDDED;
	bool socket_icmp = scene_is_icmp(scene) && !scene->outbound && !inner;

	to->currentMetadataValues = metadata_known(scene, stage);
	to->ipHeaderSize = inner ? packet->embedded : packet->ip_header;
	to->transportHeaderSize = socket_icmp ? 0 : packet->transport_header;
	to->compartmentId = HOST_COMPARTMENT;
	to->pathMtu = scene->interface->mtu;
	to->packetDirection = scene->outbound ? FWP_DIRECTION_OUTBOUND : FWP_DIRECTION_INBOUND;
	to->icmpIdAndSequence = (uint32_t)packet->icmp_id << 16 | packet->icmp_sequence;
	if (packet->fragment) {
		to->fragmentMetadata.fragmentIdentification = packet->fragment_id;
		to->fragmentMetadata.fragmentOffset = (UINT16)packet->fragment_offset;
		to->fragmentMetadata.fragmentLength = packet->total - packet->ip_header;
	}
	if (connection == NULL)
		return;
	if (connection->flow != NULL)
		to->flowHandle = flow_id(connection->flow);
	to->transportEndpointHandle = connection->endpoint;
	to->parentEndpointHandle = connection->parent_endpoint;
	to->completionHandle = (HANDLE)(uintptr_t)connection;
	to->localRedirectTargetPID = connection->target_process;
	to->redirectRecords = connection->records;
	if ((to->currentMetadataValues & M_OD) != 0)
		to->originalDestination = (SOCKADDR *)(uintptr_t)&scene->original;
	if (connection->program != NULL) {
		to->processPath = (FWP_BYTE_BLOB *)(uintptr_t)&connection->program->app_id;
		to->processId = connection->program->process_id;
	}
}

static size_t
data_start(const struct scene *scene, enum scene_start start)
{
	const struct packet *packet = &scene->packet;
	size_t transport = packet->ip_header;
	size_t payload = scene_is_icmp(scene) ? transport : packet_payload(packet);

	switch (start) {
	case START_NONE:
	case START_IP:
		return 0;
	case START_TRANSPORT:
		return transport;
	case START_PAYLOAD:
	case START_STREAM:
		return payload;
	case START_BY_WAY:
		return scene->outbound ? transport : payload;
	case START_EMBEDDED:
		return packet->embedded;
	}
	return 0;
}

static bool
has_discard(enum stage stage)
{
	return rows[stage].to_v6 == 2;
}

/* Windows: binding, listening, connecting and closing happen in the program's thread, the rest
 *   where the packet is.  [semantics 4.9, IRQL] */
static KIRQL
stage_irql(const struct scene *scene, enum stage stage)
{
	KIRQL irql = scene->irql;

	if (rows[stage].start == START_NONE || (stage == STAGE_AUTH_CONNECT && scene->outbound))
		irql = PASSIVE_LEVEL;
	return irql > irql_now() ? irql : irql_now();
}

void
scene_sockaddr(SOCKADDR_STORAGE *to, const struct address *address)
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

void
scene_readdress(struct scene *scene, const struct address *local, const struct address *remote)
{
	scene->local = *local;
	scene->remote = *remote;
	scene->interface = host_interface_of(local);
	scene->flags &= ~(uint32_t)FWP_CONDITION_FLAG_IS_LOOPBACK;
	if (host_is_local(local) && host_is_local(remote)) {
		scene->flags |= FWP_CONDITION_FLAG_IS_LOOPBACK;
		scene->interface = host_interface(HOST_LOOPBACK);
	}
}

static bool
can_pend(const struct scene *scene, enum stage stage)
{
	return (rows[stage].metadata & M_CH) != 0 && scene->connection != NULL
	    && !(scene->flags & FWP_CONDITION_FLAG_IS_REAUTHORIZE);
}

/* Windows: ABSORB has no meaning at the stream layer, nor where ALE has yet to be asked.
 *   [semantics 4.1, 4.3] */
static bool
can_absorb(const struct scene *scene, enum stage stage)
{
	if (stage == STAGE_STREAM || (stage == STAGE_IN_TRANSPORT && scene->ale_required))
		return false;
	return scene->list != NULL || can_pend(scene, stage);
}

static void
ask(struct scene *scene, enum stage stage, struct classify *classify, void *data,
    const FWPS_DISCARD_METADATA0 *why)
{
	enum scene_start start = rows[stage].start;
	KIRQL old;

	fields_show(scene, stage, classify->values);
	show_metadata(scene, stage, classify);
	if (why != NULL) {
		classify->metadata.currentMetadataValues &= ~(uint32_t)M_CH;
		classify->metadata.currentMetadataValues |= FWPS_METADATA_FIELD_DISCARD_REASON;
		classify->metadata.discardMetadata = *why;
	}
	classify->flow = scene->connection == NULL ? NULL : scene->connection->flow;
	classify->layer_data = data != NULL || start == START_NONE ? data : scene->list;
	if (scene->list != NULL && start != START_NONE)
		packet_seek(scene->list, data_start(scene, start));
	old = irql_raise(stage_irql(scene, stage));
	classify_run(classify);
	irql_lower(old);
}

static void
discard(struct scene *scene, enum stage stage, FWPS_DISCARD_METADATA0 why)
{
	struct classify *classify =
	    classify_take((uint16_t)(stage_layer(stage, scene->local.version) + 1));

	ask(scene, stage, classify, NULL, &why);
	classify_give(classify);
}

/* Windows: AUTH_CONNECT is told of a redirection.  [semantics 4.8] */
static void
show_redirection(struct scene *scene, enum stage stage)
{
	const struct connection *connection = scene->connection;

	if (connection == NULL || !connection->redirected || stage != STAGE_AUTH_CONNECT)
		return;
	scene->flags |= FWP_CONDITION_FLAG_IS_CONNECTION_REDIRECTED;
	scene_sockaddr(&scene->original, &connection->asked_remote);
}

enum scene_answer
scene_visit(struct scene *scene, enum stage stage, void *data)
{
	return scene_request(scene, stage, data, NULL, 0);
}

enum scene_answer
scene_request(struct scene *scene, enum stage stage, void *data, void *request, size_t size)
{
	struct classify *classify = classify_take(stage_layer(stage, scene->local.version));
	enum scene_answer answer = ANSWER_PERMIT;

	classify->can_absorb = classify->can_absorb && can_absorb(scene, stage);
	classify->can_pend = classify->can_pend && can_pend(scene, stage);
	classify->subject = scene->connection;
	classify->request = request;
	classify->request_size = size;
	classify->out_flags = scene->out_flags;
	show_redirection(scene, stage);
	ask(scene, stage, classify, data, NULL);
	scene->pended = classify->pended;
	scene->stream_filter = classify->stream_filter;
	scene->flags &= ~(uint32_t)FWP_CONDITION_FLAG_IS_CONNECTION_REDIRECTED;
	if (classify->pended != 0) {
		answer = ANSWER_PEND;
	} else if (classify->action == FWP_ACTION_BLOCK) {
		answer = classify->absorbed ? ANSWER_ABSORB : ANSWER_BLOCK;
		scene->filter_id = classify->filter_id;
	}
	classify_give(classify);
	if (answer == ANSWER_BLOCK && has_discard(stage) && data == NULL)
		discard(scene, stage,
		    (FWPS_DISCARD_METADATA0){ .discardModule = FWPS_DISCARD_MODULE_GENERAL,
			.discardReason = 0, /* FWPS_DISCARD_FIREWALL_POLICY */
			.filterId = scene->filter_id });
	return answer;
}

void
scene_discard(struct scene *scene, enum stage stage, FWPS_DISCARD_MODULE0 module, uint32_t reason)
{
	discard(scene, stage,
	    (FWPS_DISCARD_METADATA0){ .discardModule = module, .discardReason = reason });
}
