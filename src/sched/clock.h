/*
 * The virtual clock, in units of 100 ns since the machine was booted.
 *
 * A call through the gate takes one unit; when nothing can run, the clock jumps to the
 * next due time.  The performance counter counts the same units (10 MHz).
 */
#ifndef SCHED_CLOCK_H
#define SCHED_CLOCK_H

#include <stdint.h>

#define CLOCK_NEVER UINT64_MAX
/* What KeQuerySystemTime adds: 2024-01-01 00:00 UTC, in 100 ns since 1601. */
#define CLOCK_BOOT_TIME UINT64_C(133485408000000000)

void clock_start(void);
uint64_t clock_now_100ns(void);
void clock_tick(void);
void clock_jump(uint64_t to_100ns); /* never backwards */

#endif
