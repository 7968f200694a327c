/*
 * The plan of an index: how many leading bits of each word its tables hash.
 *
 * Filters that pin the same bits could share a table; there may be hundreds of such groups, and
 * a search asks every table.  So groups are joined, two at a time, where it costs least: the
 * joined table hashes the bits that both have in common, and its buckets grow.  What a bucket
 * grows by is measured on a sample of the filters and of packets made of them.  Groups with
 * nothing in common can be joined too: not in a table, but in the open list.
 */
#ifndef WFP_INDEX_PLAN_H
#define WFP_INDEX_PLAN_H

#include "wfp/index_form.h"

#define PLAN_TABLES 16

struct plan {
	unsigned count;
	uint8_t lengths[PLAN_TABLES][FORM_WIDE];
};

void plan_make(
    struct plan *plan, const struct form *form, struct filter *const filters[], uint32_t count);

/* Of the tables that hash no bit that the key leaves open, the one that hashes most; plan->count:
 * there is none. */
unsigned plan_table(const struct plan *plan, const struct form_key *key);

#endif
