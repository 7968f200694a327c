/*
 * Finds a system call instruction in the host's own code: from a return address on
 * the stack down to the program's header, from there to its table of
 * imported functions, and from one of these upwards.
 */
#ifndef TESTS_DRIVERS_HOSTILE_SYSCALL_H
#define TESTS_DRIVERS_HOSTILE_SYSCALL_H

#include "hostile.h"

#define ELF_MAGIC 0x464c457f
#define PT_DYNAMIC 2
#define DT_PLTGOT 3

static __attribute__((noinline)) PVOID
found_syscall(VOID)
{
	ULONG64 base = *host_address_on_stack() & ~0xfffULL, *dynamic = NULL, *table = NULL;
	PUCHAR header;

	while (*(volatile ULONG *)base != ELF_MAGIC)
		base -= 0x1000;
	header = (PUCHAR)base + *(PULONG64)(base + 0x20); /* e_phoff */
	for (USHORT left = *(PUSHORT)(base + 0x38); left > 0; left--, header += 0x38) {
		if (*(PULONG)header == PT_DYNAMIC)
			dynamic = (PULONG64)(base + *(PULONG64)(header + 0x10));
	}
	for (; dynamic[0] != 0; dynamic += 2) {
		if (dynamic[0] == DT_PLTGOT)
			table = (PULONG64)dynamic[1];
	}
	for (table += 3; !is_host(*table) || *table - base < 0x1000000; table++)
		;
	for (PUCHAR at = (PUCHAR)*table;; at++) {
		if (at[0] == 0x0f && at[1] == 0x05 && at[2] == 0x48)
			return at;
	}
}

static __attribute__((noinline)) ULONG64
host_call(PVOID instruction, ULONG64 number, ULONG64 first, ULONG64 second, ULONG64 third)
{
	/* Behind the instruction lies code of the host that we do not want: it is jumped to with our stack. */
	__asm__ __volatile__("call *%1" : "+a"(number)
			     : "r"(instruction), "D"(first), "S"(second), "d"(third)
			     : "rcx", "r8", "r9", "r10", "r11", "memory");
	return number;
}

#endif
