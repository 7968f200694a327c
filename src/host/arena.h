/*
 * The arena: all memory that belongs to a machine.
 *
 * One reserved region at fixed addresses, so that a driver sees the same
 * addresses in every run.  Below ARENA_KERNEL lies the user half (what the
 * machine's client programs own; MmUserProbeAddress stands at its end), above
 * it the kernel half:
 *
 *	system	our own objects, those a driver holds by pointer (arena_take)
 *	gate	one thunk an import, and the variables that drivers import
 *	shared	KPCRs and KUSER_SHARED_DATA
 *	stack	fiber stacks, a guard page below each
 *	image	driver images; an address is never used for a second image
 *	pool	what the driver allocates, a run of pages a block
 *
 * Nothing of it is committed until it is used.
 *
 * A machine's state outside these extents is the variables marked
 * MACHINE_STATE: the linker gathers them in one section, which a snapshot
 * copies as one more extent.  A variable of a machine that is not so marked
 * survives a restore, and that is a bug unless its comment says why.
 */
#ifndef HOST_ARENA_H
#define HOST_ARENA_H

#include "host/sanitize.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MACHINE_STATE __attribute__((section("machine_state")))

#define ARENA_USER UINT64_C(0x180000000000)
#define ARENA_USER_SIZE UINT64_C(0x100000000)
#define ARENA_USER_PROBE (ARENA_KERNEL - 0x10000) /* MmUserProbeAddress */
#define ARENA_KERNEL UINT64_C(0x200000000000)
#define ARENA_END UINT64_C(0x204000000000)

#define ARENA_SYSTEM UINT64_C(0x200000000000)
#define ARENA_SYSTEM_SIZE UINT64_C(0x40000000)
#define ARENA_GATE UINT64_C(0x200100000000)
#define ARENA_GATE_SIZE UINT64_C(0x100000)
#define ARENA_SHARED UINT64_C(0x200200000000)
#define ARENA_SHARED_SIZE UINT64_C(0x100000)
#define ARENA_STACK UINT64_C(0x201000000000)
#define ARENA_STACK_SIZE UINT64_C(0x10000000)
#define ARENA_IMAGE UINT64_C(0x202000000000)
#define ARENA_IMAGE_SIZE UINT64_C(0x400000000)
#define ARENA_POOL UINT64_C(0x203000000000)
#define ARENA_POOL_SIZE UINT64_C(0x1000000000)

#define ARENA_PAGE UINT64_C(4096)

enum arena_access {
	ARENA_NONE,
	ARENA_READ,
	ARENA_WRITE,   /* and read */
	ARENA_EXECUTE, /* and read */
	ARENA_WRITE_EXECUTE,
};

/* Reserve the arena.  False, with errno, where the host has no room there. */
bool arena_start(void);

/* Change the access to whole pages; the contents stay. */
void arena_protect(uint64_t address, size_t bytes, enum arena_access access);

/* Give the pages back to the host; they read as zeroes afterwards. */
void arena_discard(uint64_t address, size_t bytes);

/* What a function that returns nothing leaves behind can be an address of the host, which differs
 * from run to run: neither a driver nor the journal may see it. */
static inline uint64_t
arena_only(uint64_t value)
{
	if (value >= ARENA_END && value < UINT64_C(0x800000000000))
		return 0;
	return sanitize_owns(value) ? 0 : value;
}

bool arena_is_kernel(uint64_t address);
bool arena_is_user(uint64_t address);

/*
 * Our own objects.  arena_take returns zeroed memory, aligned to 16 bytes and
 * never NULL; arena_give needs no size.  The same calls in the same order give the same
 * addresses.  An object that is given back is poisoned until it is taken again.
 */
void *arena_take(size_t bytes);
void arena_give(void *object);

/* What a snapshot must copy of the system extent, and of MACHINE_STATE. */
struct extent {
	void *base;
	size_t bytes;
};
struct extent arena_system_extent(void);
struct extent arena_static_extent(void);

#endif
