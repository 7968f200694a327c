/* late_dpc on the framework. */
#define CONTRACT_WDF
#include "late_dpc.c"
