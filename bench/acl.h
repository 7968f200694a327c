/*
 * The peer: librte_acl of DPDK, which compiles rules into tries and classifies packets by them.
 *
 * A list may have several categories: rule i belongs to category i modulo their number, and each
 * category answers for itself.  Without the library (acl_missing.c) acl_start says so.
 */
#ifndef BENCH_ACL_H
#define BENCH_ACL_H

#include "rules.h"
#include "trace.h"

#include <stddef.h>

#define ACL_BURST 32
#define ACL_CATEGORIES 4

struct acl;

bool acl_start(void); /* false: there is no librte_acl */

/* NULL: it did not build, for want of memory or other reasons that it keeps. */
struct acl *acl_build(const struct rules *rules, unsigned categories);
void acl_free(struct acl *acl);
double acl_build_seconds(const struct acl *acl);
size_t acl_bytes(const struct acl *acl); /* what the build took, beside the rules themselves */

/* Take the quickest algorithm of this processor for so many packets at once; answers its name. */
const char *acl_tune(struct acl *acl, const struct trace *trace, unsigned count);

/* One answer a packet and category: the rule's number from 1, or 0. */
void acl_classify(
    const struct acl *acl, const uint8_t **packets, unsigned count, uint32_t *answers);

#endif
