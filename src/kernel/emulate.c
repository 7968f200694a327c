/*
 * A load from KUSER_SHARED_DATA can be any instruction with a memory operand.
 * So none is emulated: the base register is moved to our page, the
 * instruction is stepped over with the trap flag, and the register is moved
 * back, unless the instruction itself wrote it.  Only the forms without a
 * base register (mov al/eax/rax, moffs64) are done by hand.
 */
#include "kernel/emulate.h"

#include "kernel/processor.h"
#include "nt/ke.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include <Zydis/Zydis.h>
#include <string.h>

#define TRAP_FLAG 0x100
#define CYCLES_IN_100NS 300

static struct {
	int base; /* gpr number, or -1: no step is under way */
	uint64_t before;
	uint64_t moved;
} step = { .base = -1 };

struct decoded {
	ZydisDecodedInstruction instruction;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
};

static bool
decode(uint64_t rip, struct decoded *decoded)
{
	static ZydisDecoder decoder;
	static bool ready;

	if (!ready)
		ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	ready = true;
	return ZYAN_SUCCESS(ZydisDecoderDecodeFull(
	    &decoder, (const void *)rip, 15, &decoded->instruction, decoded->operands));
}

static int
gpr_of(ZydisRegister reg)
{
	ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, reg);

	if (whole < ZYDIS_REGISTER_RAX || whole > ZYDIS_REGISTER_R15)
		return -1;
	return whole - ZYDIS_REGISTER_RAX;
}

/* A general protection fault of an ordinary instruction is about the address that it uses. */
static bool
uses_memory(const struct decoded *at)
{
	if (at->instruction.attributes & ZYDIS_ATTRIB_IS_PRIVILEGED)
		return false;
	for (unsigned i = 0; i < at->instruction.operand_count; i++) {
		if (at->operands[i].type == ZYDIS_OPERAND_TYPE_MEMORY)
			return true;
	}
	return false;
}

/* Windows: constant, and much faster than any other clock.  Here: the virtual clock, at 3 GHz. */
static bool
read_counter(struct fault_registers *registers, ZydisMnemonic mnemonic)
{
	uint64_t cycles = clock_now_100ns() * CYCLES_IN_100NS;

	if (mnemonic != ZYDIS_MNEMONIC_RDTSC && mnemonic != ZYDIS_MNEMONIC_RDTSCP)
		return false;
	clock_tick();
	registers->gpr[0] = (uint32_t)cycles;
	registers->gpr[2] = cycles >> 32;
	if (mnemonic == ZYDIS_MNEMONIC_RDTSCP)
		registers->gpr[1] = processor_now();
	return true;
}

bool
emulate_privileged(struct fault *fault, char *name, size_t size)
{
	struct fault_registers *registers = fault->registers;
	struct decoded at;
	int general;

	if (!decode(registers->rip, &at) || uses_memory(&at))
		return false;
	strncpy(name, ZydisMnemonicGetString(at.instruction.mnemonic), size - 1);
	if (read_counter(registers, at.instruction.mnemonic)) {
		registers->rip += at.instruction.length;
		return true;
	}
	if (at.instruction.mnemonic != ZYDIS_MNEMONIC_MOV)
		return false;
	if (at.operands[1].reg.value == ZYDIS_REGISTER_CR8) {
		general = gpr_of(at.operands[0].reg.value);
		registers->gpr[general] = irql_now();
	} else if (at.operands[0].reg.value == ZYDIS_REGISTER_CR8) {
		general = gpr_of(at.operands[1].reg.value);
		irql_set((KIRQL)registers->gpr[general]);
	} else {
		return false;
	}
	registers->rip += at.instruction.length;
	return true;
}

/* mov al/ax/eax/rax, [moffs64]: the address is in the instruction. */
static bool
load_absolute(struct fault_registers *registers, const struct decoded *at, uint64_t shift)
{
	const ZydisDecodedOperand *to = &at->operands[0], *from = &at->operands[1];
	uint64_t address = (uint64_t)from->mem.disp.value - shift;
	uint64_t value = 0;

	if (at->instruction.mnemonic != ZYDIS_MNEMONIC_MOV
	    || to->type != ZYDIS_OPERAND_TYPE_REGISTER || from->type != ZYDIS_OPERAND_TYPE_MEMORY
	    || !from->mem.disp.has_displacement)
		return false;
	memcpy(&value, (const void *)address, from->size / 8);
	if (from->size >= 32)
		registers->gpr[0] = value;
	else
		memcpy(&registers->gpr[0], &value, from->size / 8);
	registers->rip += at->instruction.length;
	return true;
}

bool
emulate_shared_data(struct fault *fault)
{
	struct fault_registers *registers = fault->registers;
	uint64_t shift = KI_USER_SHARED_DATA - shared_data_page();
	struct decoded at;
	int base = -1;

	if (fault->address - KI_USER_SHARED_DATA >= NT_USER_SHARED_DATA_BYTES || fault->write
	    || !decode(registers->rip, &at))
		return false;
	for (int i = 0; i < at.instruction.operand_count; i++) {
		if (at.operands[i].type == ZYDIS_OPERAND_TYPE_MEMORY)
			base = gpr_of(at.operands[i].mem.base);
	}
	if (base < 0)
		return load_absolute(registers, &at, shift);
	step.base = base;
	step.before = registers->gpr[base];
	step.moved = step.before - shift;
	registers->gpr[base] = step.moved;
	registers->flags |= TRAP_FLAG;
	return true;
}

bool
emulate_step(struct fault *fault)
{
	struct fault_registers *registers = fault->registers;

	if (step.base < 0)
		return false;
	if (registers->gpr[step.base] == step.moved)
		registers->gpr[step.base] = step.before;
	step.base = -1;
	registers->flags &= ~(uint64_t)TRAP_FLAG;
	return true;
}
