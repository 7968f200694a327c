/*
 * Virtual unwinding on x64.
 *
 * A function without a table entry is a leaf: it moved neither rsp nor a register that its caller
 * owns, and [rsp] is its return address. Any other has an UNWIND_INFO that lists, last one first,
 * what its prologue did. Where rip stands decides how the frame is undone:
 *
 *	epilogue	the instructions that are left are carried out: add rsp or lea rsp, pops,
 *			and a ret, or a jmp to another function
 *	prologue	the codes whose instruction has been executed are undone
 *	body		all codes are undone
 *
 * and a chained UNWIND_INFO is undone completely after that.  [learn:exception-handling-x64]
 *
 * UNWIND_INFO version 2 adds UWOP_EPILOG codes, which say where the epilogues are. An epilogue is
 * recognised by its instructions in either version, so they are only stepped over.
 */
#include "image/unwind.h"

#include <string.h>

#include "image/bytes.h"
#include "image/unwind_table.h"

enum {
	POPS_MAX = 16, /* ours: there are no more registers */
};

struct step {
	struct unwind_table table;
	struct unwind_registers now;
	uint64_t frame_base; /* what saved registers are counted from */
	bool returned;       /* a machine frame has given rip and rsp */
};

static bool
read_stack(const struct step *step, uint64_t address, uint64_t *value)
{
	return step->table.read(step->table.context, address, value, sizeof(*value));
}

static bool
pop(struct step *step, uint64_t *value)
{
	if (!read_stack(step, step->now.gpr[UNWIND_RSP], value))
		return false;
	step->now.gpr[UNWIND_RSP] += 8;
	return true;
}

/* What follows a code: 16 bits counted in units, or 32 bits counted in bytes. */
static uint64_t
operand(const uint8_t *code, unsigned slots, unsigned unit)
{
	return slots == 2 ? (uint64_t)bytes_u16(code + 2) * unit : bytes_u32(code + 2);
}

static bool
restore_xmm(struct step *step, unsigned number, uint64_t address)
{
	return step->table.read(
	    step->table.context, address, step->now.xmm[number], sizeof(step->now.xmm[number]));
}

/* Windows: an interrupt leaves rip, cs, eflags, rsp and ss, above an error code if info is 1. */
static bool
machine_frame(struct step *step, unsigned has_error_code)
{
	uint64_t frame = step->now.gpr[UNWIND_RSP] + (has_error_code != 0 ? 8 : 0);

	step->returned = true;
	return read_stack(step, frame, &step->now.rip)
	    && read_stack(step, frame + 24, &step->now.gpr[UNWIND_RSP]);
}

static bool
code_undo(struct step *step, const struct unwind_info *info, const uint8_t *code, unsigned slots)
{
	unsigned argument = code[1] >> 4;
	uint64_t *rsp = &step->now.gpr[UNWIND_RSP];

	switch ((enum nt_unwind_op)(code[1] & 15)) {
	case UWOP_PUSH_NONVOL:
		return pop(step, &step->now.gpr[argument]);
	case UWOP_ALLOC_LARGE:
		*rsp += operand(code, slots, 8);
		return true;
	case UWOP_ALLOC_SMALL:
		*rsp += argument * 8 + 8;
		return true;
	case UWOP_SET_FPREG:
		*rsp = step->now.gpr[info->frame_register] - info->frame_offset;
		return true;
	case UWOP_SAVE_NONVOL:
	case UWOP_SAVE_NONVOL_FAR:
		return read_stack(
		    step, step->frame_base + operand(code, slots, 8), &step->now.gpr[argument]);
	case UWOP_SAVE_XMM128:
	case UWOP_SAVE_XMM128_FAR:
		return restore_xmm(step, argument, step->frame_base + operand(code, slots, 16));
	case UWOP_PUSH_MACHFRAME:
		return machine_frame(step, argument);
	case UWOP_EPILOG:
		return true;
	case UWOP_SPARE_CODE:
	case UWOP_SET_FPREG_LARGE:
		return false;
	}
	return false;
}

/*
 * Windows: once the frame register is set, saved registers are counted from where it points, less
 *   its offset, because rsp may have moved since (alloca).
 *   [learn:exception-handling-x64]
 */
static void
find_frame_base(struct step *step, const struct unwind_info *info, uint32_t executed)
{
	step->frame_base = step->now.gpr[UNWIND_RSP];
	if (info->frame_register == 0)
		return;
	for (unsigned i = 0, slots; i < info->count; i += slots) {
		const uint8_t *code = info->codes + i * 2;

		slots = unwind_code_slots(info, code);
		if (slots == 0)
			return;
		if ((code[1] & 15) == UWOP_SET_FPREG && code[0] > executed)
			return;
	}
	step->frame_base = step->now.gpr[info->frame_register] - info->frame_offset;
}

/* Undoes the codes whose instruction lies within the first `executed` bytes of the function. */
static bool
codes_undo(struct step *step, const struct unwind_info *info, uint32_t executed)
{
	find_frame_base(step, info, executed);
	for (unsigned i = 0, slots; i < info->count; i += slots) {
		const uint8_t *code = info->codes + i * 2;

		slots = unwind_code_slots(info, code);
		if (slots == 0 || i + slots > info->count)
			return false;
		if (code[0] <= executed && !code_undo(step, info, code, slots))
			return false;
	}
	return true;
}

/* Undoes what the parts did that this one is chained to; ends at the head of the chain. */
static bool
chain_undo(struct step *step, struct unwind_function *function, struct unwind_info *info)
{
	for (int depth = 0; depth < UNWIND_CHAIN_MAX; depth++) {
		if ((info->flags & UNW_FLAG_CHAININFO) == 0)
			return true;
		if (!unwind_chain_up(&step->table, function, info)
		    || !codes_undo(step, info, UINT32_MAX))
			return false;
	}
	return false;
}

static bool
read_code(const struct step *step, uint64_t address, uint8_t *out, size_t size)
{
	return address >= step->table.image->base
	    && unwind_table_read(&step->table, address - step->table.image->base, out, size);
}

/* add rsp, n or lea rsp, [frame + n]: carries it out and gives its length; 0: it is neither. */
static unsigned
release_frame(struct step *step, const struct unwind_info *info, uint64_t at)
{
	uint8_t code[7];
	uint64_t from = step->now.gpr[UNWIND_RSP];
	bool is_long;

	if (!read_code(step, at, code, 4) || (code[0] & 0xfe) != 0x48)
		return 0;
	if (code[0] == 0x48 && code[2] == 0xc4 && (code[1] == 0x83 || code[1] == 0x81)) {
		is_long = code[1] == 0x81;
	} else if (code[1] == 0x8d && ((code[2] & 0xf8) == 0x60 || (code[2] & 0xf8) == 0xa0)) {
		unsigned base = (code[0] & 1u) << 3 | (code[2] & 7u);

		if (info->frame_register == 0 || base != info->frame_register)
			return 0;
		from = step->now.gpr[base];
		is_long = (code[2] & 0xf8) == 0xa0;
	} else {
		return 0;
	}
	if (is_long && !read_code(step, at, code, 7))
		return 0;
	step->now.gpr[UNWIND_RSP] =
	    from + (uint64_t)(is_long ? (int32_t)bytes_u32(code + 3) : (int8_t)code[3]);
	return is_long ? 7 : 4;
}

/* pop: carries it out and gives its length; 0: it is none. */
static unsigned
release_register(struct step *step, uint64_t at)
{
	uint8_t code[2];
	unsigned length = 1, number = 0;

	if (!read_code(step, at, code, 1))
		return 0;
	if ((code[0] & 0xfe) == 0x40) {
		number = (code[0] & 1u) << 3;
		length = 2;
		if (!read_code(step, at, code, 2))
			return 0;
	}
	if ((code[length - 1] & 0xf8) != 0x58)
		return 0;
	return pop(step, &step->now.gpr[number | (code[length - 1] & 7u)]) ? length : 0;
}

/* The frame was there before the first instruction: a part that is jumped to, and no function. */
static bool
starts_with_frame(const struct step *step, uint32_t rva)
{
	struct unwind_info info;

	if (!unwind_info_read(&step->table, rva, &info) || info.prologue_size > 0)
		return false;
	for (unsigned i = 0; i < info.count; i++) {
		if ((info.codes[i * 2 + 1] & 15) != UWOP_EPILOG)
			return true;
	}
	return false;
}

/*
 * A jump leaves the function unless its target is a part of it: within it, chained to it, or a part
 * that gcc moved away (foo.cold), which is entered with its frame already made.
 */
static bool
jump_leaves(const struct step *step, const struct unwind_function *function,
    const struct unwind_info *info, uint64_t target)
{
	struct unwind_function other;

	if (target == function->begin)
		return (info->flags & UNW_FLAG_CHAININFO) == 0;
	if (target >= function->begin && target < function->end)
		return false;
	if (target >= step->table.image->size
	    || unwind_function_find(&step->table, (uint32_t)target, &other) != UNWIND_FOUND_ENTRY)
		return true;
	return !starts_with_frame(step, other.info)
	    && unwind_chain_head(&step->table, other) != unwind_chain_head(&step->table, *function);
}

/* ret, or a jmp that can only be a tail call: FF 25, and FF /4 behind a REX.W as a marker. */
static bool
is_return(const struct step *step, const struct unwind_function *function,
    const struct unwind_info *info, uint64_t at)
{
	uint64_t rva = at - step->table.image->base;
	uint8_t code[5];

	if (!read_code(step, at, code, 1))
		return false;
	if (code[0] == 0xc3 || code[0] == 0xc2)
		return true;
	if (!read_code(step, at, code, 2))
		return false;
	if (code[0] == 0xf3)
		return code[1] == 0xc3;
	if (code[0] == 0xff)
		return code[1] == 0x25;
	if (code[0] == 0xeb)
		return jump_leaves(step, function, info, rva + 2 + (uint64_t)(int8_t)code[1]);
	if ((code[0] & 0xf8) == 0x48 && code[1] == 0xff)
		return read_code(step, at, code, 3) && (code[2] & 0x38) == 0x20;
	if (code[0] != 0xe9 || !read_code(step, at, code, 5))
		return false;
	return jump_leaves(step, function, info, rva + 5 + (uint64_t)(int32_t)bytes_u32(code + 1));
}

/* Carries out what is left of an epilogue. False: rip stands in none, and nothing has changed. */
static bool
epilogue_finish(
    struct step *step, const struct unwind_function *function, const struct unwind_info *info)
{
	struct step trial = *step;
	uint64_t at = trial.now.rip + release_frame(&trial, info, trial.now.rip);

	for (int pops = 0; pops < POPS_MAX; pops++) {
		unsigned length = release_register(&trial, at);

		if (length == 0)
			break;
		at += length;
	}
	if (!is_return(&trial, function, info, at))
		return false;
	*step = trial;
	return true;
}

static void
tell_handler(const struct step *step, const struct unwind_info *info, struct unwind_frame *frame)
{
	uint8_t handler[4];

	if ((info->flags & (UNW_FLAG_EHANDLER | UNW_FLAG_UHANDLER)) == 0
	    || !unwind_table_read(&step->table, info->behind, handler, sizeof(handler)))
		return;
	frame->handler = bytes_u32(handler);
	frame->handler_data = info->behind + 4;
	frame->handles_exceptions = (info->flags & UNW_FLAG_EHANDLER) != 0;
	frame->handles_unwinding = (info->flags & UNW_FLAG_UHANDLER) != 0;
}

/* Undoes the frame of a function that has an entry, up to its return address. */
static bool
function_undo(struct step *step, struct unwind_function function, struct unwind_frame *frame)
{
	uint32_t offset = (uint32_t)(step->now.rip - step->table.image->base) - function.begin;
	bool in_prologue, in_epilogue;
	struct unwind_info info;

	if (!unwind_info_read(&step->table, function.info, &info))
		return false;
	in_prologue = offset < info.prologue_size;
	find_frame_base(step, &info, in_prologue ? offset : UINT32_MAX);
	frame->establisher = step->frame_base;
	in_epilogue = epilogue_finish(step, &function, &info);
	if (!in_epilogue) {
		if (!codes_undo(step, &info, in_prologue ? offset : UINT32_MAX)
		    || !chain_undo(step, &function, &info))
			return false;
		if (!in_prologue)
			tell_handler(step, &info, frame);
	}
	frame->entry = function.entry;
	frame->begin = function.begin;
	frame->end = function.end;
	return true;
}

bool
unwind_step_frame(const struct unwind_image *image, unwind_read *read, void *context,
    struct unwind_registers *registers, struct unwind_frame *frame)
{
	struct step step = { .now = *registers,
		.table = { .image = image, .read = read, .context = context } };
	uint64_t rva = registers->rip - image->base;
	enum unwind_found found = UNWIND_FOUND_LEAF;
	struct unwind_function function;

	*frame = (struct unwind_frame){ .establisher = registers->gpr[UNWIND_RSP] };
	if (rva < image->size)
		found = unwind_function_find(&step.table, (uint32_t)rva, &function);
	if (found == UNWIND_FOUND_UNREADABLE)
		return false;
	if (found == UNWIND_FOUND_ENTRY && !function_undo(&step, function, frame))
		return false;
	if (!step.returned && !pop(&step, &step.now.rip))
		return false;
	if (step.now.gpr[UNWIND_RSP] <= registers->gpr[UNWIND_RSP])
		return false;
	*registers = step.now;
	return true;
}

bool
unwind_step(const struct unwind_image *image, unwind_read *read, void *context,
    struct unwind_registers *registers)
{
	struct unwind_frame frame;

	return unwind_step_frame(image, read, context, registers, &frame);
}
