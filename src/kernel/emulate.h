/*
 * Instructions that the processor allows the kernel alone.
 *
 * A driver runs here in user mode: what it may do on Windows and may not do
 * here faults, and is done for it: cr8 is the IRQL, rdtsc is the virtual clock, and loads from
 * KUSER_SHARED_DATA read a page of ours.  [hosting, Instructions that trap]
 */
#ifndef KERNEL_EMULATE_H
#define KERNEL_EMULATE_H

#include "host/fault.h"

#include <stdbool.h>
#include <stddef.h>

/* FAULT_GENERAL at a privileged instruction.  False: not one that we emulate; its name is in `name`. */
bool emulate_privileged(struct fault *fault, char *name, size_t size);

/* FAULT_ACCESS in KUSER_SHARED_DATA, and the FAULT_STEP that follows it. */
bool emulate_shared_data(struct fault *fault);
bool emulate_step(struct fault *fault);

#endif
