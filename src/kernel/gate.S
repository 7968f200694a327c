/*
 * Where every call of the driver arrives.  A thunk in the arena put the row
 * of the contract in eax; the rest is as the MS x64 ABI left it: return
 * address at (%rsp), 32 bytes of home space above it, then the stack arguments.
 *
 * What stands on the stack afterwards is struct gate_frame (kernel/gate.h).
 * The registers that the MS ABI preserves and the System V ABI does not, rdi,
 * rsi and xmm6-15, are saved and restored here; the others are stored only so
 * that a backtrace can start from them.
 */
	.text
	.globl	gate_entry
	.type	gate_entry, @function
gate_entry:
	movq	%rcx, 8(%rsp)
	movq	%rdx, 16(%rsp)
	movq	%r8, 24(%rsp)
	movq	%r9, 32(%rsp)
	pushq	%rbp
	subq	$240, %rsp
	movaps	%xmm6, (%rsp)
	movaps	%xmm7, 16(%rsp)
	movaps	%xmm8, 32(%rsp)
	movaps	%xmm9, 48(%rsp)
	movaps	%xmm10, 64(%rsp)
	movaps	%xmm11, 80(%rsp)
	movaps	%xmm12, 96(%rsp)
	movaps	%xmm13, 112(%rsp)
	movaps	%xmm14, 128(%rsp)
	movaps	%xmm15, 144(%rsp)
	movq	%rdi, 160(%rsp)
	movq	%rsi, 168(%rsp)
	movq	%rbx, 176(%rsp)
	movq	%r12, 184(%rsp)
	movq	%r13, 192(%rsp)
	movq	%r14, 200(%rsp)
	movq	%r15, 208(%rsp)
	movl	%eax, %eax
	movq	%rax, 216(%rsp)
	movq	%rsp, %rdi
	cld
	callq	gate_call
	movaps	(%rsp), %xmm6
	movaps	16(%rsp), %xmm7
	movaps	32(%rsp), %xmm8
	movaps	48(%rsp), %xmm9
	movaps	64(%rsp), %xmm10
	movaps	80(%rsp), %xmm11
	movaps	96(%rsp), %xmm12
	movaps	112(%rsp), %xmm13
	movaps	128(%rsp), %xmm14
	movaps	144(%rsp), %xmm15
	movq	160(%rsp), %rdi
	movq	168(%rsp), %rsi
	addq	$240, %rsp
	popq	%rbp
	ret
	.size	gate_entry, .-gate_entry

	.section .note.GNU-stack,"",@progbits
