/* The rows classify.wfpstate_*: a real machine's policy; the head of classify.c says which. */
#ifndef BENCH_POLICY_H
#define BENCH_POLICY_H

void policy_rows(void);

#endif
