/* The driver stops the machine itself. */
#include "kernel/exports.h"

#include "ledger/finding.h"

#include <stdio.h>

static void NTAPI
KeBugCheckEx(ULONG BugCheckCode, ULONG_PTR BugCheckParameter1, ULONG_PTR BugCheckParameter2,
    ULONG_PTR BugCheckParameter3, ULONG_PTR BugCheckParameter4)
{
	char code[32];

	snprintf(code, sizeof code, "0x%X", BugCheckCode);
	driver_crashes(RULE_X9, moment_now().where, code,
	    "KeBugCheckEx(0x%X, 0x%lX, 0x%lX, 0x%lX, 0x%lX)", BugCheckCode,
	    (unsigned long)BugCheckParameter1, (unsigned long)BugCheckParameter2,
	    (unsigned long)BugCheckParameter3, (unsigned long)BugCheckParameter4);
}

static void NTAPI
KeBugCheck(ULONG BugCheckCode)
{
	KeBugCheckEx(BugCheckCode, 0, 0, 0, 0);
}

const struct contract bugcheck_exports[] = {
	EXPORT(KeBugCheckEx, 5, HIGH_LEVEL, REFUSAL_NONE, NO_RETURN, PAGE(wdm)),
	EXPORT(KeBugCheck, 1, HIGH_LEVEL, REFUSAL_NONE, NO_RETURN, PAGE(ntddk)),
	EXPORTS_END,
};
