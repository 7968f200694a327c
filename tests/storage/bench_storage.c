#include "../registry/bench_registry.c"
