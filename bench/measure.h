/*
 * Measuring: two contestants, interleaved in short slices of one run, so that
 * whatever else the host does meets both.
 *
 * A row goes to stdout, tab-separated: name, value, unit, peer, peer's value,
 * ratio.  The ratio is how many times better ours is; where there is no peer, its
 * value and the ratio are a dash.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

struct contestant {
	const char *name;
	void (*run)(uint64_t times); /* do it so often; NULL: he is missing */
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

void row_cost_ms(const char *name, struct contestant peer, struct measured measured);
/* Something counted, of which less is better. */
void row_size(const char *name, const char *unit, const char *peer, double ours, double peers);

/* How often something is to be done so that it takes so long; `unit` divides it. */
uint64_t slice_of(struct contestant contestant, double seconds, uint64_t unit);

/* From now on only the time that this thread runs: for what needs no other. */
void measure_own_time(void);
double seconds_now(void);

#endif
