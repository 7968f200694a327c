/*
 * The floors up to the kernel, started once and put back before each test;
 * entry points are called by name, as a driver binds them.
 */
#ifndef TESTS_KERNEL_BENCH_H
#define TESTS_KERNEL_BENCH_H

#include "kernel/exports.h"
#include "ledger/finding.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include "test.h"

#define FRESH(test) cmocka_unit_test_setup(test, bench_fresh)

int bench_fresh(void **state); /* cmocka's set-up */

/* A function of the kernel's tables; the caller knows its type. */
void *entry(const char *name);
#define CALL(type, name, ...) ((type(NTAPI *)(__VA_ARGS__))entry(name))

/* Threads that are started by the first; then everybody runs until nobody can. */
void begin(void (*body)(void));
void begin_client(void (*body)(void)); /* of a program's, and so no system thread */
enum life_end run(void);

bool found(enum rule rule);

#endif
