/*
 * Net events as netsh shows them.
 *
 * Windows: members that are not set are shown empty or as 0.  [wfpdiag.xml in windows-itpro-docs,
 *   filter-origin-documentation]
 */
#include "report/netsh.h"

#include "bfe/xml_form.h"
#include "bfe/xml_value.h"
#include "wfp/net_event.h"

#include <string.h>

static void
put_flags(struct xml_writer *writer, uint32_t flags)
{
	size_t count = 0;

	for (const struct xml_word *at = xml_event_flags; at->word != NULL; at++)
		count += (flags & at->value) != 0;
	if (!xml_open_items(writer, "flags", count))
		return;
	for (const struct xml_word *at = xml_event_flags; at->word != NULL; at++) {
		if ((flags & at->value) != 0)
			xml_leaf(writer, "item", at->word);
	}
	xml_close(writer, "flags");
}

static void
put_address(struct xml_writer *writer, const char *v4, const char *v6,
    const struct net_event *event, bool local)
{
	if ((event->flags & FWPM_NET_EVENT_FLAG_IP_VERSION_SET) == 0)
		return;
	if (event->v6)
		xml_put_v6(writer, v6, local ? event->local6 : event->remote6);
	else
		xml_put_v4(writer, v4, local ? event->local : event->remote);
}

static void
put_header(struct xml_writer *writer, const struct net_event *event)
{
	const FWP_BYTE_BLOB app = { event->app_id_bytes, (UINT8 *)event->app_id };
	bool versioned = (event->flags & FWPM_NET_EVENT_FLAG_IP_VERSION_SET) != 0;

	xml_open(writer, "header");
	netsh_time(writer, "timeStamp", event->when_100ns);
	put_flags(writer, event->flags);
	xml_leaf(writer, "ipVersion",
	    !versioned      ? "FWP_IP_VERSION_NONE"
		: event->v6 ? "FWP_IP_VERSION_V6"
			    : "FWP_IP_VERSION_V4");
	xml_leaf_format(writer, "ipProtocol", "%u", event->protocol);
	put_address(writer, "localAddrV4", "localAddrV6", event, true);
	put_address(writer, "remoteAddrV4", "remoteAddrV6", event, false);
	xml_leaf_format(writer, "localPort", "%u", event->local_port);
	xml_leaf_format(writer, "remotePort", "%u", event->remote_port);
	xml_leaf(writer, "scopeId", "0");
	xml_put_blob(writer, "appId", &app, SENSE_NONE);
	xml_empty(writer, "userId");
	xml_leaf(writer, "addressFamily",
	    !versioned      ? "FWP_AF_NONE"
		: event->v6 ? "FWP_AF_INET6"
			    : "FWP_AF_INET");
	xml_empty(writer, "packageSid");
	xml_empty(writer, "enterpriseId");
	xml_leaf(writer, "policyFlags", "0");
	xml_empty(writer, "effectiveName");
	xml_close(writer, "header");
}

static const char *
direction_word(enum net_event_direction direction)
{
	switch (direction) {
	case EVENT_OUT:
		return "MS_FWP_DIRECTION_OUT";
	case EVENT_IN:
		return "MS_FWP_DIRECTION_IN";
	case EVENT_FORWARD:
		break;
	}
	return "MS_FWP_DIRECTION_FORWARD";
}

static void
put_decision(struct xml_writer *writer, const struct net_event *event)
{
	const char *name = event->drop ? "classifyDrop" : "classifyAllow";

	xml_leaf(writer, "type",
	    event->drop ? "FWPM_NET_EVENT_TYPE_CLASSIFY_DROP"
			: "FWPM_NET_EVENT_TYPE_CLASSIFY_ALLOW");
	xml_open(writer, name);
	xml_leaf_format(writer, "filterId", "%lu", (unsigned long)event->filter_id);
	xml_leaf_format(writer, "layerId", "%u", event->layer);
	xml_leaf_format(writer, "reauthReason", "%u", event->reauthorize_reason);
	xml_leaf_format(writer, "originalProfile", "%u", event->original_profile);
	xml_leaf_format(writer, "currentProfile", "%u", event->current_profile);
	xml_leaf(writer, "msFwpDirection", direction_word(event->direction));
	xml_leaf(writer, "isLoopback", event->loopback ? "true" : "false");
	if (event->drop) {
		xml_empty(writer, "vSwitchId");
		xml_leaf(writer, "vSwitchSourcePort", "0");
		xml_leaf(writer, "vSwitchDestinationPort", "0");
	}
	xml_close(writer, name);
}

static void
put_event(void *context, const struct net_event *event)
{
	struct xml_writer *writer = context;

	xml_open(writer, "item");
	put_header(writer, event);
	put_decision(writer, event);
	xml_close(writer, "item");
}

void
netsh_events(struct text *out)
{
	struct xml_writer writer;

	xml_begin(&writer, out);
	if (xml_open_items(&writer, "netEvents", net_event_count())) {
		net_event_each(put_event, &writer);
		xml_close(&writer, "netEvents");
	}
}
