#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SLICES_LIMIT 1000

double
seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double
slice(struct contestant contestant)
{
	double before = seconds_now();

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

void
row_rate(const char *name, const char *unit, struct contestant peer, struct measured measured)
{
	printf("%s\t%.0f\t%s\t%s\t%.0f\t%.2f\n", name, 1 / measured.ours, unit, peer.name,
	    1 / measured.peers, measured.peers / measured.ours);
	fflush(stdout);
}

void
row_cost_ns(const char *name, struct contestant peer, struct measured measured)
{
	printf("%s\t%.1f\tns\t%s\t%.1f\t%.2f\n", name, measured.ours * 1e9, peer.name,
	    measured.peers * 1e9, measured.peers / measured.ours);
	fflush(stdout);
}
