/*
 * The weight of a filter.
 *
 * Windows: a filter is added with an exact weight (FWP_UINT64), with a range of weights (FWP_UINT8,
 *   the top four bits) or with none (FWP_EMPTY); the low 60 bits of the last two come from its
 *   conditions.  How is not documented.  [win32:filter-weight-assignment]
 *
 * Here: a formula that gives the weights that real machines show (`netsh wfp show state`): those
 * of all 1,254 filters of a Windows 11 22H2 machine, from which it was read, and then of all
 * 4,455 filters of six more dumps, of Windows 10, 11 and 11 24H2.  weight_test.c checks
 * the first wherever the file is at hand.
 *
 * The formula:
 *  1. A layer deals its 60 bits out to its fields, the heavier field the higher bits, in the
 *     order that the tables in weight.c say.
 *  2. A field whose values are names or flags has one bit: blobs, SIDs, tokens, interfaces,
 *     flags, types of addresses, interfaces and tunnels.  The other fields share what is left in
 *     proportion to log2 of their width: 3 for 8 bits, 4 for 16, 5 for 32, 7 for 128.  Counted
 *     from the lowest, each ends at the bit that is nearest to its exact share.
 *  3. Fields that mean the same of different ends (local and remote address; local, arrival and
 *     next-hop interface; application and package) have one slot together, as wide as all of
 *     them.  One bit stays one bit.
 *  4. A condition is worth 1 - log2(values met) / width: an exact value 1, a prefix its length
 *     over the width, a range according to its length, a range of all values nothing.
 *     Conditions on one field are alternatives and are summed, up to 1; three and more are
 *     worth 1.
 *  5. A slot is worth the sum of its fields' conditions divided by the number of its fields,
 *     scaled to the largest number it holds, rounded; at least 1 if it has a condition that is
 *     worth something.
 *  6. A filter without conditions weighs 0; in a layer without fields, 2^59 - 1.
 *
 * Not to be seen in those dumps, and chosen by the same logic: the match types GREATER, LESS, ...
 * (as the range they stand for) and NOT_EQUAL on a field of several bits (all values but one);
 * slots of fields on which no filter has a condition; layers without filters of automatic
 * weight, which use the order of the others.  The three alternatives of clause 4 rest on three
 * filters.  Of Windows 10, ALE_AUTH_CONNECT, ALE_RESOURCE_ASSIGNMENT and the ICMP errors were seen.
 */
#ifndef BFE_WEIGHT_H
#define BFE_WEIGHT_H

#include "nt/fwp.h"
#include "nt/status.h"
#include "wfp/layer.h"

#include <stdint.h>

/* May a filter ask for this weight? */
NTSTATUS weight_check(const FWP_VALUE0 *asked);

/* The weight that it gets, with conditions that have been checked. */
uint64_t weight_effective(const struct layer *layer, const FWP_VALUE0 *asked,
    const FWPM_FILTER_CONDITION0 *conditions, uint32_t condition_count);

/*
 * Weigh what is added at the layer of this key over these fields: a machine's state was imported
 * that shows others than its release here.  NULL, or more of them than a weight has bits: ours.
 * The caller keeps it alive.
 */
void weight_shown_fields(const GUID *layer, const struct layer *shown);

#endif
