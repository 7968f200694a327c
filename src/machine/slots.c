/*
 * WDF_BIND_INFO, which the entry stub hands to WdfVersionBind, is initialised
 * data: it names the component, the version, the number of slots and the
 * table (hosting, KMDF binding).  Code reaches a slot in one of two ways:
 *
 *	mov rax, [table + 8 * slot]		the driver has a copy
 *	mov rax, [pointer]; mov rax, [rax + 8 * slot]	it has a pointer to the table
 *
 * The sections that execute are decoded in a line.  A register that was loaded from
 * the pointer is followed until something else writes it; so is one that holds
 * the pointer's address, which gcc reads from a constant of its own.  Where a jump
 * goes forward its registers wait at the target.  Jumps backward bring nothing new,
 * in what compilers make.
 * Code that hides a slot better than compilers do is not understood: such
 * a slot is not listed, and names itself when it is called.
 */
#include "machine/slots.h"

#include "image/bytes.h"

#include <Zydis/Zydis.h>
#include <string.h>

#define BIND_INFO_SIZE 0x30
#define ARRIVALS 1024
#define POINTED_COUNT 444 /* drivers that know this many have a pointer, others a copy  [hosting] */

/* A bit for each register that holds the table's address, or that of the pointer to it. */
struct followed {
	uint32_t tables, places;
};

struct scan {
	const struct pe *pe;
	const uint8_t *bytes;
	struct slots *slots;
	uint32_t table; /* rva of the copy, or of the pointer */
	struct followed now;
	struct arrival {
		uint32_t rva;
		struct followed registers;
	} arrivals[ARRIVALS]; /* by the target's last bits; a collision forgets the older */
	ZydisDecoder decoder;
	ZydisDecodedInstruction instruction;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
};

static bool
names_library(const struct scan *scan, uint64_t address)
{
	static const uint16_t library[] = u"KmdfLibrary";
	const uint8_t *at;

	if (address < scan->pe->image_base || address - scan->pe->image_base > UINT32_MAX)
		return false;
	at = pe_at(
	    scan->pe, scan->bytes, (uint32_t)(address - scan->pe->image_base), sizeof library);
	return at != NULL && memcmp(at, library, sizeof library) == 0;
}

static bool
take_bind_info(struct scan *scan, const uint8_t *info)
{
	uint64_t table = bytes_u64(info + 0x20);

	if (bytes_u32(info) < BIND_INFO_SIZE || bytes_u32(info) > 4 * BIND_INFO_SIZE
	    || !names_library(scan, bytes_u64(info + 8)) || table < scan->pe->image_base)
		return false;
	scan->slots->major = bytes_u32(info + 0x10);
	scan->slots->minor = bytes_u32(info + 0x14);
	scan->slots->count = bytes_u32(info + 0x1c);
	scan->table = (uint32_t)(table - scan->pe->image_base);
	return scan->slots->count <= SLOTS_LIMIT;
}

static bool
find_bind_info(struct scan *scan)
{
	for (unsigned i = 0; i < scan->pe->section_count; i++) {
		const struct pe_section *section = &scan->pe->sections[i];

		for (uint32_t at = 0; at + BIND_INFO_SIZE <= section->raw_size; at += 8) {
			if (take_bind_info(scan, scan->bytes + section->raw_offset + at))
				return true;
		}
	}
	return false;
}

static uint32_t
register_bit(ZydisRegister reg)
{
	ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, reg);

	if (whole < ZYDIS_REGISTER_RAX || whole > ZYDIS_REGISTER_R15)
		return 0;
	return 1u << (whole - ZYDIS_REGISTER_RAX);
}

static void
use(struct scan *scan, uint64_t offset)
{
	if (offset % 8 == 0 && offset / 8 < scan->slots->count)
		scan->slots->used[offset / 8] = true;
}

/* Does the image have the pointer's address at rva? */
static bool
is_reference(const struct scan *scan, uint64_t rva)
{
	const uint8_t *at =
	    rva <= UINT32_MAX ? pe_at(scan->pe, scan->bytes, (uint32_t)rva, 8) : NULL;

	return at != NULL && bytes_u64(at) == scan->pe->image_base + scan->table;
}

enum value { VALUE_OTHER, VALUE_TABLE, VALUE_PLACE };

/* What the instruction reads through a register. */
static enum value
read_through(struct scan *scan, const ZydisDecodedOperandMem *memory)
{
	uint32_t base = register_bit(memory->base);

	if (scan->now.tables & base)
		use(scan, (uint64_t)memory->disp.value);
	return scan->now.places & base && memory->disp.value == 0 ? VALUE_TABLE : VALUE_OTHER;
}

/* What it reads, or takes the address of, in the image. */
static enum value
read_at(struct scan *scan, uint64_t rva)
{
	bool pointed = scan->slots->count >= POINTED_COUNT;

	if (scan->instruction.mnemonic == ZYDIS_MNEMONIC_LEA)
		return rva == scan->table ? VALUE_PLACE : VALUE_OTHER;
	if (!pointed && rva >= scan->table)
		use(scan, rva - scan->table);
	if (is_reference(scan, rva))
		return pointed ? VALUE_PLACE : VALUE_TABLE;
	return pointed && rva == scan->table ? VALUE_TABLE : VALUE_OTHER;
}

static enum value
value_read(struct scan *scan, uint32_t rva)
{
	enum value value = VALUE_OTHER;

	for (unsigned i = 0; i < scan->instruction.operand_count_visible; i++) {
		const ZydisDecodedOperandMem *memory = &scan->operands[i].mem;

		if (scan->operands[i].type != ZYDIS_OPERAND_TYPE_MEMORY || memory->index != 0)
			continue;
		if (memory->base == ZYDIS_REGISTER_RIP)
			value = read_at(
			    scan, rva + scan->instruction.length + (uint64_t)memory->disp.value);
		else
			value = read_through(scan, memory);
	}
	return value;
}

static uint32_t
registers_written(const struct scan *scan)
{
	uint32_t written = 0;
	for (unsigned i = 0; i < scan->instruction.operand_count; i++) {
		const ZydisDecodedOperand *operand = &scan->operands[i];

		if (operand->type == ZYDIS_OPERAND_TYPE_REGISTER
		    && operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE)
			written |= register_bit(operand->reg.value);
	}
	return written;
}

/* What a call leaves in these is not the table's address.  [learn:x64-calling-convention] */
static uint32_t
volatile_registers(void)
{
	return register_bit(ZYDIS_REGISTER_RAX) | register_bit(ZYDIS_REGISTER_RCX)
	    | register_bit(ZYDIS_REGISTER_RDX) | register_bit(ZYDIS_REGISTER_R8)
	    | register_bit(ZYDIS_REGISTER_R9) | register_bit(ZYDIS_REGISTER_R10)
	    | register_bit(ZYDIS_REGISTER_R11);
}

static void
forget(struct scan *scan, uint32_t registers)
{
	scan->now.tables &= ~registers;
	scan->now.places &= ~registers;
}

/* Jumps from rva to where its operand says. */
static void
leave_at_target(struct scan *scan, uint32_t rva)
{
	const ZydisDecodedOperand *operand = &scan->operands[0];
	uint32_t target;
	struct arrival *arrival;

	if (operand->type != ZYDIS_OPERAND_TYPE_IMMEDIATE || !operand->imm.is_relative)
		return;
	target = rva + scan->instruction.length + (uint32_t)operand->imm.value.s;
	arrival = &scan->arrivals[target % ARRIVALS];
	if (arrival->rva != target)
		*arrival = (struct arrival){ .rva = target };
	arrival->registers.tables |= scan->now.tables;
	arrival->registers.places |= scan->now.places;
}

static void
arrive(struct scan *scan, uint32_t rva)
{
	const struct arrival *arrival = &scan->arrivals[rva % ARRIVALS];

	if (arrival->rva != rva)
		return;
	scan->now.tables |= arrival->registers.tables;
	scan->now.places |= arrival->registers.places;
}

static void
take_instruction(struct scan *scan, uint32_t rva)
{
	enum value value = value_read(scan, rva);
	uint32_t to = scan->operands[0].type == ZYDIS_OPERAND_TYPE_REGISTER
	    ? register_bit(scan->operands[0].reg.value)
	    : 0;

	switch (scan->instruction.meta.category) {
	case ZYDIS_CATEGORY_CALL:
		forget(scan, volatile_registers());
		return;
	case ZYDIS_CATEGORY_COND_BR:
		leave_at_target(scan, rva);
		return;
	case ZYDIS_CATEGORY_UNCOND_BR:
		leave_at_target(scan, rva);
		scan->now = (struct followed){ 0 };
		return;
	case ZYDIS_CATEGORY_RET:
	case ZYDIS_CATEGORY_INTERRUPT:
		scan->now = (struct followed){ 0 };
		return;
	default: /* of a long list of Zydis' */
		break;
	}
	forget(scan, registers_written(scan));
	if (value == VALUE_TABLE)
		scan->now.tables |= to;
	if (value == VALUE_PLACE)
		scan->now.places |= to;
}

static void
scan_section(struct scan *scan, const struct pe_section *section)
{
	const uint8_t *code = scan->bytes + section->raw_offset;

	scan->now = (struct followed){ 0 };
	for (uint32_t at = 0; at < section->raw_size;) {
		arrive(scan, section->rva + at);
		if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&scan->decoder, code + at,
			section->raw_size - at, &scan->instruction, scan->operands))) {
			at++;
			continue;
		}
		take_instruction(scan, section->rva + at);
		at += scan->instruction.length;
	}
}

bool
slots_find(const struct pe *pe, const uint8_t *bytes, struct slots *slots)
{
	struct scan scan = { .pe = pe, .bytes = bytes, .slots = slots };

	*slots = (struct slots){ 0 };
	if (!find_bind_info(&scan))
		return false;
	ZydisDecoderInit(&scan.decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	for (unsigned i = 0; i < pe->section_count; i++) {
		if (pe->sections[i].flags & IMAGE_SCN_MEM_EXECUTE)
			scan_section(&scan, &pe->sections[i]);
	}
	return true;
}
