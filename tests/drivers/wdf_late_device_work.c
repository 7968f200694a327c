/* late_device_work on the framework. */
#define CONTRACT_WDF
#include "late_device_work.c"
