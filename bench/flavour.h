/*
 * Flavours: the shapes of rule sets that are made.
 *
 *	acl	access lists: host to host, any source port, TCP to a known port
 *	fw	firewalls: one side is any, ports on both sides, much UDP
 *	ipc	packet chains: all prefix lengths on both sides, all protocols
 */
#ifndef BENCH_FLAVOUR_H
#define BENCH_FLAVOUR_H

#include "rules.h"

/* Fill the set, rules->count rules, no two alike, narrow ones first. */
void flavour_make(const char *name, struct rules *rules);

#endif
