/* waits_for_thread on the framework. */
#define CONTRACT_WDF
#include "waits_for_thread.c"
