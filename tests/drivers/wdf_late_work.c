/* late_work on the framework. */
#define CONTRACT_WDF
#include "late_work.c"
