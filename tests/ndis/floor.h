/* The ndis floor and those below it, for its tests. */
#ifndef TESTS_NDIS_FLOOR_H
#define TESTS_NDIS_FLOOR_H

#include "ledger/finding.h"
#include "ledger/holding.h"
#include "nt/ndis.h"

void fresh(void);
/* What was entered since fresh(). */
size_t held(enum holding_kind kind);
size_t held_in_all(void);
size_t findings(enum rule rule); /* how often the rule is among them */

NDIS_HANDLE list_pool(void);   /* with fAllocateNetBuffer */
NDIS_HANDLE buffer_pool(void); /* without data */

#endif
