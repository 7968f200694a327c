/* waits_for_event on the framework. */
#define CONTRACT_WDF
#include "waits_for_event.c"
