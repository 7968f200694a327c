/*
 * Structured exception handling: what is raised finds the driver's handlers.
 */
#ifndef EXCEPTION_EXCEPTION_H
#define EXCEPTION_EXCEPTION_H

#include "exception/walk.h"

/* The finder tells which image holds an address; never one that is unloaded. */
void exception_start(image_finder *finder);

#endif
