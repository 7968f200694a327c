/*
 * Contracts: one row for each thing that a driver can call.
 *
 * The row is all that the gate knows: the name by which a driver imports it,
 * how many arguments to pass on, the highest IRQL at which Windows allows the
 * call, how the call is refused when the search wants it to fail, and whether
 * another thread may run in its place.  A family of entry points ends in a
 * table of such rows; machine/boot.c lists the tables.
 *
 *	const struct contract wait_exports[] = {
 *		EXPORT(KeWaitForSingleObject, 5, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES),
 *		EXPORT(ExAllocatePoolWithTag, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0),
 *		EXPORT(IoCreateDevice, 7, APC_LEVEL, REFUSAL_STATUS, SCHEDULES),
 *		DATA_EXPORT(MmHighestUserAddress, &highest),
 *		EXPORTS_END,
 *	};
 *
 * Entry points are NTAPI functions with Windows' names.  Where a row and
 * the DDI page disagree the row is wrong.
 */
#ifndef KERNEL_CONTRACT_H
#define KERNEL_CONTRACT_H

#include "nt/status.h"
#include "nt/types.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum refusal {
	REFUSAL_NONE,   /* cannot fail, or fails only for the reasons its function returns */
	REFUSAL_NULL,   /* returns NULL */
	REFUSAL_STATUS, /* returns STATUS_INSUFFICIENT_RESOURCES and touches no argument */
	REFUSAL_INSIDE, /* the function itself asks choice_refuses() */
};

enum contract_flag {
	SCHEDULES = 1,    /* a scheduling point before the call */
	APPROXIMATED = 2, /* docs/LIMITS.md says in what */
	VARIADIC = 4,
	DATA = 8, /* `function` is the address of a variable in the arena */
	NO_RETURN = 16,
	NO_RESULT = 32,   /* what the register holds afterwards is nobody's */
	BYTE_RESULT = 64, /* so are all but its lowest eight bits */
};

#define GATE_ARGUMENTS 16

struct contract {
	const char *name;
	void *function;
	uint8_t arguments; /* of the Windows prototype; GATE_ARGUMENTS if variadic */
	KIRQL highest_irql;
	uint8_t refusal;
	uint8_t flags;
};

/*
 * Of functions with narrow parameters only the listed forms are recognised: () stands for any
 * parameters but those.
 */
#define RETURNS(type, name) \
	(__builtin_types_compatible_p(__typeof__(&name), type(NTAPI *)()) \
	    || __builtin_types_compatible_p(__typeof__(&name), type(NTAPI *)(UCHAR)))
#define RESULT_FLAG(name) (RETURNS(void, name) ? NO_RESULT : RETURNS(UCHAR, name) ? BYTE_RESULT : 0)

#define EXPORT(name, arguments, irql, refusal, flags) \
	{ \
#name, (void *)(uintptr_t)name, arguments, irql, refusal, \
		    (flags) | RESULT_FLAG(name) \
	}
#define DATA_EXPORT(name, address) \
	{ \
#name, address, 0, HIGH_LEVEL, REFUSAL_NONE, DATA \
	}
#define EXPORTS_END \
	{ \
		NULL, NULL, 0, 0, 0, 0 \
	}

#endif
