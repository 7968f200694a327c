/*
 * Any bytes, taken through everything that happens to a driver file before it runs: parse, map,
 * bind, name, unwind from each function; and through the search for the framework's slots.
 */
#include <stdlib.h>
#include <string.h>

#include "image/bytes.h"
#include "image/map.h"
#include "image/symbol.h"
#include "image/unwind.h"
#include "machine/slots.h"

#define FUZZ_BASE 0xfffff80012340000ull

enum {
	FUZZ_IMAGE_LIMIT = 4 << 20,
	FUZZ_FUNCTIONS = 256,
	FUZZ_FRAMES = 64,
	STACK_SIZE = 4096,
};

#define STACK_BASE 0xffffd00000000000ull

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct memory {
	const uint8_t *image;
	uint32_t size;
	uint8_t stack[STACK_SIZE];
};

static bool
fuzz_read(void *context, uint64_t address, void *out, size_t n)
{
	const struct memory *memory = context;

	if (address - FUZZ_BASE < memory->size && n <= memory->size - (address - FUZZ_BASE)) {
		memcpy(out, memory->image + (address - FUZZ_BASE), n);
		return true;
	}
	if (address - STACK_BASE >= STACK_SIZE || n > STACK_SIZE - (address - STACK_BASE))
		return false;
	memcpy(out, memory->stack + (address - STACK_BASE), n);
	return true;
}

static bool
fuzz_resolve(void *context, const char *dll, const char *name, unsigned ordinal, uint64_t *address)
{
	(void)context;
	*address = strlen(dll) + (name == NULL ? ordinal : strlen(name));
	return true;
}

/* The stack is filled with addresses in the image, so that walks go on. */
static void
fuzz_unwind(const struct pe *pe, struct memory *memory, uint64_t rip)
{
	struct unwind_image image = { .base = FUZZ_BASE,
		.size = pe->size_of_image,
		.functions = pe->directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION].rva,
		.functions_size = pe->directories[IMAGE_DIRECTORY_ENTRY_EXCEPTION].size };
	struct unwind_registers registers = { .rip = rip };

	for (size_t i = 0; i < 16; i++)
		registers.gpr[i] = STACK_BASE + STACK_SIZE / 2;
	registers.gpr[UNWIND_RSP] = STACK_BASE;
	for (size_t i = 0; i < STACK_SIZE; i += 8) {
		uint64_t address = rip + i * 7;

		memcpy(memory->stack + i, &address, sizeof(address));
	}
	for (int frames = 0; frames < FUZZ_FRAMES; frames++) {
		if (!unwind_step(&image, fuzz_read, memory, &registers))
			return;
	}
}

static void
fuzz_functions(const struct pe *pe, const uint8_t *bytes, const uint8_t *image)
{
	struct symbols *symbols = symbols_make(pe, bytes, "foo");
	struct memory memory = { .image = image, .size = pe->size_of_image };
	size_t count;
	const uint8_t *functions = pe_functions(pe, bytes, &count);
	char text[64];

	symbol_format(symbols, pe->entry, text, sizeof(text));
	fuzz_unwind(pe, &memory, FUZZ_BASE + pe->entry);
	for (size_t i = 0; functions != NULL && i < count && i < FUZZ_FUNCTIONS; i++) {
		uint32_t begin = bytes_u32(functions + i * 12);
		uint32_t end = bytes_u32(functions + i * 12 + 4);

		symbol_format(symbols, begin + 1ull, text, sizeof(text));
		fuzz_unwind(pe, &memory, FUZZ_BASE + begin);
		fuzz_unwind(pe, &memory, FUZZ_BASE + begin + 5);
		fuzz_unwind(pe, &memory, FUZZ_BASE + begin + (end - begin) / 2);
		fuzz_unwind(pe, &memory, FUZZ_BASE + end - 1);
	}
	symbols_free(symbols);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct pe_error error;
	struct pe_debug debug;
	struct slots slots;
	struct pe pe;
	uint8_t *image;

	if (!pe_parse(bytes, length, &pe, &error)) {
		if (error.text[0] == '\0' || strchr(error.text, '\n') != NULL)
			abort();
		return 0;
	}
	pe_debug(&pe, bytes, &debug);
	pe_checksum(&pe, bytes);
	slots_find(&pe, bytes, &slots);
	if (pe.size_of_image > FUZZ_IMAGE_LIMIT)
		return 0;
	image = calloc(1, pe.size_of_image);
	if (map_image(&pe, bytes, image, FUZZ_BASE, 1, &error))
		map_bind(&pe, bytes, image, fuzz_resolve, NULL, &error);
	fuzz_functions(&pe, bytes, image);
	free(image);
	return 0;
}
