#include "host/mxcsr.h"

bool mxcsr_watched;
