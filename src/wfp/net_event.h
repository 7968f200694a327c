/*
 * Net events: what the filter engine blocked, and, if somebody wants to know, what it permitted.
 *
 * Windows: drops are collected unless FWPM_ENGINE_COLLECT_NET_EVENTS is switched off; of the
 *   keywords of FWPM_ENGINE_NET_EVENT_MATCH_ANY_KEYWORDS one asks for what was permitted, two
 *   for drops of inbound multicasts and broadcasts, which are many.
 *   [win32:FwpmEngineSetOption0, FWPM_ENGINE_OPTION]
 * Here: the last NET_EVENTS of them.  Nothing is recorded at layers that show no address, nor of packets
 *   that were absorbed; drops by filters with FWPM_FILTER_FLAG_SILENT_MODE are.  Permits are told
 *   at the layers that authorise: which ones Windows tells is not documented.
 */
#ifndef WFP_NET_EVENT_H
#define WFP_NET_EVENT_H

#include "base/list.h"
#include "nt/fwp.h"

#include <stdbool.h>
#include <stdint.h>

#define NET_EVENTS 256

struct classify;

enum net_event_direction {
	EVENT_OUT,
	EVENT_IN,
	EVENT_FORWARD,
};

struct net_event {
	struct link link;
	uint64_t when_100ns; /* of the virtual clock */
	bool drop;           /* else an allow */
	bool loopback;
	bool v6;
	uint8_t protocol;
	enum net_event_direction direction;
	uint32_t flags; /* FWPM_NET_EVENT_FLAG_* */
	uint16_t layer;
	uint16_t local_port, remote_port;
	uint32_t local, remote; /* IPv4, in the host's order */
	uint8_t local6[16], remote6[16];
	uint32_t reauthorize_reason;
	uint32_t original_profile, current_profile;
	uint32_t interface_index;
	uint64_t filter_id;
	uint32_t app_id_bytes;
	uint8_t app_id[];
};

struct net_event_wishes {
	bool drops, allows;
};
extern struct net_event_wishes net_event_wishes; /* the machine's */

void net_event_start(void);

/* The engine's options changed. */
void net_event_options(bool collects, uint32_t keywords);

/* A classify is decided, and is such a one as is wished. */
void net_event_record(const struct classify *classify);

static inline void
net_event_decided(const struct classify *classify, bool blocked)
{
	if (blocked ? net_event_wishes.drops : net_event_wishes.allows)
		net_event_record(classify);
}

/* From the oldest. */
void net_event_each(void (*each)(void *context, const struct net_event *event), void *context);
size_t net_event_count(void);

#endif
