#ifndef BENCH_CALLOUT_H
#define BENCH_CALLOUT_H

/* The rows classify.callout_*. */
void callout_rows(void);

#endif
