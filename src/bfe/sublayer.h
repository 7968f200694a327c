/*
 * Sublayers: the drivers' and Windows' own.
 */
#ifndef BFE_SUBLAYER_H
#define BFE_SUBLAYER_H

#include "bfe/policy.h"

void sublayer_start(void);

/* The number and weight of the sublayer that a filter wants to be in; a key of zeroes means the
 * universal one. */
NTSTATUS sublayer_refer(struct policy *filter, const GUID *key, uint32_t *number, uint16_t *weight);

/* A built-in one, as Get calls show it; its name goes to `name`. */
struct layer_sublayer;
bool sublayer_inspects(const GUID *key); /* is it for inspection alone? */
GUID sublayer_universal(void);
void sublayer_show_builtin(
    const struct layer_sublayer *sublayer, FWPM_SUBLAYER0 *shown, WCHAR name[64]);

#endif
