/* late_classify on the framework. */
#define CONTRACT_WDF
#include "late_classify.c"
