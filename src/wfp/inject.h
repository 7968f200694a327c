/*
 * Injection: packets that come from the driver.
 *
 * The engine checks the handle and the NBL, enters the injection in the ledger and
 * hands it to the outlet, which net/ supplies at start (floors never reach
 * up).  The outlet's thread later carries it through the layers, then calls
 * inject_complete exactly once, on a thread of its own.
 */
#ifndef WFP_INJECT_H
#define WFP_INJECT_H

#include "kernel/contract.h"
#include "nt/fwp.h"
#include "nt/ndis.h"

#include <stdbool.h>
#include <stdint.h>

enum injection_way {
	INJECT_NETWORK_SEND,
	INJECT_NETWORK_RECEIVE,
	INJECT_FORWARD,
	INJECT_TRANSPORT_SEND,
	INJECT_TRANSPORT_RECEIVE,
	INJECT_STREAM,
};

struct injection_handle;

struct injection {
	enum injection_way way;
	uint16_t family; /* AF_INET 2 or AF_INET6 23 */
	uint32_t compartment;
	uint32_t interface_index;
	uint32_t sub_interface_index;
	uint64_t endpoint;
	NET_BUFFER_LIST *list;
	uint64_t number; /* in order of injection, from 1 */

	/* INJECT_TRANSPORT_SEND: the list begins with an IP header if is_raw, else with the
	 * transport header; what the parameters point at is good until completion */
	bool is_raw;
	FWPS_TRANSPORT_SEND_PARAMS1 parameters;
	uint32_t flags; /* FWPS_SEND_INJECT_* */

	/* INJECT_STREAM: one list of a chain, or NULL for a FIN alone */
	uint64_t flow;
	uint32_t stream_flags; /* FWPS_STREAM_FLAG_* */

	/* the rest is the engine's */
	struct injection_handle *handle;
	uint64_t handle_number;
	HANDLE context;
	uint64_t history; /* the injection that its packet came from, or 0 */
	uintptr_t complete;
	uint64_t complete_context;
};

struct inject_outlet {
	/* Takes the injection over; it stays valid until inject_complete.  Must not call the
	 * driver before it returns. */
	void (*take)(struct injection *injection);
};
void inject_outlet(const struct inject_outlet *outlet);

/* Calls the driver's completion function, at DISPATCH_LEVEL or below as the running
 * thread is, and frees the injection. */
void inject_complete(struct injection *injection, NTSTATUS status);

/* What the injecting functions of this and other files share. */
NTSTATUS inject_list(HANDLE injectionHandle, struct injection draft, const char *call);

void inject_start(void);
extern const struct contract inject_exports[];

/* Marks the NBL that indicates an injected packet, so that
 * FwpsQueryPacketInjectionState0 knows whose it is.  Clones inherit the mark. */
void inject_mark(NET_BUFFER_LIST *list, const struct injection *injection);
void inject_unmark(NET_BUFFER_LIST *list);

#endif
