/*
 * Sublayers.
 */
#ifndef BFE_SUBLAYER_H
#define BFE_SUBLAYER_H

#include "bfe/policy.h"

void sublayer_start(void);

/* The number and weight of the sublayer that a filter wants to be in; a key of zeroes means the
 * universal one. */
NTSTATUS sublayer_refer(struct policy *filter, const GUID *key, uint32_t *number, uint16_t *weight);

bool sublayer_inspects(const GUID *key); /* is it for inspection alone? */
GUID sublayer_universal(void);

#endif
