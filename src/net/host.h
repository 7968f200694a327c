/*
 * The machine's network: interfaces, addresses, and the connections of its programs.
 *
 *	loopback	index 1, 127.0.0.1/8 and ::1
 *	ethernet	index 12, 10.0.0.2/24 and fe80::215:5dff:fe00:102
 *
 * A connection is anything that ALE knows: a bound or listening port, a TCP
 * connection, a UDP or ICMP exchange with one peer.  It is found by protocol
 * and the two addresses; a port's is the one without a remote address.  For
 * an ICMP exchange the echo's id stands in the local port and 0 in the remote.
 *
 * Here: no TCP/IP stack stands behind it.  Nothing is retransmitted, no window
 * or timer is kept, no ARP, no routes: path and peer say which packets exist.
 */
#ifndef NET_HOST_H
#define NET_HOST_H

#include "base/list.h"
#include "net/packet.h"
#include "nt/fwp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HOST_LOOPBACK 1
#define HOST_ETHERNET 12
#define HOST_NETWORK_CATEGORY 1 /* every network is a private one  [netlistmgr.h] */
#define HOST_COMPARTMENT 1      /* the default compartment  [netiodef.h] */

struct host_interface {
	uint32_t index;
	uint32_t sub_index;
	uint32_t type; /* IANA ifType: 6 Ethernet, 24 loopback */
	uint32_t mtu;
	UINT64 luid;
	struct address v4, v6;
};

/* Who owns a socket: a process and the NT path of its image, lower case. */
struct program {
	uint64_t process_id;
	const char *path;
};

/*
 * As a machine keeps it: what the ALE layers show of it.
 *
 * Windows: in an app container the package is its SID; of any other program it is S-1-0-0, it
 *   seems: the filters of a real machine ask for programs without a container by EQUAL to
 *   S-1-0-0, and NOT_EQUAL for those with one.  [wfpstate.xml]
 */
struct host_program {
	struct link link;
	uint64_t process_id;
	FWP_BYTE_BLOB app_id;      /* the path */
	const FWP_BYTE_BLOB *user; /* a TOKEN_ACCESS_INFORMATION */
	const SID *package;
};

enum connection_state {
	CONNECTION_BOUND, /* a socket that ALE was not asked about yet; or a port */
	CONNECTION_LISTENING,
	CONNECTION_PENDED,     /* ALE's answer is in the driver's hands */
	CONNECTION_AUTHORISED, /* TCP: SYN sent or received */
	CONNECTION_ESTABLISHED,
	CONNECTION_CLOSING, /* found no more; the driver pended its closure */
};

struct flow;
struct redirect_records;
struct streams;

struct connection {
	struct link link; /* all, in order of birth */
	struct link bucket;
	struct address local, remote;
	uint8_t protocol;
	enum connection_state state;
	bool inbound;   /* the remote side began */
	bool assigned;  /* RESOURCE_ASSIGNMENT was asked, so RESOURCE_RELEASE will be */
	bool synthetic; /* net/peer plays both programs */
	const struct host_interface *interface;
	const struct host_program *program;
	struct flow *flow; /* NULL: not established */
	uint64_t endpoint, parent_endpoint;
	bool fin_sent, fin_received;
	bool closing;                      /* ends when no scene uses it any more */
	unsigned users;                    /* scenes */
	unsigned questions;                /* of ALE's, yet to be asked (net/ale) */
	uint64_t pended;                   /* number of the pend that it waits for, or 0 */
	struct held *held;                 /* the packet that waits with it, or NULL (net/resume) */
	struct streams *streams;           /* of bytes, or NULL (net/stream) */
	uint32_t next_sent, next_received; /* TCP sequence numbers; synthetic only */

	/* a driver changed an address: what the program had asked for, and the proxy */
	bool redirected;
	struct address asked_local, asked_remote;
	uint32_t target_process;
	struct redirect_records *records; /* or NULL; also those that its program brought */
};

void host_start(void);

const struct host_interface *host_interface(uint32_t index); /* NULL: no such */
const struct host_interface *host_interface_of(
    const struct address *local); /* ethernet if foreign */
bool host_is_local(const struct address *address);
bool host_is_multicast(const struct address *address);
uint8_t host_address_type(const struct address *address); /* NL_ADDRESS_TYPE */

/* NULL gives the program that owns what nobody else does.  Its user is that of the process with the
 * same id, or else an ordinary one. */
const struct host_program *host_program(const struct program *program);

/* `remote` NULL: a port. */
struct connection *connection_take(uint8_t protocol, const struct address *local,
    const struct address *remote, const struct host_program *program);
struct connection *connection_find(
    uint8_t protocol, const struct address *local, const struct address *remote);
struct connection *connection_by_endpoint(uint64_t endpoint);
/* As the program knows it, which is not told of redirections. */
struct connection *connection_asked(
    uint8_t protocol, const struct address *local, const struct address *remote);
bool connection_is(const void *pointer); /* a live one */
/* It has other addresses from now on. */
void connection_move(
    struct connection *connection, const struct address *local, const struct address *remote);
/* It is found no more; net/ale gives its memory back, perhaps when its closure, pended, is over. */
void connection_remove(struct connection *connection);
void connection_linger(struct connection *connection);
bool connection_lingers(const void *pointer);
size_t connection_count(void);
void connection_each(void (*each)(void *context, struct connection *connection), void *context);

#endif
