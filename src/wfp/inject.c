/*
 * Injection handles, injections, and whose an indicated packet is.
 *
 * An indicated NBL that came from an injection carries the injection's number in
 * its WFP slot, which clones inherit as they inherit all slots; so the
 * history of a packet survives that a driver absorbs it, keeps a clone and
 * injects that later.  What the numbers mean is kept for the last MARKS injections;
 * an older one is known to be somebody else's.
 */
#include "wfp/inject.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "ndis/net_buffer_list.h"
#include "ndis/packet.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "wfp/exports.h"
#include "wfp/key.h"
#include "wfp/visit.h"

#include <string.h>

#define MAGIC 0x4a6e4968 /* "hInj" */
#define MARKS 256

struct injection_handle {
	uint32_t magic;
	uint32_t kinds; /* FWPS_INJECTION_TYPE_* */
	uint16_t family;
	bool closing;
	uint32_t outstanding;
	uint64_t number;
	struct thread *waiter; /* in FwpsInjectionHandleDestroy0 */
};

struct mark {
	uint64_t injection;
	uint64_t handle;
	HANDLE context;
	uint64_t history;
};

static const struct inject_outlet *outlet; /* code: the same for every machine */

static MACHINE_STATE struct mark *marks; /* MARKS of them, from the first injection on */
static MACHINE_STATE uint64_t last_handle;
static MACHINE_STATE uint64_t last_injection;

void
inject_start(void)
{
	marks = NULL;
	last_handle = 0;
	last_injection = 0;
}

void
inject_outlet(const struct inject_outlet *supplied)
{
	outlet = supplied;
}

/* NULL, with a finding: no handle, or one that is destroyed. */
static struct injection_handle *
handle_of(HANDLE handle, const char *call)
{
	if (key_is_object(handle, MAGIC))
		return handle;
	finding(RULE_R145, "%s is given %p, which is no injection handle%s", call, handle,
	    handle == NULL ? "" : " any more");
	return NULL;
}

/*
 * Windows: flags of 0 stand for transport, stream and forward; a handle for
 *   network injection needs its family.  [ddi:FwpsInjectionHandleCreate0]
 */
NTSTATUS NTAPI
FwpsInjectionHandleCreate0(ADDRESS_FAMILY addressFamily, UINT32 flags, HANDLE *injectionHandle)
{
	struct injection_handle *handle;

	if ((flags & ~0x3Fu) != 0
	    || (addressFamily != NT_AF_UNSPEC && addressFamily != NT_AF_INET
		&& addressFamily != NT_AF_INET6))
		return STATUS_INVALID_PARAMETER;
	if (addressFamily == NT_AF_UNSPEC && (flags & FWPS_INJECTION_TYPE_NETWORK) != 0)
		finding(RULE_R128, "a handle for network injection is created without a family");
	handle = arena_take(sizeof(*handle));
	handle->magic = MAGIC;
	handle->number = ++last_handle;
	handle->family = addressFamily;
	handle->kinds = flags != 0 ? flags
				   : FWPS_INJECTION_TYPE_TRANSPORT | FWPS_INJECTION_TYPE_STREAM
		| FWPS_INJECTION_TYPE_FORWARD;
	ledger_enter(HOLDING_INJECTION_HANDLE, (uintptr_t)handle, 0);
	*injectionHandle = handle;
	return STATUS_SUCCESS;
}

/*
 * Windows: waits until every injection with the handle is complete.
 *   [ddi:FwpsInjectionHandleDestroy0]
 * Here: what a wrong handle gets is a guess.
 */
NTSTATUS NTAPI
FwpsInjectionHandleDestroy0(HANDLE injectionHandle)
{
	struct injection_handle *handle = handle_of(injectionHandle, "FwpsInjectionHandleDestroy0");
	enum entry_kind kind;

	if (handle == NULL || handle->closing)
		return STATUS_INVALID_PARAMETER;
	if (visit_now(&kind) && kind == ENTRY_INJECT_COMPLETE)
		finding(RULE_R145, "an injection handle is destroyed in a completion function");
	handle->closing = true;
	handle->waiter = thread_now();
	while (handle->outstanding > 0)
		thread_park("injections to complete", (uintptr_t)handle, CLOCK_NEVER);
	ledger_strike(HOLDING_INJECTION_HANDLE, (uintptr_t)handle);
	handle->magic = 0;
	arena_give(handle);
	return STATUS_SUCCESS;
}

static uint32_t
kind_of(enum injection_way way)
{
	switch (way) {
	case INJECT_NETWORK_SEND:
	case INJECT_NETWORK_RECEIVE:
		return FWPS_INJECTION_TYPE_NETWORK;
	case INJECT_FORWARD:
		return FWPS_INJECTION_TYPE_FORWARD;
	case INJECT_TRANSPORT_SEND:
	case INJECT_TRANSPORT_RECEIVE:
		return FWPS_INJECTION_TYPE_TRANSPORT;
	case INJECT_STREAM:
		return FWPS_INJECTION_TYPE_STREAM;
	}
	return 0;
}

/* What the caller's arguments alone say. */
static NTSTATUS
check_call(const struct injection *draft, const char *call)
{
	const struct injection_handle *handle = draft->handle;
	uint32_t allowed = draft->way == INJECT_TRANSPORT_SEND ? FWPS_SEND_INJECT_PRESERVE_IPID : 0;

	if (handle->closing) {
		finding(RULE_R145, "%s on a handle that is being destroyed", call);
		return STATUS_FWP_INJECT_HANDLE_CLOSING;
	}
	if ((handle->kinds & kind_of(draft->way)) == 0) {
		finding(
		    RULE_R127, "%s with a handle for injections of kind 0x%x", call, handle->kinds);
		return STATUS_FWP_INJECT_HANDLE_STALE;
	}
	if ((draft->flags & ~allowed) != 0) {
		finding(RULE_R129, "%s with flags 0x%x", call, draft->flags);
		return STATUS_INVALID_PARAMETER;
	}
	if (draft->complete == 0 && draft->list != NULL) {
		finding(RULE_R130, "%s without a completion function", call);
		return STATUS_FWP_NULL_POINTER;
	}
	return STATUS_SUCCESS;
}

static void
check_list(const struct injection *draft, const char *call)
{
	const struct list *list = list_of(draft->list);

	if (list == NULL)
		driver_is_wrong(RULE_R120, "%s is given %p, which is no NET_BUFFER_LIST", call,
		    (void *)draft->list);
	if (list->borrowed)
		driver_is_wrong(
		    RULE_R121, "%s is given a NET_BUFFER_LIST that is injected already", call);
	if (draft->list->FirstNetBuffer == NULL)
		driver_is_wrong(RULE_R126, "%s is given a NET_BUFFER_LIST that is empty", call);
	if (draft->list->Next != NULL)
		not_modelled("%s of a chain of NET_BUFFER_LISTs", call);
}

static bool
is_inbound(enum injection_way way)
{
	return way == INJECT_NETWORK_RECEIVE || way == INJECT_TRANSPORT_RECEIVE;
}

/* Windows: stops with 0x1D3 for a second NET_BUFFER inbound.  [bug-check-0x1d3] */
static void
check_buffers(const struct injection *draft, const char *call)
{
	if (draft->list->FirstNetBuffer->Next == NULL)
		return;
	if (is_inbound(draft->way))
		driver_is_wrong(
		    RULE_R124, "%s of a NET_BUFFER_LIST with several NET_BUFFERs", call);
	if (draft->is_raw)
		finding(RULE_R125, "%s of a NET_BUFFER_LIST with several NET_BUFFERs", call);
}

/* The family that the IP header at the data start says; 0: that is no IP header. */
static uint16_t
family_at_start(const NET_BUFFER *buffer)
{
	uint8_t first = 0;

	if (packet_bytes(buffer, &first, 1) < 20)
		return 0;
	if (first >> 4 == 4)
		return NT_AF_INET;
	return first >> 4 == 6 ? NT_AF_INET6 : 0;
}

static void
check_start(struct injection *draft, const char *call)
{
	uint16_t family;

	if (draft->way == INJECT_STREAM || (draft->way == INJECT_TRANSPORT_SEND && !draft->is_raw))
		return;
	family = family_at_start(draft->list->FirstNetBuffer);
	if (family == 0) {
		finding(RULE_R126, "%s of a packet that does not begin with an IP header", call);
		return;
	}
	if (draft->handle->family != NT_AF_UNSPEC && family != draft->handle->family)
		finding(RULE_R128, "%s of an IPv%d packet with a handle for IPv%d", call,
		    family == NT_AF_INET ? 4 : 6, draft->handle->family == NT_AF_INET ? 4 : 6);
	if (draft->family != NT_AF_UNSPEC && family != draft->family)
		finding(RULE_R128, "%s of an IPv%d packet as family %u", call,
		    family == NT_AF_INET ? 4 : 6, draft->family);
	draft->family = family;
}

NTSTATUS
inject_list(HANDLE injectionHandle, struct injection draft, const char *call)
{
	struct injection *injection;
	NTSTATUS status;

	draft.handle = handle_of(injectionHandle, call);
	if (draft.handle == NULL)
		return STATUS_INVALID_PARAMETER;
	status = check_call(&draft, call);
	if (status != STATUS_SUCCESS)
		return status;
	if (draft.list != NULL || draft.way != INJECT_STREAM) {
		check_list(&draft, call);
		check_buffers(&draft, call);
		check_start(&draft, call);
	}
	if (outlet == NULL)
		not_modelled("%s without a TCP/IP stack", call);
	injection = arena_take(sizeof(*injection));
	*injection = draft;
	injection->number = ++last_injection;
	injection->handle_number = draft.handle->number;
	injection->handle->outstanding++;
	if (draft.list != NULL) {
		injection->history = (uintptr_t)draft.list->NetBufferListInfo[WfpNetBufferListInfo];
		list_borrow(injection->list);
		ledger_enter(HOLDING_INJECTION, (uintptr_t)injection->list, 0);
	}
	outlet->take(injection);
	return STATUS_SUCCESS;
}

/*
 * Windows: the result is in the NBL's Status; the NBL is the driver's again from
 *   the call on.  [ddi:FWPS_INJECT_COMPLETE0]
 */
void
inject_complete(struct injection *injection, NTSTATUS status)
{
	struct injection gone = *injection;
	struct visit visit;

	arena_give(injection);
	if (gone.list != NULL) { /* a FIN alone is told nobody */
		ledger_strike(HOLDING_INJECTION, (uintptr_t)gone.list);
		list_return(gone.list);
		gone.list->Status = status;
		visit_enter(&visit, ENTRY_INJECT_COMPLETE, NULL, NULL);
		DRIVER_CALL(ENTRY_INJECT_COMPLETE, gone.complete, gone.complete_context,
		    ARG(gone.list), irql_now() == DISPATCH_LEVEL);
		visit_leave(&visit);
	}
	if (--gone.handle->outstanding == 0 && gone.handle->waiter != NULL)
		thread_wake(gone.handle->waiter);
}

void
inject_mark(NET_BUFFER_LIST *list, const struct injection *injection)
{
	struct mark *mark;

	if (marks == NULL)
		marks = arena_take(MARKS * sizeof(*marks));
	mark = &marks[injection->number % MARKS];
	mark->injection = injection->number;
	mark->handle = injection->handle_number;
	mark->context = injection->context;
	mark->history = injection->history;
	list->NetBufferListInfo[WfpNetBufferListInfo] = (void *)(uintptr_t)injection->number;
}

void
inject_unmark(NET_BUFFER_LIST *list)
{
	list->NetBufferListInfo[WfpNetBufferListInfo] = NULL;
}

static const struct mark *
mark_of(uint64_t number)
{
	const struct mark *mark = marks == NULL ? NULL : &marks[number % MARKS];

	return mark == NULL || number == 0 || mark->injection != number ? NULL : mark;
}

/*
 * Windows: the context of the injection comes with BY_SELF and PREVIOUSLY_BY_SELF.
 *   [ddi:FwpsQueryPacketInjectionState0]
 */
FWPS_PACKET_INJECTION_STATE NTAPI
FwpsQueryPacketInjectionState0(
    HANDLE injectionHandle, const NET_BUFFER_LIST *netBufferList, HANDLE *injectionContext)
{
	const struct injection_handle *handle =
	    handle_of(injectionHandle, "FwpsQueryPacketInjectionState0");
	uint64_t newest = (uintptr_t)netBufferList->NetBufferListInfo[WfpNetBufferListInfo];
	const struct mark *mark = mark_of(newest);

	if (newest == 0)
		return FWPS_PACKET_NOT_INJECTED;
	while (handle != NULL && mark != NULL && mark->handle != handle->number)
		mark = mark_of(mark->history);
	if (handle == NULL || mark == NULL)
		return FWPS_PACKET_INJECTED_BY_OTHER;
	if (injectionContext != NULL)
		*injectionContext = mark->context;
	return mark->injection == newest ? FWPS_PACKET_INJECTED_BY_SELF
					 : FWPS_PACKET_PREVIOUSLY_INJECTED_BY_SELF;
}

NTSTATUS NTAPI
FwpsInjectNetworkSendAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags,
    UINT32 compartmentId, NET_BUFFER_LIST *netBufferList, void *completionFn,
    HANDLE completionContext)
{
	return inject_list(injectionHandle,
	    (struct injection){
		.way = INJECT_NETWORK_SEND,
		.flags = flags,
		.compartment = compartmentId,
		.list = netBufferList,
		.context = injectionContext,
		.complete = (uintptr_t)completionFn,
		.complete_context = (uintptr_t)completionContext,
	    },
	    __func__);
}

NTSTATUS NTAPI
FwpsInjectNetworkReceiveAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags,
    UINT32 compartmentId, UINT32 interfaceIndex, UINT32 subInterfaceIndex,
    NET_BUFFER_LIST *netBufferList, void *completionFn, HANDLE completionContext)
{
	return inject_list(injectionHandle,
	    (struct injection){
		.way = INJECT_NETWORK_RECEIVE,
		.flags = flags,
		.compartment = compartmentId,
		.interface_index = interfaceIndex,
		.sub_interface_index = subInterfaceIndex,
		.list = netBufferList,
		.context = injectionContext,
		.complete = (uintptr_t)completionFn,
		.complete_context = (uintptr_t)completionContext,
	    },
	    __func__);
}

NTSTATUS NTAPI
FwpsInjectForwardAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags,
    ADDRESS_FAMILY addressFamily, UINT32 compartmentId, UINT32 interfaceIndex,
    NET_BUFFER_LIST *netBufferList, void *completionFn, HANDLE completionContext)
{
	return inject_list(injectionHandle,
	    (struct injection){
		.way = INJECT_FORWARD,
		.flags = flags,
		.family = addressFamily,
		.compartment = compartmentId,
		.interface_index = interfaceIndex,
		.list = netBufferList,
		.context = injectionContext,
		.complete = (uintptr_t)completionFn,
		.complete_context = (uintptr_t)completionContext,
	    },
	    __func__);
}

/*
 * Windows: without parameters the list begins with an IP header.
 *   [ddi:FwpsInjectTransportSendAsync1]
 */
NTSTATUS NTAPI
FwpsInjectTransportSendAsync1(HANDLE injectionHandle, HANDLE injectionContext,
    UINT64 endpointHandle, UINT32 flags, FWPS_TRANSPORT_SEND_PARAMS1 *sendArgs,
    ADDRESS_FAMILY addressFamily, UINT32 compartmentId, NET_BUFFER_LIST *netBufferList,
    void *completionFn, HANDLE completionContext)
{
	struct injection draft = {
		.way = INJECT_TRANSPORT_SEND,
		.flags = flags,
		.family = addressFamily,
		.compartment = compartmentId,
		.endpoint = endpointHandle,
		.list = netBufferList,
		.is_raw = sendArgs == NULL,
		.context = injectionContext,
		.complete = (uintptr_t)completionFn,
		.complete_context = (uintptr_t)completionContext,
	};

	if (sendArgs != NULL)
		draft.parameters = *sendArgs;
	return inject_list(injectionHandle, draft, "FwpsInjectTransportSendAsync");
}

NTSTATUS NTAPI
FwpsInjectTransportSendAsync0(HANDLE injectionHandle, HANDLE injectionContext,
    UINT64 endpointHandle, UINT32 flags, FWPS_TRANSPORT_SEND_PARAMS0 *sendArgs,
    ADDRESS_FAMILY addressFamily, UINT32 compartmentId, NET_BUFFER_LIST *netBufferList,
    void *completionFn, HANDLE completionContext)
{
	FWPS_TRANSPORT_SEND_PARAMS1 parameters = { .headerIncludeHeader = NULL };

	if (sendArgs != NULL)
		memcpy(&parameters, sendArgs, sizeof(*sendArgs)); /* 1 only appends to 0 */
	return FwpsInjectTransportSendAsync1(injectionHandle, injectionContext, endpointHandle,
	    flags, sendArgs == NULL ? NULL : &parameters, addressFamily, compartmentId,
	    netBufferList, completionFn, completionContext);
}

NTSTATUS NTAPI
FwpsInjectTransportReceiveAsync0(HANDLE injectionHandle, HANDLE injectionContext, void *reserved,
    UINT32 flags, ADDRESS_FAMILY addressFamily, UINT32 compartmentId, UINT32 interfaceIndex,
    UINT32 subInterfaceIndex, NET_BUFFER_LIST *netBufferList, void *completionFn,
    HANDLE completionContext)
{
	if (reserved != NULL)
		finding(RULE_R129, "FwpsInjectTransportReceiveAsync0 with a reserved argument");
	return inject_list(injectionHandle,
	    (struct injection){
		.way = INJECT_TRANSPORT_RECEIVE,
		.flags = flags,
		.family = addressFamily,
		.compartment = compartmentId,
		.interface_index = interfaceIndex,
		.sub_interface_index = subInterfaceIndex,
		.list = netBufferList,
		.context = injectionContext,
		.complete = (uintptr_t)completionFn,
		.complete_context = (uintptr_t)completionContext,
	    },
	    __func__);
}

const struct contract inject_exports[] = {
	EXPORT(FwpsInjectionHandleCreate0, 3, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_INVALID_PARAMETER"), ENTERS(INJECTION_HANDLE)),
	EXPORT(FwpsInjectionHandleDestroy0, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_INVALID_PARAMETER"), STRIKES(INJECTION_HANDLE)),
	EXPORT(FwpsInjectNetworkSendAsync0, 7, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpsk),
	    FAILS("STATUS_FWP_INJECT_HANDLE_CLOSING STATUS_FWP_INJECT_HANDLE_STALE "
		  "STATUS_FWP_NULL_POINTER STATUS_INVALID_PARAMETER"),
	    ENTERS(INJECTION)),
	EXPORT(FwpsInjectNetworkReceiveAsync0, 9, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpsk),
	    FAILS("STATUS_FWP_INJECT_HANDLE_CLOSING STATUS_FWP_INJECT_HANDLE_STALE "
		  "STATUS_FWP_NULL_POINTER STATUS_INVALID_PARAMETER"),
	    ENTERS(INJECTION)),
	EXPORT(FwpsInjectForwardAsync0, 9, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_FWP_INJECT_HANDLE_CLOSING STATUS_FWP_INJECT_HANDLE_STALE "
		  "STATUS_FWP_NULL_POINTER STATUS_INVALID_PARAMETER"),
	    ENTERS(INJECTION)),
	EXPORT(FwpsInjectTransportSendAsync0, 10, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpsk)),
	EXPORT(FwpsInjectTransportSendAsync1, 10, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpsk),
	    FAILS("STATUS_FWP_INJECT_HANDLE_CLOSING STATUS_FWP_INJECT_HANDLE_STALE "
		  "STATUS_FWP_NULL_POINTER STATUS_INVALID_PARAMETER"),
	    ENTERS(INJECTION)),
	EXPORT(FwpsInjectTransportReceiveAsync0, 11, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpsk),
	    FAILS("STATUS_FWP_INJECT_HANDLE_CLOSING STATUS_FWP_INJECT_HANDLE_STALE "
		  "STATUS_FWP_NULL_POINTER STATUS_INVALID_PARAMETER"),
	    ENTERS(INJECTION)),
	EXPORT(FwpsQueryPacketInjectionState0, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(fwpsk)),
	EXPORTS_END,
};
