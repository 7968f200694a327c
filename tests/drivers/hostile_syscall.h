/*
 * Finds a system call instruction in the host's own code: from a return address on
 * the stack down to the program's header, from there to the loader's list of
 * libraries, and up through the code of the one that makes system calls.
 */
#ifndef TESTS_DRIVERS_HOSTILE_SYSCALL_H
#define TESTS_DRIVERS_HOSTILE_SYSCALL_H

#include "hostile.h"

#define ELF_MAGIC 0x464c457f
#define PT_DYNAMIC 2
#define DT_DEBUG 21

struct library { /* the loader's link_map */
	ULONG64 base;
	const CHAR *name;
	PVOID dynamic;
	struct library *next;
};

static __attribute__((noinline)) struct library *
libraries(VOID)
{
	ULONG64 base = *host_address_on_stack() & ~0xfffULL, *dynamic = NULL;
	PUCHAR header;

	while (*(volatile ULONG *)base != ELF_MAGIC)
		base -= 0x1000;
	header = (PUCHAR)base + *(PULONG64)(base + 0x20); /* e_phoff */
	for (USHORT left = *(PUSHORT)(base + 0x38); left > 0; left--, header += 0x38) {
		if (*(PULONG)header == PT_DYNAMIC)
			dynamic = (PULONG64)(base + *(PULONG64)(header + 0x10));
	}
	while (dynamic[0] != DT_DEBUG)
		dynamic += 2;
	return *(struct library **)(dynamic[1] + 8);
}

static BOOLEAN
contains(const CHAR *text, const CHAR *word)
{
	for (; *text != 0; text++) {
		ULONG same = 0;

		while (word[same] != 0 && text[same] == word[same])
			same++;
		if (word[same] == 0)
			return TRUE;
	}
	return FALSE;
}

static __attribute__((noinline)) PVOID
found_syscall(VOID)
{
	struct library *library = libraries();

	while (!contains(library->name, "/libc.so"))
		library = library->next;
	for (volatile UCHAR *at = (PUCHAR)library->base;; at++) {
		if (at[0] == 0x0f && at[1] == 0x05 && at[2] == 0x48 && at[3] == 0x3d)
			return (PVOID)at;
	}
}

/* Behind the instruction lies code that is not ours: it compares and, sooner or later, returns. */
static __attribute__((noinline)) ULONG64
host_call(PVOID instruction, ULONG64 number, ULONG64 first, ULONG64 second, ULONG64 third)
{
	__asm__ __volatile__("call *%1"
			     : "+a"(number)
			     : "r"(instruction), "D"(first), "S"(second), "d"(third)
			     : "rcx", "r8", "r9", "r10", "r11", "memory");
	return number;
}

#endif
