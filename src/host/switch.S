/*
 * void fiber_jump(uint64_t *park_rsp, uint64_t run_rsp)
 *
 * Parks the running fiber: what the System V ABI lets a callee keep is pushed,
 * and the stack pointer stored.  Then the other fiber's registers are popped.
 * The extended registers are the caller's to save by both ABIs or were saved
 * by the gate, so nothing else has to move.
 */
	.text
	.globl	fiber_jump
	.type	fiber_jump, @function
fiber_jump:
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (%rdi)
	movq	%rsi, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	ret
	.size	fiber_jump, .-fiber_jump

/* A new fiber begins here: r12 holds the body, r13 its argument. */
	.globl	fiber_begin
	.type	fiber_begin, @function
fiber_begin:
	movq	%r13, %rdi
	callq	*%r12
	ud2
	.size	fiber_begin, .-fiber_begin

	.section .note.GNU-stack,"",@progbits
