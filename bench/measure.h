/*
 * Measuring: two contestants, interleaved in short slices of one run, so that
 * whatever else the host does meets both.
 *
 * A row goes to stdout, tab-separated: name, value, unit, peer, peer's value,
 * ratio.  The ratio is how many times better ours is.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

struct contestant {
	const char *name;
	void (*run)(uint64_t times); /* do it so often */
	uint64_t at_once;            /* how often in a slice */
};

/* Seconds that one time takes: the median of the slices. */
struct measured {
	double ours;
	double peers;
};
struct measured measure(struct contestant ours, struct contestant peer, unsigned slices);

/* A rate (more is better) or a cost (less is better). */
void row_rate(const char *name, const char *unit, struct contestant peer, struct measured measured);
void row_cost_ns(const char *name, struct contestant peer, struct measured measured);

double seconds_now(void);

#endif
