#include "wfp/net_event.h"

#include "host/arena.h"
#include "sched/clock.h"
#include "wfp/classify.h"
#include "wfp/layer.h"

#include <string.h>

#define MULTICAST 3 /* NL_ADDRESS_TYPE */
#define BROADCAST 4

MACHINE_STATE struct net_event_wishes net_event_wishes;

static MACHINE_STATE struct {
	struct link list;
	uint32_t count;
	uint32_t keywords;
} events;

/* Where a layer has what an event tells; the process's, as layers do not change. */
enum shown {
	SHOWN_PROTOCOL,
	SHOWN_LOCAL,
	SHOWN_REMOTE,
	SHOWN_LOCAL_PORT,
	SHOWN_REMOTE_PORT,
	SHOWN_LOCAL_TYPE,
	SHOWN_FLAGS,
	SHOWN_DIRECTION,
	SHOWN_APP,
	SHOWN_REASON,
	SHOWN_ORIGINAL_PROFILE,
	SHOWN_CURRENT_PROFILE,
	SHOWN_INTERFACE,
	SHOWNS,
};

static struct places {
	bool known;
	bool authorises;
	bool told; /* it has addresses, and what it answers counts */
	enum net_event_direction direction;
	int8_t at[SHOWNS];
} places[LAYERS];

void
net_event_start(void)
{
	list_start(&events.list);
	events.count = 0;
	net_event_options(true, 0);
}

void
net_event_options(bool collects, uint32_t keywords)
{
	net_event_wishes.drops = collects;
	net_event_wishes.allows =
	    collects && (keywords & FWPM_NET_EVENT_KEYWORD_CLASSIFY_ALLOW) != 0;
	events.keywords = keywords;
}

/* One of two names, as forwarding layers know no local address. */
static int8_t
find(const struct layer *layer, const char *name, const char *other)
{
	int at = layer_field_named(layer, name);

	return (int8_t)(at >= 0 || other == NULL ? at : layer_field_named(layer, other));
}

static void
learn(struct places *place, const struct layer *layer)
{
	static const struct {
		const char *name, *other;
	} fields[SHOWNS] = {
		[SHOWN_PROTOCOL] = { "IP_PROTOCOL", NULL },
		[SHOWN_LOCAL] = { "IP_LOCAL_ADDRESS", "IP_SOURCE_ADDRESS" },
		[SHOWN_REMOTE] = { "IP_REMOTE_ADDRESS", "IP_DESTINATION_ADDRESS" },
		[SHOWN_LOCAL_PORT] = { "IP_LOCAL_PORT", NULL },
		[SHOWN_REMOTE_PORT] = { "IP_REMOTE_PORT", NULL },
		[SHOWN_LOCAL_TYPE] = { "IP_LOCAL_ADDRESS_TYPE", NULL },
		[SHOWN_FLAGS] = { "FLAGS", NULL },
		[SHOWN_DIRECTION] = { "DIRECTION", NULL },
		[SHOWN_APP] = { "ALE_APP_ID", NULL },
		[SHOWN_REASON] = { "ALE_REAUTH_REASON", "REAUTHORIZE_REASON" },
		[SHOWN_ORIGINAL_PROFILE] = { "ORIGINAL_PROFILE_ID", NULL },
		[SHOWN_CURRENT_PROFILE] = { "CURRENT_PROFILE_ID", "PROFILE_ID" },
		[SHOWN_INTERFACE] = { "INTERFACE_INDEX", NULL },
	};
	const char *name = layer->name;

	for (int i = 0; i < SHOWNS; i++)
		place->at[i] = find(layer, fields[i].name, fields[i].other);
	place->told = !layer->discard && place->at[SHOWN_LOCAL] >= 0;
	place->authorises = strncmp(name, "ALE_AUTH_", 9) == 0;
	place->direction = EVENT_OUT;
	if (strstr(name, "INBOUND") != NULL || strstr(name, "RECV_ACCEPT") != NULL
	    || strstr(name, "LISTEN") != NULL)
		place->direction = EVENT_IN;
	else if (strstr(name, "FORWARD") != NULL)
		place->direction = EVENT_FORWARD;
	place->known = true;
}

/* NULL: the layer has no such field, or it is empty. */
static const FWP_VALUE0 *
value_of(const struct classify *classify, const struct places *place, enum shown shown)
{
	const FWP_VALUE0 *value;

	if (place->at[shown] < 0)
		return NULL;
	value = &classify->values[place->at[shown]].value;
	return value->type == FWP_EMPTY ? NULL : value;
}

static uint32_t
number_of(const struct classify *classify, const struct places *place, enum shown shown)
{
	const FWP_VALUE0 *value = value_of(classify, place, shown);

	if (value == NULL)
		return 0;
	return value->type == FWP_UINT8 ? value->uint8
	    : value->type == FWP_UINT16 ? value->uint16
	    : value->type == FWP_UINT32 ? value->uint32
					: 0;
}

/* Into one of the two; false: it is empty. */
static bool
take_address(const FWP_VALUE0 *value, uint32_t *v4, uint8_t *v6, bool *is_v6)
{
	if (value == NULL)
		return false;
	if (value->type == FWP_UINT32)
		*v4 = value->uint32;
	else
		memcpy(v6, value->byteArray16->byteArray16, 16);
	*is_v6 = value->type != FWP_UINT32;
	return true;
}

static void
take_addresses(struct net_event *event, const struct classify *classify, const struct places *place)
{
	if (take_address(
		value_of(classify, place, SHOWN_LOCAL), &event->local, event->local6, &event->v6))
		event->flags |= FWPM_NET_EVENT_FLAG_LOCAL_ADDR_SET;
	if (take_address(value_of(classify, place, SHOWN_REMOTE), &event->remote, event->remote6,
		&event->v6))
		event->flags |= FWPM_NET_EVENT_FLAG_REMOTE_ADDR_SET;
	if (event->flags != 0)
		event->flags |= FWPM_NET_EVENT_FLAG_IP_VERSION_SET;
}

static void
take_numbers(struct net_event *event, const struct classify *classify, const struct places *place)
{
	const struct {
		enum shown shown;
		uint32_t flag;
	} set[] = {
		{ SHOWN_PROTOCOL, FWPM_NET_EVENT_FLAG_IP_PROTOCOL_SET },
		{ SHOWN_LOCAL_PORT, FWPM_NET_EVENT_FLAG_LOCAL_PORT_SET },
		{ SHOWN_REMOTE_PORT, FWPM_NET_EVENT_FLAG_REMOTE_PORT_SET },
		{ SHOWN_REASON, FWPM_NET_EVENT_FLAG_REAUTH_REASON_SET },
	};
	const FWP_VALUE0 *direction = value_of(classify, place, SHOWN_DIRECTION);

	for (size_t i = 0; i < sizeof(set) / sizeof(set[0]); i++) {
		if (value_of(classify, place, set[i].shown) != NULL)
			event->flags |= set[i].flag;
	}
	event->protocol = (uint8_t)number_of(classify, place, SHOWN_PROTOCOL);
	event->local_port = (uint16_t)number_of(classify, place, SHOWN_LOCAL_PORT);
	event->remote_port = (uint16_t)number_of(classify, place, SHOWN_REMOTE_PORT);
	event->reauthorize_reason = number_of(classify, place, SHOWN_REASON);
	event->original_profile = number_of(classify, place, SHOWN_ORIGINAL_PROFILE);
	event->current_profile = number_of(classify, place, SHOWN_CURRENT_PROFILE);
	event->interface_index = number_of(classify, place, SHOWN_INTERFACE);
	event->loopback =
	    (number_of(classify, place, SHOWN_FLAGS) & FWP_CONDITION_FLAG_IS_LOOPBACK) != 0;
	event->direction = place->direction;
	if (direction != NULL)
		event->direction =
		    direction->uint32 == FWP_DIRECTION_INBOUND ? EVENT_IN : EVENT_OUT;
}

/* Windows: those of multicasts and broadcasts only on demand.  [FWPM_ENGINE_OPTION] */
static bool
is_wanted(const struct classify *classify, const struct places *place, bool drop)
{
	uint32_t type = number_of(classify, place, SHOWN_LOCAL_TYPE);

	if (!place->told || (drop ? classify->absorbed : !place->authorises))
		return false;
	if (place->direction != EVENT_IN)
		return true;
	return (type != MULTICAST || (events.keywords & FWPM_NET_EVENT_KEYWORD_INBOUND_MCAST) != 0)
	    && (type != BROADCAST || (events.keywords & FWPM_NET_EVENT_KEYWORD_INBOUND_BCAST) != 0);
}

static void
add(struct net_event *event)
{
	list_add(&events.list, &event->link);
	if (++events.count <= NET_EVENTS)
		return;
	event = LIST_ITEM(events.list.next, struct net_event, link);
	list_remove(&event->link);
	arena_give(event);
	events.count--;
}

void
net_event_record(const struct classify *classify)
{
	struct places *place = &places[classify->layer];
	bool drop = classify->action == FWP_ACTION_BLOCK;
	const FWP_VALUE0 *app;
	struct net_event *event;
	uint32_t bytes;

	if (!place->known)
		learn(place, layer_by_id(classify->layer));
	if (!is_wanted(classify, place, drop))
		return;
	app = value_of(classify, place, SHOWN_APP);
	bytes = app == NULL || app->byteBlob == NULL ? 0 : app->byteBlob->size;
	event = arena_take(sizeof(*event) + bytes);
	event->when_100ns = clock_now_100ns();
	event->drop = drop;
	event->layer = classify->layer;
	event->filter_id = classify->filter_id;
	take_addresses(event, classify, place);
	take_numbers(event, classify, place);
	if (bytes > 0) {
		event->flags |= FWPM_NET_EVENT_FLAG_APP_ID_SET;
		event->app_id_bytes = bytes;
		memcpy(event->app_id, app->byteBlob->data, bytes);
	}
	add(event);
}

void
net_event_each(void (*each)(void *context, const struct net_event *event), void *context)
{
	LIST_EACH (at, &events.list)
		each(context, LIST_ITEM(at, struct net_event, link));
}

size_t
net_event_count(void)
{
	return events.count;
}
