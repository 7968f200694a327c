/* stays on the framework. */
#define CONTRACT_WDF
#include "stays.c"
