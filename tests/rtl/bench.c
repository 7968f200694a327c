/* The executive's bench serves this floor, too. */
#include "../executive/bench_machine.c"
