/*
 * What the system tells of itself: modules, processes, the machine.
 */
#ifndef STORAGE_SYSTEM_H
#define STORAGE_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

/* The driver's image is loaded, as \SystemRoot\System32\drivers\<name>.sys. */
void system_module_loaded(const char *name, uint64_t base, size_t bytes);

#endif
