/* waits_for_mutex on the framework. */
#define CONTRACT_WDF
#include "waits_for_mutex.c"
