/*
 * A machine with a network and nothing else, for the tests of net/.
 */
#ifndef TESTS_NET_STAGE_H
#define TESTS_NET_STAGE_H

#include "net/packet.h"
#include "net/path.h"
#include "nt/fwp.h"
#include "nt/ndis.h"

#include <stdbool.h>
#include <stddef.h>

void fresh(void);

/* Run the body on a network thread until nothing can run any more. */
void on_network(void (*body)(void));

/* The layers classified since fresh() or the last call: names without family, in a row. */
const char *layers(void);

/* One callout of the test's at a layer; what it answers, and what it saw. */
struct seen {
	unsigned calls;
	unsigned data_offset, data_length;
	KIRQL irql;
	FWPS_INCOMING_METADATA_VALUES0 metadata;
	FWP_VALUE0 values[48];
	FWPS_PACKET_INJECTION_STATE injected;
};
extern struct seen seen;
extern void (*classified)(NET_BUFFER_LIST *list, FWPS_CLASSIFY_OUT0 *out); /* NULL: permit */
extern HANDLE injection_handle; /* asked about what is indicated, if not NULL */
void watch(uint16_t layer);

/* As watch, of version 1: whatever the layer shows goes to `asked`. */
struct asking {
	const FWPS_INCOMING_VALUES0 *values;
	const FWPS_INCOMING_METADATA_VALUES0 *metadata;
	void *data, *context;
	const FWPS_FILTER0 *filter;
	UINT64 flow;
	FWPS_CLASSIFY_OUT0 *out;
};
extern void (*asked)(const struct asking *asking);          /* NULL: permit */
uint32_t watch_all(uint16_t layer, FWP_ACTION_TYPE action); /* -> the callout's id */

extern struct address here, there, here6, there6;

#endif
