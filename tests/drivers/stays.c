/* counts, without an unload function: it can't be unloaded, and goes on counting. */
#define CONTRACT_STAYS
#include "counts.c"
