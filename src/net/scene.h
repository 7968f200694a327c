/*
 * A scene: everything that is true of one packet, or one socket call, while it
 * visits layer after layer.
 *
 * scene_visit dresses the facts as a layer wants them (its fields, its
 * metadata, the data start of the packet), asks the filter engine, and
 * undresses.  A block that nobody absorbed is shown to the layer's discard layer.
 *
 * A scene lies in the arena, because the values of IPv6 addresses are pointers
 * into it.
 */
#ifndef NET_SCENE_H
#define NET_SCENE_H

#include "net/host.h"
#include "net/packet.h"
#include "nt/fwp.h"
#include "nt/ndis.h"
#include "wfp/inject.h"

#include <stdbool.h>
#include <stdint.h>

/* Where the NET_BUFFER's data starts at a layer.  [semantics 4.1] */
enum scene_start {
	START_NONE, /* no packet */
	START_IP,
	START_TRANSPORT,
	START_PAYLOAD,  /* behind the transport header; ICMP: at it */
	START_BY_WAY,   /* inbound as START_PAYLOAD, outbound as START_TRANSPORT */
	START_EMBEDDED, /* the IP header inside an ICMP error */
	START_STREAM,   /* as START_PAYLOAD, in a stream's clothes */
};

#define M_IPH FWPS_METADATA_FIELD_IP_HEADER_SIZE
#define M_TRH FWPS_METADATA_FIELD_TRANSPORT_HEADER_SIZE
#define M_CMP FWPS_METADATA_FIELD_COMPARTMENT_ID
#define M_FRAG FWPS_METADATA_FIELD_FRAGMENT_DATA
#define M_MTU FWPS_METADATA_FIELD_PATH_MTU
#define M_FLOW FWPS_METADATA_FIELD_FLOW_HANDLE
#define M_TEH FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE
#define M_PEH FWPS_METADATA_FIELD_PARENT_ENDPOINT_HANDLE
#define M_SEQ FWPS_METADATA_FIELD_ICMP_ID_AND_SEQUENCE
#define M_ALE FWPS_METADATA_FIELD_ALE_CLASSIFY_REQUIRED
#define M_PATH FWPS_METADATA_FIELD_PROCESS_PATH
#define M_PID FWPS_METADATA_FIELD_PROCESS_ID
#define M_CH FWPS_METADATA_FIELD_COMPLETION_HANDLE
#define M_DIR FWPS_METADATA_FIELD_PACKET_DIRECTION
#define M_LRP FWPS_METADATA_FIELD_LOCAL_REDIRECT_TARGET_PID
#define M_OD FWPS_METADATA_FIELD_ORIGINAL_DESTINATION
#define M_RRH FWPS_METADATA_FIELD_REDIRECT_RECORD_HANDLE
#define M_SCOPE FWPS_METADATA_FIELD_REMOTE_SCOPE_ID

/* stage, its layer, V4 layer id, the way from V4 to V6 (2 where a discard layer lies between), data start,
 * metadata */
#define STAGES(X) \
	X(IN_IPPACKET, INBOUND_IPPACKET, 0, 2, START_TRANSPORT, M_IPH | M_CMP | M_FRAG) \
	X(OUT_IPPACKET, OUTBOUND_IPPACKET, 4, 2, START_IP, M_IPH | M_TRH | M_CMP | M_MTU) \
	X(IPFORWARD, IPFORWARD, 8, 2, START_IP, M_CMP) \
	X(IN_TRANSPORT, INBOUND_TRANSPORT, 12, 2, START_PAYLOAD, \
	    M_FLOW | M_IPH | M_TRH | M_CMP | M_TEH | M_ALE | M_SEQ) \
	X(OUT_TRANSPORT, OUTBOUND_TRANSPORT, 16, 2, START_TRANSPORT, \
	    M_FLOW | M_TRH | M_CMP | M_TEH | M_SCOPE | M_SEQ) \
	X(STREAM, STREAM, 20, 2, START_STREAM, M_FLOW) \
	X(DATAGRAM_DATA, DATAGRAM_DATA, 24, 2, START_BY_WAY, \
	    M_FLOW | M_IPH | M_TRH | M_CMP | M_TEH | M_SCOPE | M_SEQ) \
	X(IN_ICMP_ERROR, INBOUND_ICMP_ERROR, 28, 2, START_EMBEDDED, M_IPH | M_TRH | M_CMP) \
	X(OUT_ICMP_ERROR, OUTBOUND_ICMP_ERROR, 32, 2, START_TRANSPORT, M_TRH | M_CMP | M_SCOPE) \
	X(RESOURCE_ASSIGNMENT, ALE_RESOURCE_ASSIGNMENT, 36, 2, START_NONE, \
	    M_PATH | M_PID | M_CH | M_TEH) \
	X(AUTH_LISTEN, ALE_AUTH_LISTEN, 40, 2, START_NONE, M_PATH | M_PID | M_CH | M_TEH) \
	X(AUTH_RECV_ACCEPT, ALE_AUTH_RECV_ACCEPT, 44, 2, START_BY_WAY, \
	    M_IPH | M_PATH | M_PID | M_TRH | M_CMP | M_CH | M_TEH | M_DIR | M_PEH | M_SEQ) \
	X(AUTH_CONNECT, ALE_AUTH_CONNECT, 48, 2, START_BY_WAY, \
	    M_PATH | M_PID | M_TRH | M_CMP | M_CH | M_TEH | M_SCOPE | M_DIR | M_SEQ | M_LRP | M_OD \
		| M_RRH) \
	X(FLOW_ESTABLISHED, ALE_FLOW_ESTABLISHED, 52, 2, START_BY_WAY, \
	    M_FLOW | M_PATH | M_PID | M_TEH | M_PEH | M_SEQ) \
	X(RESOURCE_RELEASE, ALE_RESOURCE_RELEASE, 62, 1, START_NONE, M_PID | M_CMP | M_TEH) \
	X(ENDPOINT_CLOSURE, ALE_ENDPOINT_CLOSURE, 64, 1, START_NONE, \
	    M_PID | M_CMP | M_TEH | M_PEH) \
	X(CONNECT_REDIRECT, ALE_CONNECT_REDIRECT, 66, 1, START_NONE, \
	    M_PID | M_TEH | M_PEH | M_SEQ | M_RRH) \
	X(BIND_REDIRECT, ALE_BIND_REDIRECT, 68, 1, START_NONE, M_PID | M_TEH) \
	X(STREAM_PACKET, STREAM_PACKET, 70, 1, START_BY_WAY, \
	    M_FLOW | M_IPH | M_TRH | M_CMP | M_TEH | M_SCOPE)

enum stage {
#define X(stage, layer, v4, to_v6, start, metadata) STAGE_##stage,
	STAGES(X)
#undef X
	    STAGE_COUNT,
};

enum scene_answer {
	ANSWER_PERMIT,
	ANSWER_BLOCK,
	ANSWER_ABSORB, /* blocked, and the packet or call is in the driver's hands */
	ANSWER_PEND,   /* the driver will say later; `pended` of the scene is its number */
};

struct scene {
	struct packet packet;
	struct address local, remote;
	uint8_t protocol;
	bool outbound;
	bool ale_required; /* ALE will be asked about this packet */
	bool closed_ports; /* a port is open only if somebody bound it */
	bool past_stream;  /* the stream layer made it */
	uint32_t flags;    /* FWP_CONDITION_FLAG_* */
	uint32_t reauthorize_reason;
	const struct host_interface *interface;
	const struct host_interface *onward; /* where a forwarded packet leaves */
	struct connection *connection;       /* or NULL */
	const void *bytes;                   /* of the packet; the caller's */
	NET_BUFFER_LIST *list;               /* or NULL: a socket call */
	const struct injection *injection;   /* or NULL: the stack's own */
	KIRQL irql;                          /* of the packet layers */
	uint64_t number;                     /* of the packet, from 1 */
	uint64_t filter_id;                  /* that blocked */
	uint64_t pended;                     /* number of a pend */
	uint32_t out_flags;                  /* FWPS_CLASSIFY_OUT_FLAG_* that callouts find */
	const struct filter *stream_filter;  /* whose callout chose a stream action */
	uint8_t *own_bytes;                  /* `bytes`, if they are the scene's */
	struct address embedded_remote;      /* of an ICMP error; ports as its packet had them */
	uint16_t embedded_local_port;
	uint8_t embedded_protocol;

	/* what values point to */
	FWP_BYTE_ARRAY16 local16, remote16, embedded16;
	SOCKADDR_STORAGE original;
};

static inline bool
scene_is_icmp(const struct scene *scene)
{
	return scene->protocol == PROTOCOL_ICMP || scene->protocol == PROTOCOL_ICMPV6;
}

struct scene *scene_take(void);
void scene_give(struct scene *scene);

uint16_t stage_layer(enum stage stage, uint8_t version);
const char *stage_name(enum stage stage);

/* The way Windows writes an address. */
void scene_sockaddr(SOCKADDR_STORAGE *to, const struct address *address);

/* The scene is about these addresses now. */
void scene_readdress(
    struct scene *scene, const struct address *local, const struct address *remote);

/* A redirect layer: `data` is the layerData, a copy of the request, which callouts may
 * change through a classify handle. */
enum scene_answer scene_request(
    struct scene *scene, enum stage stage, void *data, void *request, size_t size);

/* `data` is the layerData where that is no packet. */
enum scene_answer scene_visit(struct scene *scene, enum stage stage, void *data);

/* Only the discard layer of the stage: the stack itself discarded the packet. */
void scene_discard(
    struct scene *scene, enum stage stage, FWPS_DISCARD_MODULE0 module, uint32_t reason);

#endif
