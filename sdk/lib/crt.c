/*
 * The few functions a C compiler calls on its own.  The WDK links its own copies
 * into every driver (no shipped driver imports them), and so do we.
 */
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *left, const void *right, size_t bytes);

void *
memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	void *next = to;

	__asm__ __volatile__("rep movsb" : "+D"(next), "+S"(from), "+c"(bytes)::"memory");
	return to;
}

void *
memmove(void *to, const void *from, size_t bytes)
{
	size_t distance = (size_t)to - (size_t)from;
	unsigned char *last = (unsigned char *)to + bytes - 1;
	const unsigned char *source = (const unsigned char *)from + bytes - 1;

	if (distance >= bytes) /* apart, or to lies before from: it wraps around */
		return memcpy(to, from, bytes);
	__asm__ __volatile__("std; rep movsb; cld"
	    : "+D"(last), "+S"(source), "+c"(bytes)::"memory");
	return to;
}

void *
memset(void *to, int value, size_t bytes)
{
	void *next = to;

	__asm__ __volatile__("rep stosb" : "+D"(next), "+c"(bytes) : "a"(value) : "memory");
	return to;
}

int
memcmp(const void *left, const void *right, size_t bytes)
{
	const unsigned char *a = left, *b = right;

	for (; bytes > 0; bytes--, a++, b++)
		if (*a != *b)
			return *a - *b;
	return 0;
}

/*
 * Called before a function takes more than a page of stack, with the size in rax:
 * touch each page, in order, so that a guard page is met and not skipped.  It
 * changes no register.
 */
__asm__(".text\n"
	".globl ___chkstk_ms\n"
	".def ___chkstk_ms; .scl 2; .type 32; .endef\n"
	".seh_proc ___chkstk_ms\n"
	"___chkstk_ms:\n"
	"	push %rcx\n"
	".seh_pushreg %rcx\n"
	"	push %rax\n"
	".seh_pushreg %rax\n"
	".seh_endprologue\n"
	"	lea 24(%rsp), %rcx\n" /* the caller's rsp */
	"1:	cmp $0x1000, %rax\n"
	"	jb 2f\n"
	"	sub $0x1000, %rcx\n"
	"	orq $0, (%rcx)\n"
	"	sub $0x1000, %rax\n"
	"	jmp 1b\n"
	"2:	sub %rax, %rcx\n"
	"	orq $0, (%rcx)\n"
	"	pop %rax\n"
	"	pop %rcx\n"
	"	ret\n"
	".seh_endproc\n");
