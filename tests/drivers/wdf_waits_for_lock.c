/* waits_for_lock on the framework. */
#define CONTRACT_WDF
#include "waits_for_lock.c"
