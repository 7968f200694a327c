/* late_timer on the framework. */
#define CONTRACT_WDF
#include "late_timer.c"
