/*
 * Threads that work in the address space of another process.
 */
#ifndef EXECUTIVE_ADDRESS_SPACE_H
#define EXECUTIVE_ADDRESS_SPACE_H

#include "executive/process.h"

#include <stdbool.h>

/* The thread ends, and has not detached. */
void attachments_left(PETHREAD thread);

/* Which user memory there is: whoever gives it to programs knows. */
void user_memory_asks(bool (*is)(uint64_t address, size_t bytes));

extern const struct contract address_space_exports[];

#endif
