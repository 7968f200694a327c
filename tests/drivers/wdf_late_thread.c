/* late_thread on the framework. */
#define CONTRACT_WDF
#include "late_thread.c"
