/*
 * ERESOURCEs: recursive reader/writer locks in the driver's memory, which the
 * system lists until they are deleted.
 */
#ifndef KERNEL_RESOURCE_H
#define KERNEL_RESOURCE_H

#include <stddef.h>
#include <stdint.h>

/* The memory is being freed: a resource in it that was not deleted is a finding. */
void resource_memory_goes(uintptr_t base, size_t bytes);

#endif
