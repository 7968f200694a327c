/*
 * bool fault_peek(void *to, uint64_t from, size_t bytes)
 *
 * Where the copy faults, host/fault.c goes on at peek_fails.
 */
	.text
	.globl	fault_peek, peek_copies, peek_fails
	.type	fault_peek, @function
fault_peek:
	movq	%rdx, %rcx
peek_copies:
	rep movsb
	movl	$1, %eax
	ret
peek_fails:
	xorl	%eax, %eax
	ret
	.size	fault_peek, .-fault_peek

	.section .note.GNU-stack,"",@progbits
