/*
 * The arena's own allocator serves objects of ours: size classes in powers of
 * two with a free list each, cut from a bump pointer.  A class's objects carry
 * a 16-byte head with the class and a magic word, so that arena_give needs no
 * size and a wrong pointer is noticed.  Zeroing happens at the take.
 */
#include "host/arena.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>

#define CLASSES 20
#define CLASS_LEAST 5 /* 32 bytes, head included */
#define LARGE_PAGES_FROM UINT64_C(0x1000000)
#define HEAD_TAKEN 0x5244454b4154ull
#define HEAD_GIVEN 0x52444e45564947ull

struct head {
	uint64_t magic;
	uint32_t class;
	uint32_t bytes;
};

static MACHINE_STATE struct {
	uint64_t next; /* bump pointer */
	struct head *free[CLASSES];
} heap;

/* By the linker, for the section of MACHINE_STATE. */
extern char __start_machine_state[], __stop_machine_state[];

static bool
reserve(uint64_t address, size_t bytes, int protection)
{
	void *at = mmap((void *)address, bytes, protection,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	return at == (void *)address;
}

/* Few machines have so many objects; those that do look them up all over the place. */
static bool
use_large_pages(void)
{
	(void)madvise((void *)(ARENA_SYSTEM + LARGE_PAGES_FROM),
	    ARENA_SYSTEM_SIZE - LARGE_PAGES_FROM, MADV_HUGEPAGE);
	return true; /* or without */
}

bool
arena_start(void)
{
	const int usable = PROT_READ | PROT_WRITE;

	heap.next = ARENA_SYSTEM;
	return reserve(ARENA_USER, ARENA_USER_SIZE, PROT_NONE)
	    && reserve(ARENA_SYSTEM, ARENA_SYSTEM_SIZE, usable) && use_large_pages()
	    && reserve(ARENA_GATE, ARENA_GATE_SIZE, usable)
	    && reserve(ARENA_SHARED, ARENA_SHARED_SIZE, usable)
	    && reserve(ARENA_STACK, ARENA_STACK_SIZE, PROT_NONE)
	    && reserve(ARENA_IMAGE, ARENA_IMAGE_SIZE, PROT_NONE)
	    && reserve(ARENA_POOL, ARENA_POOL_SIZE, usable);
}

void
arena_protect(uint64_t address, size_t bytes, enum arena_access access)
{
	static const int protections[] = {
		[ARENA_NONE] = PROT_NONE,
		[ARENA_READ] = PROT_READ,
		[ARENA_WRITE] = PROT_READ | PROT_WRITE,
		[ARENA_EXECUTE] = PROT_READ | PROT_EXEC,
		[ARENA_WRITE_EXECUTE] = PROT_READ | PROT_WRITE | PROT_EXEC,
	};

	int failed = mprotect((void *)address, bytes, protections[access]);

	assert(failed == 0);
}

void
arena_discard(uint64_t address, size_t bytes)
{
	int failed = madvise((void *)address, bytes, MADV_DONTNEED);

	assert(failed == 0);
}

bool
arena_is_kernel(uint64_t address)
{
	return address >= ARENA_KERNEL && address < ARENA_END;
}

bool
arena_is_user(uint64_t address)
{
	return address >= ARENA_USER && address < ARENA_USER_PROBE;
}

static unsigned
class_of(size_t bytes)
{
	size_t whole = bytes + sizeof(struct head);
	unsigned class =
	    whole <= 32 ? 0 : (unsigned)(64 - __builtin_clzll(whole - 1)) - CLASS_LEAST;

	assert(class < CLASSES);
	return class;
}

/* A free object's list link stands where its contents were. */
static struct head **
next_free(struct head *head)
{
	return (struct head **)(head + 1);
}

void *
arena_take(size_t bytes)
{
	unsigned class = class_of(bytes);
	struct head *head = heap.free[class];

	if (head != NULL) {
		assert(head->magic == HEAD_GIVEN);
		heap.free[class] = *next_free(head);
	} else {
		head = (struct head *)heap.next;
		heap.next += (size_t)1 << (class + CLASS_LEAST);
		assert(heap.next <= ARENA_SYSTEM + ARENA_SYSTEM_SIZE);
	}
	*head = (struct head){ .magic = HEAD_TAKEN, .class = class, .bytes = (uint32_t)bytes };
	return memset(head + 1, 0, bytes);
}

void
arena_give(void *object)
{
	struct head *head = (struct head *)object - 1;

	assert(head->magic == HEAD_TAKEN);
	memset(object, 0xdb, head->bytes < 64 ? head->bytes : 64);
	head->magic = HEAD_GIVEN;
	*next_free(head) = heap.free[head->class];
	heap.free[head->class] = head;
}

struct extent
arena_system_extent(void)
{
	return (struct extent){ (void *)ARENA_SYSTEM, heap.next - ARENA_SYSTEM };
}

struct extent
arena_static_extent(void)
{
	size_t bytes = (size_t)(__stop_machine_state - __start_machine_state);

	return (struct extent){ __start_machine_state, bytes };
}
