/*
 * What stands at fixed places on every Windows machine: the processors'
 * control regions behind gs, and the shared user data page.
 */
#ifndef KERNEL_PROCESSOR_H
#define KERNEL_PROCESSOR_H

#include "host/arena.h"

#include <stdint.h>

void processors_start(void);

/* Windows maps the page at KI_USER_SHARED_DATA, where a Linux process can map nothing; ours
 * stands here, and kernel/emulate.c leads the driver's loads to it, with the times brought up to date. */
uint64_t shared_data_page(void);

/* The regions, which a driver can write to: what a snapshot must copy. */
struct extent processors_extent(void);

/* For KUSER_SHARED_DATA.NtBuildNumber: 19045, 26100. */
void processors_build(uint32_t build);

#endif
