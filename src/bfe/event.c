/*
 * Net events, as drivers enumerate them.
 *
 * Windows: not in a transaction.  Events are lent as FwpmFreeMemory0 takes them; what a version's
 *   structure can't tell, it does not.  [ddi:FwpmNetEventCreateEnumHandle0, FwpmNetEventEnum0]
 * Here: an enumeration is a picture of the events when its handle was made.  Versions 0 and 1, which
 *   have no member for an allow, leave allows out.
 */
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/session.h"
#include "host/arena.h"
#include "kernel/contract.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "sched/clock.h"
#include "wfp/key.h"
#include "wfp/net_event.h"

#include <string.h>

#define MAGIC 0x76456e45 /* "EnEv" */

/* msFwpDirection, in no header.  [win32:FWPM_NET_EVENT_CLASSIFY_DROP1] */
#define DIRECTION_IN 0x3900
#define DIRECTION_OUT 0x3901
#define DIRECTION_FORWARD 0x3902

static const uint32_t header_bytes[] = {
	FWPM_NET_EVENT_HEADER0_BYTES,
	FWPM_NET_EVENT_HEADER1_BYTES,
	FWPM_NET_EVENT_HEADER2_BYTES,
	FWPM_NET_EVENT_HEADER3_BYTES,
};

struct enumeration {
	uint32_t magic;
	uint32_t count, next;
	uint64_t from_100ns, to_100ns; /* of the machine's clock */
	struct net_event *events[];
};

static void
picture(void *context, const struct net_event *event)
{
	struct enumeration *enumeration = context;
	size_t bytes = sizeof(*event) + event->app_id_bytes;
	uint64_t when = CLOCK_BOOT_TIME + event->when_100ns;

	if (when < enumeration->from_100ns || when > enumeration->to_100ns)
		return;
	enumeration->events[enumeration->count] = arena_take(bytes);
	memcpy(enumeration->events[enumeration->count++], event, bytes);
}

/* No call but those of the enumeration may be in a transaction's way. */
static NTSTATUS
enter(HANDLE engineHandle, const char *call)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	const struct session *session = session_of(engineHandle, call, &status);

	if (session == NULL)
		return status;
	return session->transaction != TRANSACTION_NONE ? STATUS_FWP_TXN_IN_PROGRESS
							: STATUS_SUCCESS;
}

/* Here: an end of zero is none. */
NTSTATUS NTAPI
FwpmNetEventCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_NET_EVENT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle)
{
	NTSTATUS status = enter(engineHandle, __func__);
	struct enumeration *enumeration;
	uint64_t from = 0, to = UINT64_MAX;

	if (status != STATUS_SUCCESS)
		return status;
	if (enumHandle == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (enumTemplate != NULL) {
		if (enumTemplate->numFilterConditions > 0)
			not_modelled("FwpmNetEventCreateEnumHandle0: conditions");
		from = enumTemplate->startTime;
		to = enumTemplate->endTime == 0 ? to : enumTemplate->endTime;
	}
	if (from > to)
		return STATUS_FWP_INVALID_INTERVAL;
	enumeration =
	    arena_take(sizeof(*enumeration) + net_event_count() * sizeof(enumeration->events[0]));
	*enumeration = (struct enumeration){ .magic = MAGIC, .from_100ns = from, .to_100ns = to };
	net_event_each(picture, enumeration);
	ledger_enter(HOLDING_BFE_ENUMERATION, (uintptr_t)enumeration, 0);
	*enumHandle = enumeration;
	return STATUS_SUCCESS;
}

static size_t
room_of(const struct net_event *event, unsigned version)
{
	size_t bytes = header_bytes[version] + sizeof(FWPM_NET_EVENT_BODY)
	    + sizeof(FWPM_NET_EVENT_CLASSIFY_DROP2) + event->app_id_bytes;

	return (bytes + 15) & ~(size_t)15;
}

static uint32_t
direction_of(const struct net_event *event)
{
	switch (event->direction) {
	case EVENT_IN:
		return DIRECTION_IN;
	case EVENT_OUT:
		return DIRECTION_OUT;
	case EVENT_FORWARD:
		break;
	}
	return DIRECTION_FORWARD;
}

static void
put_header(char *room, const struct net_event *event, unsigned version, void *app_id)
{
	bool versioned = (event->flags & FWPM_NET_EVENT_FLAG_IP_VERSION_SET) != 0;
	FWPM_NET_EVENT_HEADER3 header = {
		.timeStamp = CLOCK_BOOT_TIME + event->when_100ns,
		.flags = event->flags,
		.ipVersion = !versioned ? FWP_IP_VERSION_NONE
		    : event->v6         ? FWP_IP_VERSION_V6
					: FWP_IP_VERSION_V4,
		.ipProtocol = event->protocol,
		.localAddrV4 = event->local,
		.remoteAddrV4 = event->remote,
		.localPort = event->local_port,
		.remotePort = event->remote_port,
	};

	if (event->v6) {
		memcpy(header.localAddrV6, event->local6, 16);
		memcpy(header.remoteAddrV6, event->remote6, 16);
	}
	if (event->app_id_bytes > 0)
		header.appId = (FWP_BYTE_BLOB){ event->app_id_bytes,
			memcpy(app_id, event->app_id, event->app_id_bytes) };
	header.addressFamily = !versioned ? 3 : event->v6; /* FWP_AF_NONE, _INET, _INET6 */
	if (version == 1)                                  /* whose end is reserved */
		memcpy(room, &header, FWPM_NET_EVENT_HEADER0_BYTES);
	else
		memcpy(room, &header, header_bytes[version]);
}

static void *
put_event(char *room, const struct net_event *event, unsigned version)
{
	FWPM_NET_EVENT_BODY *body = (FWPM_NET_EVENT_BODY *)(void *)(room + header_bytes[version]);
	FWPM_NET_EVENT_CLASSIFY_DROP2 *classify = (void *)(body + 1);

	put_header(room, event, version, classify + 1);
	body->type =
	    event->drop ? FWPM_NET_EVENT_TYPE_CLASSIFY_DROP : FWPM_NET_EVENT_TYPE_CLASSIFY_ALLOW;
	body->classify = classify;
	*classify = (FWPM_NET_EVENT_CLASSIFY_DROP2){
		.filterId = event->filter_id,
		.layerId = event->layer,
		.reauthReason = event->reauthorize_reason,
		.originalProfile = event->original_profile,
		.currentProfile = event->current_profile,
		.msFwpDirection = direction_of(event),
		.isLoopback = event->loopback,
	};
	return room;
}

/* Of those that are left, up to `wanted` that the version can tell; the last is at *end. */
static uint32_t
choose(const struct enumeration *enumeration, unsigned version, uint32_t wanted, uint32_t *end,
    size_t *bytes)
{
	uint32_t chosen = 0;

	for (*end = enumeration->next; *end < enumeration->count && chosen < wanted; ++*end) {
		const struct net_event *event = enumeration->events[*end];

		if (!event->drop && version < 2)
			continue;
		*bytes += room_of(event, version);
		chosen++;
	}
	return chosen;
}

static NTSTATUS
show(HANDLE engineHandle, struct enumeration *enumeration, uint32_t wanted, unsigned version,
    void ***entries, UINT32 *returned, const char *call)
{
	NTSTATUS status = enter(engineHandle, call);
	uint32_t end, chosen, count = 0;
	size_t head, bytes = 0;
	char *room;

	if (status != STATUS_SUCCESS)
		return status;
	if (entries == NULL || returned == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (!key_is_object(enumeration, MAGIC))
		return STATUS_INVALID_HANDLE;
	chosen = choose(enumeration, version, wanted, &end, &bytes);
	head = (chosen * sizeof(void *) + 15) & ~(size_t)15;
	room = chosen == 0 ? NULL : copy_lend_room(head + bytes);
	*entries = (void **)(void *)room;
	for (room += head; enumeration->next < end; enumeration->next++) {
		const struct net_event *event = enumeration->events[enumeration->next];

		if (!event->drop && version < 2)
			continue;
		(*entries)[count++] = put_event(room, event, version);
		room += room_of(event, version);
	}
	*returned = count;
	return STATUS_SUCCESS;
}

#define ENUMERATE(version, header) \
	NTSTATUS NTAPI FwpmNetEventEnum##version(HANDLE engineHandle, HANDLE enumHandle, \
	    UINT32 numEntriesRequested, void ***entries, UINT32 *numEntriesReturned) \
	{ \
		return show(engineHandle, enumHandle, numEntriesRequested, header, entries, \
		    numEntriesReturned, __func__); \
	}
ENUMERATE(0, 0)
ENUMERATE(1, 1)
ENUMERATE(2, 2)
ENUMERATE(3, 3)

NTSTATUS NTAPI
FwpmNetEventDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle)
{
	struct enumeration *enumeration = enumHandle;
	NTSTATUS status = STATUS_INVALID_HANDLE;

	if (session_of(engineHandle, __func__, &status) == NULL && status == STATUS_INVALID_HANDLE)
		return status;
	if (!key_is_object(enumeration, MAGIC))
		return STATUS_INVALID_HANDLE;
	for (uint32_t at = 0; at < enumeration->count; at++)
		arena_give(enumeration->events[at]);
	ledger_strike(HOLDING_BFE_ENUMERATION, (uintptr_t)enumeration);
	enumeration->magic = 0;
	arena_give(enumeration);
	return STATUS_SUCCESS;
}

#define CODES "STATUS_INVALID_HANDLE STATUS_FWP_NULL_POINTER STATUS_FWP_TXN_IN_PROGRESS"
#define ENUM(version, called) \
	EXPORT_AS("FwpmNetEventEnum" #version, called, 5, PASSIVE_LEVEL, REFUSAL_STATUS, \
	    SCHEDULES, PAGE(fwpmk), FAILS(CODES), APPROXIMATES("classify drops and allows alone"), \
	    ENTERS(BFE_MEMORY))

const struct contract net_event_exports[] = {
	EXPORT(FwpmNetEventCreateEnumHandle0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpmk), FAILS(CODES " STATUS_FWP_INVALID_INTERVAL"), APPROXIMATES("no conditions"),
	    ENTERS(BFE_ENUMERATION)),
	ENUM(0, FwpmNetEventEnum0),
	ENUM(1, FwpmNetEventEnum1),
	ENUM(2, FwpmNetEventEnum2),
	ENUM(3, FwpmNetEventEnum3),
	ENUM(4, FwpmNetEventEnum3),
	ENUM(5, FwpmNetEventEnum3),
	EXPORT(FwpmNetEventDestroyEnumHandle0, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(fwpmk), FAILS("STATUS_INVALID_HANDLE"), STRIKES(BFE_ENUMERATION)),
	EXPORTS_END,
};
