/* counts on the framework. */
#define CONTRACT_WDF
#include "counts.c"
