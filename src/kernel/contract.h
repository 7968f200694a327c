/*
 * Contracts: one row for each thing that a driver can call.
 *
 * The row is all that the gate knows: the name by which a driver imports it,
 * how many arguments to pass on, the highest IRQL at which Windows allows the
 * call, how the call is refused when the search wants it to fail, and whether
 * another thread may run in its place.  It is also all that is told about the
 * function: `drydock functions`, `drydock imports` and docs/LIMITS.md print it.
 * A family of entry points ends in a table of such rows; machine/boot.c lists
 * the tables by the module that exports them.
 *
 *	const struct contract wait_exports[] = {
 *		EXPORT(KeWaitForSingleObject, 5, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(wdm)),
 *		EXPORT(ExAllocatePoolWithTag, 3, DISPATCH_LEVEL, REFUSAL_NULL, 0, PAGE(wdm),
 *		    ENTERS(POOL)),
 *		EXPORT(IoCreateDevice, 7, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
 *		    FAILS("STATUS_OBJECT_NAME_COLLISION"), ENTERS(DEVICE)),
 *		EXPORT(RtlUpcaseUnicodeChar, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs),
 *		    APPROXIMATES("folds ASCII, Latin-1, Greek and Cyrillic only")),
 *		DATA_EXPORT(MmHighestUserAddress, &highest),
 *		EXPORTS_END,
 *	};
 *
 * Entry points are NTAPI functions with Windows' names.  Where a row and
 * the DDI page disagree the row is wrong.
 */
#ifndef KERNEL_CONTRACT_H
#define KERNEL_CONTRACT_H

#include "ledger/holding.h"
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
	SCHEDULES = 1, /* a scheduling point before the call */
	VARIADIC = 2,
	DATA = 4, /* `function` is the address of a variable in the arena */
	NO_RETURN = 8,
	NO_RESULT = 16,   /* what the register holds afterwards is nobody's */
	BYTE_RESULT = 32, /* so are all but its lowest eight bits */
	RAW = 64,         /* not by way of the gate: it has a calling convention of its own */
};

#define GATE_ARGUMENTS 16

struct contract {
	const char *name;
	void *function;
	uint8_t arguments; /* of the Windows prototype; GATE_ARGUMENTS if variadic */
	KIRQL highest_irql;
	uint8_t refusal;
	uint8_t flags;
	const char *page;         /* the DDI header whose page specifies it; NULL: no page does */
	const char *fails;        /* codes that it returns of its own accord, apart by blanks */
	const char *approximates; /* in what it falls short of Windows; NULL: in nothing known */
	const char *enters;       /* what the ledger gains by it, and what it loses */
	const char *strikes;
};

/* What may follow in a row. */
#define PAGE(header) .page = #header
#define FAILS(codes) .fails = codes
#define APPROXIMATES(text) .approximates = text
#define ENTERS(kind) .enters = ROW_HOLDING(kind)
#define STRIKES(kind) .strikes = ROW_HOLDING(kind)
#define ROW_HOLDING(kind) &#kind[0 * HOLDING_##kind] /* a kind that there is */

/*
 * Of functions with narrow parameters only the listed forms are recognised: () stands for any
 * parameters but those.
 */
#define RETURNS(type, name) \
	(__builtin_types_compatible_p(__typeof__(&name), type(NTAPI *)()) \
	    || __builtin_types_compatible_p(__typeof__(&name), type(NTAPI *)(UCHAR)))
#define RESULT_FLAG(name) (RETURNS(void, name) ? NO_RESULT : RETURNS(UCHAR, name) ? BYTE_RESULT : 0)

#define EXPORT_AS(exported, called, count, irql, refused, flagged, ...) \
	{ \
		.name = exported, .function = (void *)(uintptr_t)called, .arguments = count, \
		.highest_irql = irql, .refusal = refused, .flags = flagged, ##__VA_ARGS__ \
	}
#define EXPORT(name, arguments, irql, refusal, flags, ...) \
	EXPORT_AS(#name, name, arguments, irql, refusal, (flags) | RESULT_FLAG(name), ##__VA_ARGS__)
#define DATA_EXPORT(variable, address) \
	{ \
		.name = #variable, .function = address, .highest_irql = HIGH_LEVEL, .flags = DATA \
	}
#define EXPORTS_END \
	{ \
		.name = NULL \
	}

#endif
