#include "wfp/tag.h"

#include "base/list.h"
#include "executive/object.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/net_buffer_list.h"

/* FWPS_NET_BUFFER_LIST_EVENT_TYPE0  [fwpsk.h] */
enum {
	EVENT_EXIT_NETIO = 4,
	EVENT_CONTEXT_REMOVED = 5,
};

struct tagged {
	struct link link;
	NET_BUFFER_LIST *list;
	uint64_t tag;
	uint64_t context;
	uint16_t layer;
	uintptr_t notify;
	void *device;
};

static MACHINE_STATE struct link all;
static MACHINE_STATE uint64_t last_tag;

void
tags_start(void)
{
	list_start(&all);
	last_tag = 0;
}

static struct tagged *
find(const NET_BUFFER_LIST *list, uint64_t tag)
{
	LIST_EACH (at, &all) {
		struct tagged *tagged = LIST_ITEM(at, struct tagged, link);

		if (tagged->list == list && (tag == 0 || tagged->tag == tag))
			return tagged;
	}
	return NULL;
}

static void
remove_tag(struct tagged *tagged)
{
	list_remove(&tagged->link);
	ledger_strike(HOLDING_PACKET_TAG, (uintptr_t)tagged);
	object_dereference(tagged->device);
	arena_give(tagged);
}

static void
tell(const struct tagged *tagged, uint32_t event)
{
	DRIVER_CALL(ENTRY_OTHER, tagged->notify, event, ARG(tagged->list), 0, tagged->layer,
	    tagged->context, tagged->tag);
}

/* Windows: contexts are removed when the packet leaves the stack.
 *   [ddi:FwpsNetBufferListRemoveContext0] */
void
tags_leave(NET_BUFFER_LIST *list)
{
	struct tagged *tagged;

	if (list_empty(&all))
		return;
	while ((tagged = find(list, 0)) != NULL) {
		struct tagged gone = *tagged;

		remove_tag(tagged);
		tell(&gone, EVENT_EXIT_NETIO);
	}
}

UINT64 NTAPI
FwpsNetBufferListGetTagForContext0(void)
{
	return ++last_tag;
}

/* Here: the status for what is wrong is a guess, and so is the one for a second context. */
NTSTATUS NTAPI
FwpsNetBufferListAssociateContext1(NET_BUFFER_LIST *netBufferList, UINT16 layerId, UINT64 context,
    UINT64 contextTag, GUID *providerGuid, void *deviceObject, void *notifyFn, UINT32 flags)
{
	struct tagged *tagged;

	(void)providerGuid;
	if (contextTag == 0 || contextTag > last_tag) {
		finding(RULE_R174, "a context is associated with tag %llu, which nobody drew",
		    (unsigned long long)contextTag);
		return STATUS_INVALID_PARAMETER;
	}
	if (flags != 0)
		finding(RULE_R129, "FwpsNetBufferListAssociateContext with flags 0x%x", flags);
	if (list_of(netBufferList) == NULL || notifyFn == NULL
	    || !object_is(deviceObject, OBJECT_DEVICE))
		return STATUS_INVALID_PARAMETER;
	if (find(netBufferList, contextTag) != NULL)
		return STATUS_OBJECT_NAME_EXISTS;
	tagged = arena_take(sizeof(*tagged));
	tagged->list = netBufferList;
	tagged->tag = contextTag;
	tagged->context = context;
	tagged->layer = layerId;
	tagged->notify = (uintptr_t)notifyFn;
	tagged->device = deviceObject;
	object_reference(deviceObject);
	list_add(&all, &tagged->link);
	ledger_enter(HOLDING_PACKET_TAG, (uintptr_t)tagged, 0);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
FwpsNetBufferListRetrieveContext0(NET_BUFFER_LIST *netBufferList, UINT64 contextTag,
    BOOLEAN removeContext, UINT32 flags, UINT64 *context)
{
	struct tagged *tagged = contextTag == 0 ? NULL : find(netBufferList, contextTag);

	if (flags != 0)
		finding(RULE_R129, "FwpsNetBufferListRetrieveContext0 with flags 0x%x", flags);
	if (context == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (tagged == NULL)
		return STATUS_NOT_FOUND;
	*context = tagged->context;
	if (removeContext)
		remove_tag(tagged);
	return STATUS_SUCCESS;
}

/* Windows: without a list, from all that have the tag.  [ddi:FwpsNetBufferListRemoveContext0]
 * Here: at once, where Windows may be later. */
NTSTATUS NTAPI
FwpsNetBufferListRemoveContext0(NET_BUFFER_LIST *netBufferList, UINT64 contextTag, UINT32 flags)
{
	bool found = false;

	if (flags != 0)
		finding(RULE_R129, "FwpsNetBufferListRemoveContext0 with flags 0x%x", flags);
	for (struct link *at = all.next; at != &all;) {
		struct tagged *tagged = LIST_ITEM(at, struct tagged, link);
		struct tagged gone = *tagged;

		at = at->next;
		if (tagged->tag != contextTag
		    || (netBufferList != NULL && tagged->list != netBufferList))
			continue;
		found = true;
		remove_tag(tagged);
		tell(&gone, EVENT_CONTEXT_REMOVED);
		at = all.next; /* notifyFn may have removed others */
	}
	return found ? STATUS_SUCCESS : STATUS_NOT_FOUND;
}

/* Version 0's notifyFn returns nothing; what version 1's returns is not looked at. */
#define ASSOCIATE(version) \
	EXPORT_AS("FwpsNetBufferListAssociateContext" #version, \
	    FwpsNetBufferListAssociateContext1, 8, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES, \
	    PAGE(fwpsk), FAILS("STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_EXISTS"), \
	    APPROXIMATES("notifyFn hears of the packet's exit, not of its clones"), \
	    ENTERS(PACKET_TAG))

const struct contract tag_exports[] = {
	EXPORT(FwpsNetBufferListGetTagForContext0, 0, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpsk)),
	ASSOCIATE(0),
	ASSOCIATE(1),
	EXPORT(FwpsNetBufferListRetrieveContext0, 5, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpsk),
	    FAILS("STATUS_NOT_FOUND STATUS_FWP_NULL_POINTER"), STRIKES(PACKET_TAG)),
	EXPORT(FwpsNetBufferListRemoveContext0, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(fwpsk), FAILS("STATUS_NOT_FOUND"), STRIKES(PACKET_TAG)),
	EXPORTS_END,
};
