/* late_completion on the framework. */
#define CONTRACT_WDF
#include "late_completion.c"
