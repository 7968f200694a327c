/*
 * CONTEXT, from what we know of a driver's registers and back; and going on with one.
 */
#ifndef EXCEPTION_CONTEXT_H
#define EXCEPTION_CONTEXT_H

#include "host/fault.h"
#include "image/unwind.h"
#include "kernel/gate.h"
#include "nt/exception.h"

/* What the caller of one of our functions will find when it returns; of the volatile registers only the
 * arguments are known. */
void registers_of_call(const struct gate_frame *call, struct unwind_registers *registers);
void registers_of_fault(const struct fault_registers *fault, struct unwind_registers *registers);
void registers_of_context(const CONTEXT *context, struct unwind_registers *registers);

/* The members that an unwind moves: rip, the general registers and xmm. */
void context_move(CONTEXT *context, const struct unwind_registers *registers);
/* All of it.  `fault` gives the flags; NULL: the ordinary ones. */
void context_make(CONTEXT *context, const struct unwind_registers *registers,
    const struct fault_registers *fault);

/* Leave the running frames, ours and the driver's, and go on as the context says. */
void context_resume(const CONTEXT *context) __attribute__((noreturn));
void context_load(const CONTEXT *context) __attribute__((noreturn)); /* in resume.S */

#endif
