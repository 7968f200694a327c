/* late_callout on the framework. */
#define CONTRACT_WDF
#include "late_callout.c"
