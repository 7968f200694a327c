/*
 * For each layer there is a function that sets its values one after the other: which
 * field stands where is known when it is compiled, from data/layers.tsv, so that nothing is looked
 * up while a packet waits.
 */
#include "net/fields.h"

#include "layer_fields.h"

#include <string.h>

static inline FWP_VALUE0
value8(uint8_t value)
{
	return (FWP_VALUE0){ .type = FWP_UINT8, .uint8 = value };
}

static inline FWP_VALUE0
value16(uint16_t value)
{
	return (FWP_VALUE0){ .type = FWP_UINT16, .uint16 = value };
}

static inline FWP_VALUE0
value32(uint32_t value)
{
	return (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = value };
}

static inline FWP_VALUE0
value64(const UINT64 *value)
{
	return (FWP_VALUE0){ .type = FWP_UINT64, .uint64 = (UINT64 *)(uintptr_t)value };
}

/* Windows: IPv4 addresses in host order, IPv6 addresses as they are in packets.  [semantics 4.1] */
static inline FWP_VALUE0
value_address(unsigned version, const struct address *address, FWP_BYTE_ARRAY16 *room)
{
	if (version == 4)
		return value32(address_number(address));
	memcpy(room, address->bytes, sizeof(*room));
	return (FWP_VALUE0){ .type = FWP_BYTE_ARRAY16_TYPE, .byteArray16 = room };
}

/* Those of a program, NULL where nobody's socket is concerned. */
static inline const struct host_program *
program_of(const struct scene *scene)
{
	return scene->connection == NULL ? NULL : scene->connection->program;
}

static inline FWP_VALUE0
value_app(const struct host_program *program)
{
	if (program == NULL)
		return (FWP_VALUE0){ .type = FWP_EMPTY };
	return (FWP_VALUE0){ .type = FWP_BYTE_BLOB_TYPE,
		.byteBlob = (FWP_BYTE_BLOB *)(uintptr_t)&program->app_id };
}

static inline FWP_VALUE0
value_user(const struct host_program *program)
{
	if (program == NULL)
		return (FWP_VALUE0){ .type = FWP_EMPTY };
	return (FWP_VALUE0){ .type = FWP_TOKEN_ACCESS_INFORMATION_TYPE,
		.tokenAccessInformation = (FWP_BYTE_BLOB *)(uintptr_t)program->user };
}

static inline FWP_VALUE0
value_package(const struct host_program *program)
{
	if (program == NULL)
		return (FWP_VALUE0){ .type = FWP_EMPTY };
	return (FWP_VALUE0){ .type = FWP_SID, .sid = (SID *)(uintptr_t)program->package };
}

/* Windows: at transport and ALE layers ICMP type and code stand for the ports.  [semantics 4.1] */
static uint16_t
local_port(const struct scene *scene)
{
	return scene_is_icmp(scene) ? scene->packet.icmp_type : scene->local.port;
}

static uint16_t
remote_port(const struct scene *scene)
{
	return scene_is_icmp(scene) ? scene->packet.icmp_code : scene->remote.port;
}

static uint32_t
flow_direction(const struct scene *scene)
{
	return scene->connection->inbound ? FWP_DIRECTION_INBOUND : FWP_DIRECTION_OUTBOUND;
}

/* Windows: at FLOW_ESTABLISHED the direction is the flow's, elsewhere the packet's.  [fwpsk.h] */
static inline uint32_t
direction(const struct scene *scene, enum stage stage)
{
	if (stage == STAGE_FLOW_ESTABLISHED && scene->connection != NULL)
		return flow_direction(scene);
	return scene->outbound ? FWP_DIRECTION_OUTBOUND : FWP_DIRECTION_INBOUND;
}

/*
 * Fields that are filled in, and with what.
 *
 * Windows: the profile ids are network categories [win32:filtering-condition-identifiers-].  What
 *   SIO_FIREWALL_SYSTEM_PORT is, no page says; a port that nobody reserved has no bit of it, it
 *   seems: 350 filters of a real machine's firewall want FLAGS_NONE_SET, among them those that
 *   permit programs to listen.  [wfpstate.xml]
 */
#define FIELDS(X) \
	X(IP_LOCAL_ADDRESS, value_address(version, &scene->local, &scene->local16)) \
	X(IP_REMOTE_ADDRESS, value_address(version, &scene->remote, &scene->remote16)) \
	X(IP_SOURCE_ADDRESS, value_address(version, &scene->packet.source, &scene->local16)) \
	X(IP_DESTINATION_ADDRESS, \
	    value_address(version, &scene->packet.destination, &scene->remote16)) \
	X(IP_LOCAL_ADDRESS_TYPE, value8(host_address_type(&scene->local))) \
	X(IP_DESTINATION_ADDRESS_TYPE, \
	    value8( \
		host_address_type(scene->onward ? &scene->packet.destination : &scene->remote))) \
	X(IP_LOCAL_PORT, value16(local_port(scene))) \
	X(IP_REMOTE_PORT, value16(remote_port(scene))) \
	X(IP_PROTOCOL, value8(scene->protocol)) \
	X(IP_LOCAL_INTERFACE, value64(&scene->interface->luid)) \
	X(IP_ARRIVAL_INTERFACE, value64(&scene->interface->luid)) \
	X(IP_NEXTHOP_INTERFACE, value64(&scene->interface->luid)) \
	X(IP_FORWARD_INTERFACE, value64(&scene->onward->luid)) \
	X(IP_PHYSICAL_ARRIVAL_INTERFACE, value64(&scene->interface->luid)) \
	X(IP_PHYSICAL_NEXTHOP_INTERFACE, value64(&scene->onward->luid)) \
	X(INTERFACE_INDEX, value32(scene->interface->index)) \
	X(ARRIVAL_INTERFACE_INDEX, value32(scene->interface->index)) \
	X(NEXTHOP_INTERFACE_INDEX, value32(scene->interface->index)) \
	X(SOURCE_INTERFACE_INDEX, value32(scene->interface->index)) \
	X(DESTINATION_INTERFACE_INDEX, value32(scene->onward->index)) \
	X(SUB_INTERFACE_INDEX, value32(scene->interface->sub_index)) \
	X(NEXTHOP_SUB_INTERFACE_INDEX, value32(scene->interface->sub_index)) \
	X(SOURCE_SUB_INTERFACE_INDEX, value32(scene->interface->sub_index)) \
	X(DESTINATION_SUB_INTERFACE_INDEX, value32(scene->onward->sub_index)) \
	X(INTERFACE_TYPE, value32(scene->interface->type)) \
	X(ARRIVAL_INTERFACE_TYPE, value32(scene->interface->type)) \
	X(NEXTHOP_INTERFACE_TYPE, value32(scene->interface->type)) \
	X(TUNNEL_TYPE, value32(0)) \
	X(ARRIVAL_TUNNEL_TYPE, value32(0)) \
	X(NEXTHOP_TUNNEL_TYPE, value32(0)) \
	X(FLAGS, value32(scene->flags)) \
	X(DIRECTION, value32(direction(scene, stage))) \
	X(COMPARTMENT_ID, value32(HOST_COMPARTMENT)) \
	X(REAUTHORIZE_REASON, value32(scene->reauthorize_reason)) \
	X(ALE_APP_ID, value_app(program_of(scene))) \
	X(ALE_ORIGINAL_APP_ID, value_app(program_of(scene))) \
	X(ALE_USER_ID, value_user(program_of(scene))) \
	X(ALE_PACKAGE_ID, value_package(program_of(scene))) \
	X(ALE_PROMISCUOUS_MODE, value32(0)) \
	X(SIO_FIREWALL_SOCKET_PROPERTY, value32(0)) \
	X(SIO_FIREWALL_SYSTEM_PORT, value32(0)) \
	X(PROFILE_ID, value32(HOST_NETWORK_CATEGORY)) \
	X(CURRENT_PROFILE_ID, value32(HOST_NETWORK_CATEGORY)) \
	X(ORIGINAL_PROFILE_ID, value32(HOST_NETWORK_CATEGORY)) \
	X(LOCAL_INTERFACE_PROFILE_ID, value32(HOST_NETWORK_CATEGORY)) \
	X(ARRIVAL_INTERFACE_PROFILE_ID, value32(HOST_NETWORK_CATEGORY)) \
	X(NEXTHOP_INTERFACE_PROFILE_ID, value32(HOST_NETWORK_CATEGORY)) \
	X(ICMP_TYPE, value16(scene->packet.icmp_type)) \
	X(ICMP_CODE, value16(scene->packet.icmp_code)) \
	X(EMBEDDED_PROTOCOL, value8(scene->embedded_protocol)) \
	X(EMBEDDED_REMOTE_ADDRESS, \
	    value_address(version, &scene->embedded_remote, &scene->embedded16)) \
	X(EMBEDDED_LOCAL_ADDRESS_TYPE, value8(host_address_type(&scene->local))) \
	X(EMBEDDED_LOCAL_PORT, value16(scene->embedded_local_port)) \
	X(EMBEDDED_REMOTE_PORT, value16(scene->embedded_remote.port))

/* Nobody here knows these: they stay as they are, which is FWP_EMPTY. */
#define EMPTY_FIELDS(X) \
	X(ALE_EFFECTIVE_NAME) \
	X(ALE_REMOTE_MACHINE_ID) \
	X(ALE_REMOTE_USER_ID) \
	X(ALE_SECURITY_ATTRIBUTE_FQBN_VALUE) \
	X(INTERFACE_QUARANTINE_EPOCH) \
	X(IPSEC_SECURITY_REALM_ID) \
	X(NAP_CONTEXT) \
	X(ORIGINAL_ICMP_TYPE) \
	X(PEER_NAME) \
	X(RESERVED_0) \
	X(RESERVED_1) \
	X(RESERVED_2) \
	X(RESERVED_3)

#define X(name, filled) \
	static inline void show_##name( \
	    struct scene *scene, enum stage stage, unsigned version, FWP_VALUE0 *value) \
	{ \
		(void)scene, (void)stage, (void)version; \
		*value = filled; \
	}
FIELDS(X)
#undef X
#define X(name) \
	static inline void show_##name( \
	    struct scene *scene, enum stage stage, unsigned version, FWP_VALUE0 *value) \
	{ \
		(void)scene, (void)stage, (void)version, (void)value; \
	}
EMPTY_FIELDS(X)
#undef X

#define SHOW(index, name) show_##name(scene, stage, version, &values[index].value);
#define LAYER_SHOW(layer, family) \
	static void show_##layer##_V##family( \
	    struct scene *scene, enum stage stage, FWPS_INCOMING_VALUE0 *values) \
	{ \
		const unsigned version = family; \
\
		LAYER_FIELDS_##layer##_V##family(SHOW) \
	}
#define X(name, layer, v4, to_v6, start, metadata) LAYER_SHOW(layer, 4) LAYER_SHOW(layer, 6)
STAGES(X)
#undef X

void
fields_show(struct scene *scene, enum stage stage, FWPS_INCOMING_VALUE0 *values)
{
	static void (*const show[STAGE_COUNT][2])(
	    struct scene *, enum stage, FWPS_INCOMING_VALUE0 *) = {
#define X(name, layer, v4, to_v6, start, metadata) { show_##layer##_V4, show_##layer##_V6 },
		STAGES(X)
#undef X
	};

	show[stage][scene->local.version == 6](scene, stage, values);
}
