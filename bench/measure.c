#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SLICES_LIMIT 1000

static clockid_t clock_id = CLOCK_MONOTONIC;

void
measure_own_time(void)
{
	clock_id = CLOCK_THREAD_CPUTIME_ID;
}

double
seconds_now(void)
{
	struct timespec now;

	clock_gettime(clock_id, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double
slice(struct contestant contestant)
{
	double before = seconds_now();

	if (contestant.run == NULL)
		return 0;
	contestant.run(contestant.at_once);
	return (seconds_now() - before) / (double)contestant.at_once;
}

static int
by_value(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static double
median(double *values, unsigned count)
{
	qsort(values, count, sizeof *values, by_value);
	return values[count / 2];
}

struct measured
measure(struct contestant ours, struct contestant peer, unsigned slices)
{
	static double our_times[SLICES_LIMIT], peer_times[SLICES_LIMIT];

	slice(ours);
	slice(peer);
	for (unsigned i = 0; i < slices && i < SLICES_LIMIT; i++) {
		our_times[i] = slice(ours);
		peer_times[i] = slice(peer);
	}
	return (struct measured){ median(our_times, slices), median(peer_times, slices) };
}

uint64_t
slice_of(struct contestant contestant, double seconds, uint64_t unit)
{
	uint64_t times = unit;

	if (contestant.run == NULL)
		return 0;
	for (;;) {
		contestant.at_once = times;
		if (slice(contestant) * (double)times >= seconds / 2)
			return times;
		times *= 2;
	}
}

static void
row(const char *name, const char *unit, const char *peer, int digits, double ours, double peers,
    double ratio)
{
	printf("%s\t%.*f\t%s\t%s\t", name, digits, ours, unit, peer);
	if (peers > 0)
		printf("%.*f\t%.2f\n", digits, peers, ratio);
	else
		puts("-\t-");
	fflush(stdout);
}

void
row_rate(const char *name, const char *unit, struct contestant peer, struct measured measured)
{
	row(name, unit, peer.name, 0, 1 / measured.ours,
	    measured.peers > 0 ? 1 / measured.peers : 0, measured.peers / measured.ours);
}

void
row_cost_ns(const char *name, struct contestant peer, struct measured measured)
{
	row(name, "ns", peer.name, 1, measured.ours * 1e9, measured.peers * 1e9,
	    measured.peers / measured.ours);
}

void
row_cost_ms(const char *name, struct contestant peer, struct measured measured)
{
	row(name, "ms", peer.name, 2, measured.ours * 1e3, measured.peers * 1e3,
	    measured.peers / measured.ours);
}

void
row_size(const char *name, const char *unit, const char *peer, double ours, double peers)
{
	row(name, unit, peer, 1, ours, peers, peers / ours);
}
