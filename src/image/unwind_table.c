/*
 * Reading the exception directory. A search ends because each look halves what is left, a chain
 * because UNWIND_CHAIN_MAX says so.
 */
#include "image/unwind_table.h"

bool
unwind_table_read(const struct unwind_table *table, uint64_t rva, void *out, size_t size)
{
	return size <= table->image->size && rva <= table->image->size - size
	    && table->read(table->context, table->image->base + rva, out, size);
}

static bool
function_read(const struct unwind_table *table, uint64_t rva, struct unwind_function *function)
{
	RUNTIME_FUNCTION raw;

	if (!unwind_table_read(table, rva, &raw, sizeof(raw)))
		return false;
	*function = (struct unwind_function){ .entry = (uint32_t)rva,
		.begin = raw.BeginAddress,
		.end = raw.EndAddress,
		.info = raw.UnwindData };
	return true;
}

/* Windows: bit 0 of UnwindData makes it the rva of another entry.  [ntimage.h] */
static enum unwind_found
function_resolve(const struct unwind_table *table, struct unwind_function *function)
{
	if ((function->info & 1) != 0 && !function_read(table, function->info - 1, function))
		return UNWIND_FOUND_UNREADABLE;
	return (function->info & 1) == 0 ? UNWIND_FOUND_ENTRY : UNWIND_FOUND_UNREADABLE;
}

enum unwind_found
unwind_function_find(
    const struct unwind_table *table, uint32_t rva, struct unwind_function *function)
{
	size_t low = 0, high = table->image->functions_size / sizeof(RUNTIME_FUNCTION);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint64_t entry = table->image->functions + middle * sizeof(RUNTIME_FUNCTION);

		if (!function_read(table, entry, function))
			return UNWIND_FOUND_UNREADABLE;
		if (rva < function->begin)
			high = middle;
		else if (rva >= function->end)
			low = middle + 1;
		else
			return function_resolve(table, function);
	}
	return UNWIND_FOUND_LEAF;
}

bool
unwind_info_read(const struct unwind_table *table, uint32_t rva, struct unwind_info *info)
{
	UNWIND_INFO raw;

	if (!unwind_table_read(table, rva, &raw, sizeof(raw)))
		return false;
	info->version = raw.Version;
	info->flags = raw.Flags;
	info->prologue_size = raw.SizeOfProlog;
	info->count = raw.CountOfCodes;
	info->frame_register = raw.FrameRegister;
	info->frame_offset = raw.FrameOffset * 16u;
	info->behind = rva + (uint32_t)sizeof(raw) + (info->count + 1) / 2 * 4;
	if (info->version != 1 && info->version != 2)
		return false;
	return info->count == 0
	    || unwind_table_read(
		table, (uint64_t)rva + sizeof(raw), info->codes, info->count * sizeof(UNWIND_CODE));
}

unsigned
unwind_code_slots(const struct unwind_info *info, const uint8_t *code)
{
	switch ((enum nt_unwind_op)(code[1] & 15)) {
	case UWOP_PUSH_NONVOL:
	case UWOP_ALLOC_SMALL:
	case UWOP_SET_FPREG:
	case UWOP_PUSH_MACHFRAME:
		return 1;
	case UWOP_SAVE_NONVOL:
	case UWOP_SAVE_XMM128:
		return 2;
	case UWOP_SAVE_NONVOL_FAR:
	case UWOP_SAVE_XMM128_FAR:
		return 3;
	case UWOP_ALLOC_LARGE:
		return code[1] >> 4 == 0 ? 2 : 3;
	case UWOP_EPILOG:
		return info->version == 2 ? 1 : 0;
	case UWOP_SPARE_CODE:
	case UWOP_SET_FPREG_LARGE:
		return 0;
	}
	return 0;
}

bool
unwind_chain_up(
    const struct unwind_table *table, struct unwind_function *function, struct unwind_info *info)
{
	return (info->flags & UNW_FLAG_CHAININFO) != 0
	    && function_read(table, info->behind, function)
	    && unwind_info_read(table, function->info, info);
}

uint32_t
unwind_chain_head(const struct unwind_table *table, struct unwind_function part)
{
	struct unwind_info info;

	if (!unwind_info_read(table, part.info, &info))
		return part.begin;
	for (int depth = 0; depth < UNWIND_CHAIN_MAX; depth++) {
		if (!unwind_chain_up(table, &part, &info))
			break;
	}
	return part.begin;
}
