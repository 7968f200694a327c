#include "kernel/block.h"

#include "base/list.h"
#include "host/arena.h"
#include "sched/clock.h"
#include "sched/thread.h"

/* On the waiting thread's stack. */
struct block {
	struct link link;
	struct thread *thread;
	uintptr_t on;
};

static MACHINE_STATE struct link blocks;

bool
block_on(const volatile void *lock, const char *word, uint64_t until_100ns)
{
	struct block block = { .thread = thread_now(), .on = (uintptr_t)lock };
	bool woken;

	if (until_100ns <= clock_now_100ns())
		return false;
	if (blocks.next == NULL)
		list_start(&blocks);
	list_add(&blocks, &block.link);
	woken = thread_park(word, block.on, until_100ns);
	list_remove(&block.link); /* done already if it was woken */
	return woken;
}

static void
wake(const volatile void *lock, bool all)
{
	if (blocks.next == NULL)
		return;
	LIST_EACH_SAFE (at, &blocks) {
		struct block *block = LIST_ITEM(at, struct block, link);

		if (block->on != (uintptr_t)lock)
			continue;
		list_remove(at);
		thread_wake(block->thread);
		if (!all)
			return;
	}
}

void
block_wake(const volatile void *lock)
{
	wake(lock, true);
}

void
block_wake_one(const volatile void *lock)
{
	wake(lock, false);
}

void *
owner_now(void)
{
	struct thread *thread = thread_now();

	return thread->object != NULL ? thread->object : thread;
}
