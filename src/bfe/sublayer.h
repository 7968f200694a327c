/*
 * Sublayers.
 */
#ifndef BFE_SUBLAYER_H
#define BFE_SUBLAYER_H

#include "bfe/policy.h"

/* Where Microsoft's pages say nothing.  The process's, not a machine's. */
struct sublayer_switches {
	/* Two sublayers may have one weight: false, since none on a real machine have.  WinDivert
	 * asks for 65535 twenty times, and has 65535 down to 65516; a driver that asks for
	 * FWP_EMPTY, "auto-weight" in Microsoft's samples, has 9, the first that was free.
	 * [wfpstate.xml] */
	bool weights_repeat;
};
extern struct sublayer_switches sublayer_switches;

void sublayer_start(void);

/* The number and weight of the sublayer that a filter wants to be in; a key of zeroes means the
 * universal one. */
NTSTATUS sublayer_refer(struct policy *filter, const GUID *key, uint32_t *number, uint16_t *weight);

bool sublayer_inspects(const GUID *key); /* is it for inspection alone? */
GUID sublayer_universal(void);

#endif
