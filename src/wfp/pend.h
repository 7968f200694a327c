/*
 * Pending: questions of ALE that a driver answers later.
 *
 *	an operation	FwpsPendOperation0, FwpsCompleteOperation0: the layer is asked again
 *	a classify	FwpsPendClassify0, FwpsCompleteClassify0 (wfp/handle): the driver brings the
 *			answer, or the layer is asked again
 *
 * Every pend has a number, which classify_run leaves in struct classify for net/, whose outlet
 * hears when the driver is done.  That may be before the classify has returned.
 */
#ifndef WFP_PEND_H
#define WFP_PEND_H

#include "kernel/contract.h"
#include "nt/fwp.h"
#include "nt/ndis.h"

#include <stdbool.h>
#include <stdint.h>

struct resumption {
	void *subject;   /* of the classify */
	uint64_t number; /* of the pend */
	bool operation;  /* else a classify */
	bool again;      /* the layer is to be asked again; else the answer is `action` */
	FWP_ACTION_TYPE action;
	uint64_t filter_id;
	const void *request; /* a redirect layer's, as callouts left it; NULL: as it was */
};

/* `resume` copies what it keeps; for an operation it may enter the driver before it returns. */
void pend_outlet(void (*resume)(const struct resumption *resumption));
void pend_resume(const struct resumption *resumption);
uint64_t pend_number(void); /* a new one */

void pend_start(void);

NTSTATUS NTAPI FwpsPendOperation0(HANDLE completionHandle, HANDLE *completionContext);
void NTAPI FwpsCompleteOperation0(HANDLE completionContext, NET_BUFFER_LIST *netBufferList);

extern const struct contract pend_exports[];

#endif
