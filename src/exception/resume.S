/*
 * void context_load(const CONTEXT *context)
 *
 * All registers at once, so by iretq: its frame stands on the stack that is left.  Nothing below the
 * new rsp is touched.
 */
	.text
	.globl	context_load
	.type	context_load, @function
context_load:
	ldmxcsr	0x34(%rdi)
	movaps	0x1a0(%rdi), %xmm0
	movaps	0x1b0(%rdi), %xmm1
	movaps	0x1c0(%rdi), %xmm2
	movaps	0x1d0(%rdi), %xmm3
	movaps	0x1e0(%rdi), %xmm4
	movaps	0x1f0(%rdi), %xmm5
	movaps	0x200(%rdi), %xmm6
	movaps	0x210(%rdi), %xmm7
	movaps	0x220(%rdi), %xmm8
	movaps	0x230(%rdi), %xmm9
	movaps	0x240(%rdi), %xmm10
	movaps	0x250(%rdi), %xmm11
	movaps	0x260(%rdi), %xmm12
	movaps	0x270(%rdi), %xmm13
	movaps	0x280(%rdi), %xmm14
	movaps	0x290(%rdi), %xmm15
	movl	%ss, %eax
	pushq	%rax
	pushq	0x98(%rdi)
	movl	0x44(%rdi), %eax
	pushq	%rax
	movl	%cs, %eax
	pushq	%rax
	pushq	0xf8(%rdi)
	movq	0x78(%rdi), %rax
	movq	0x80(%rdi), %rcx
	movq	0x88(%rdi), %rdx
	movq	0x90(%rdi), %rbx
	movq	0xa0(%rdi), %rbp
	movq	0xa8(%rdi), %rsi
	movq	0xb8(%rdi), %r8
	movq	0xc0(%rdi), %r9
	movq	0xc8(%rdi), %r10
	movq	0xd0(%rdi), %r11
	movq	0xd8(%rdi), %r12
	movq	0xe0(%rdi), %r13
	movq	0xe8(%rdi), %r14
	movq	0xf0(%rdi), %r15
	movq	0xb0(%rdi), %rdi
	iretq
	.size	context_load, .-context_load

/*
 * __chkstk: rax holds how much stack the caller is about to take.  Each page is touched in order,
 * so that a guard page is met and not skipped.  It changes no register.
 */
	.globl	stack_probe
	.type	stack_probe, @function
stack_probe:
	pushq	%rax
	pushq	%rcx
	leaq	24(%rsp), %rcx
1:	cmpq	$4096, %rax
	jb	2f
	subq	$4096, %rcx
	testb	%al, (%rcx)
	subq	$4096, %rax
	jmp	1b
2:	subq	%rax, %rcx
	testb	%al, (%rcx)
	popq	%rcx
	popq	%rax
	ret
	.size	stack_probe, .-stack_probe

	.section .note.GNU-stack,"",@progbits
