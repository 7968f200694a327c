/*
 * Intel's manual, volume 2: of the instructions that a kernel driver can run, these load MXCSR, all
 * of them from memory (mod is not 3):
 *
 *	0F AE /1	FXRSTOR		C5 xx AE /2	VLDMXCSR
 *	0F AE /2	LDMXCSR		C4 xx xx AE /2	VLDMXCSR
 *	0F AE /5	XRSTOR		0F C7 /3	XRSTORS
 *
 * Prefixes stand before the 0F.
 */
#include "image/control.h"

static bool
has_operand(uint8_t modrm, unsigned form)
{
	return modrm >> 6 != 3 && (modrm >> 3 & 7) == form;
}

/* The opcode at `at`, behind what escape? */
static bool
loads(const uint8_t *code, size_t at)
{
	uint8_t modrm = code[at + 1];

	if (code[at - 1] == 0x0f && code[at] == 0xc7)
		return has_operand(modrm, 3);
	if (code[at] != 0xae)
		return false;
	if (code[at - 1] == 0x0f
	    && (has_operand(modrm, 1) || has_operand(modrm, 2) || has_operand(modrm, 5)))
		return true;
	return has_operand(modrm, 2)
	    && ((at >= 2 && code[at - 2] == 0xc5) || (at >= 3 && code[at - 3] == 0xc4));
}

bool
control_changes(const uint8_t *code, size_t bytes)
{
	for (size_t at = 1; at + 1 < bytes; at++) {
		if (loads(code, at))
			return true;
	}
	return false;
}
