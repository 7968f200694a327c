/*
 * Structures of a driver that lies, as FwpmFilterAdd0 and its like are given them: they are copied,
 * the copy is checked, and what passes is compared with values as a classify would.
 *
 * The input is the driver's memory, nine bytes a word: what kind of word, and the word.  A pointer
 * leads into that memory, behind it or nowhere.  While a structure is copied a fault is the
 * driver's; from then on there must be none, and the copy ends where its last byte ends, so that a
 * sanitizer sees a read beyond it.
 */
#include "bfe/check.h"
#include "bfe/copy.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "wfp/layer.h"
#include "wfp/value.h"

#include <assert.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define WORDS 256    /* of the driver's memory, */
#define BYTES 0x1000 /* in a page with zeros behind them; two pages behind it are nothing */
#define RECORD 9
#define CONDITIONS 4
#define NOWHERE UINT64_C(0x8000000000000000) /* no address has this bit and not the next */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum word {
	WORD_NUMBER,
	WORD_SMALL, /* two numbers of a byte each: a type and a count, a size, … */
	WORD_INSIDE,
	WORD_BEHIND,
	WORD_KINDS,
};

static uint64_t *memory;
static sigjmp_buf way_out;
static volatile sig_atomic_t copying;
static void *volatile taken;
static size_t taken_bytes;

static void __attribute__((noreturn)) leave(void)
{
	siglongjmp(way_out, 1);
}

static void
fault(int signal_number)
{
	if (copying)
		leave();
	signal(signal_number, SIG_DFL);
}

static void
start(void)
{
	struct sigaction action = { .sa_handler = fault, .sa_flags = SA_NODEFER };

	memory = mmap(NULL, 3 * BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (!arena_start() || memory == MAP_FAILED
	    || mprotect((char *)memory + BYTES, 2 * BYTES, PROT_NONE) != 0)
		abort();
	journal_start();
	layer_start();
	life_leaves(leave);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
}

static void *
take(size_t bytes)
{
	taken_bytes = bytes;
	return taken = calloc(1, bytes);
}

static uint64_t
word_of(uint8_t kind, uint64_t word)
{
	switch (kind % WORD_KINDS) {
	case WORD_SMALL:
		return (word & 0xff) | (word >> 8 & 0xff) << 32;
	case WORD_INSIDE:
		return (uintptr_t)&memory[word % WORDS];
	case WORD_BEHIND:
		return (uintptr_t)memory + word % (2 * BYTES) / 8 * 8;
	default:
		if (word >> 32 != 0 && (word >> 47 == 0 || word >> 47 == 0x1ffff))
			word ^= NOWHERE;
		return word;
	}
}

static void
fill(const uint8_t *data, size_t size)
{
	memset(memory, 0, BYTES);
	for (size_t at = 0; at < WORDS && size >= RECORD; at++, data += RECORD, size -= RECORD) {
		uint64_t word;

		memcpy(&word, data + 1, sizeof(word));
		memory[at] = word_of(data[0], word);
	}
}

/* A filter whose conditions are all that is wrong with it. */
static void
tame(void)
{
	static const uint8_t types[] = { FWP_UINT64, FWP_DOUBLE, FWP_BYTE_ARRAY16_TYPE,
		FWP_BYTE_BLOB_TYPE, FWP_SID, FWP_SECURITY_DESCRIPTOR_TYPE,
		FWP_TOKEN_INFORMATION_TYPE, FWP_TOKEN_ACCESS_INFORMATION_TYPE,
		FWP_UNICODE_STRING_TYPE, FWP_BITMAP_ARRAY64_TYPE };
	static const uint8_t others[] = { FWP_UINT32, FWP_UINT8 };
	FWPM_FILTER0 *filter = (FWPM_FILTER0 *)memory;
	FWPM_FILTER_CONDITION0 *conditions = (FWPM_FILTER_CONDITION0 *)&memory[WORDS / 8];

	*filter = (FWPM_FILTER0){
		.displayData.name = (WCHAR *)&memory[WORDS],
		.numFilterConditions = CONDITIONS,
		.filterCondition = conditions,
		.action.type = FWP_ACTION_BLOCK,
	};
	for (int at = 0; at < CONDITIONS; at++) {
		FWP_CONDITION_VALUE0 *value = &conditions[at].conditionValue;
		uint32_t type = (uint32_t)value->type, kind = type >> 4 & 3;

		conditions[at].matchType %= FWP_MATCH_TYPE_MAX;
		value->type = kind == 0 ? others[type % 2]
		    : kind == 1         ? FWP_V4_ADDR_MASK + type % 3
					: types[type % sizeof(types)];
		if (kind != 0)
			value->uint64 = &memory[WORDS / 4 + value->uint32 % (WORDS / 2)];
	}
}

/* Each match with each value: itself, and an empty one. */
static void
compare(const FWP_CONDITION_VALUE0 *wanted)
{
	static const FWP_VALUE0 empty = { .type = FWP_EMPTY };

	for (unsigned match = 0; match < FWP_MATCH_TYPE_MAX; match++) {
		struct layer_field field = { .name = "a field", .address = true };

		for (unsigned type = FWP_UINT8; type <= FWP_BITMAP_ARRAY64_TYPE; type++) {
			field.type = (uint8_t)type;
			if (value_check(&field, (FWP_MATCH_TYPE)match, wanted) != STATUS_SUCCESS)
				continue;
			value_meets(&empty, (FWP_MATCH_TYPE)match, wanted);
			if (wanted->type == type)
				value_meets(value_single(wanted), (FWP_MATCH_TYPE)match, wanted);
			if (wanted->type == FWP_RANGE_TYPE)
				value_meets(
				    &wanted->rangeValue->valueHigh, (FWP_MATCH_TYPE)match, wanted);
		}
	}
}

static const FWP_VALUE0 *
token_in(const FWPM_FILTER0 *filter)
{
	for (UINT32 at = 0; at < filter->numFilterConditions; at++) {
		const FWP_CONDITION_VALUE0 *value = &filter->filterCondition[at].conditionValue;

		if (value->type == FWP_TOKEN_INFORMATION_TYPE)
			return value_single(value);
	}
	return NULL;
}

static void
use(const FWPM_FILTER0 *filter)
{
	const FWP_VALUE0 *token = token_in(filter);

	for (UINT32 at = 0; at < filter->numFilterConditions; at++) {
		const FWP_CONDITION_VALUE0 *wanted = &filter->filterCondition[at].conditionValue;

		compare(wanted);
		if (token != NULL && wanted->type == FWP_SECURITY_DESCRIPTOR_TYPE)
			value_meets(token, FWP_MATCH_EQUAL, wanted);
	}
}

static void
try(enum policy_kind kind)
{
	void *copy, *again;
	size_t bytes;

	copying = true;
	copy = copy_object_with(kind, memory, take);
	copying = false;
	bytes = taken_bytes;
	if (check_object(kind, copy) != STATUS_SUCCESS)
		return;
	again = copy_object_with(kind, copy, take);
	assert(taken_bytes == bytes && check_object(kind, again) == STATUS_SUCCESS);
	free(copy);
	if (kind == POLICY_FILTER)
		use(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool once;

	if (!once)
		start();
	once = true;
	if (size < 1)
		return 0;
	fill(data + 1, size - 1);
	if ((data[0] & 0x80) != 0)
		tame();
	finding_clear();
	journal_clear();
	taken = NULL;
	if (sigsetjmp(way_out, 1) == 0)
		try((data[0] & 0x80) != 0 ? POLICY_FILTER : data[0] % POLICY_LAYER);
	copying = false;
	free(taken);
	return 0;
}

#ifdef FUZZ_MAIN
#include <stdio.h>

/* Words that are more often pointers and small numbers than noise. */
int
main(int count, char **arguments)
{
	unsigned long lives = count > 1 ? strtoul(arguments[1], NULL, 0) : 1000000;
	uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 0) : 1;
	uint8_t input[1 + WORDS * RECORD];

	for (unsigned long life = 0; life < lives; life++) {
		for (size_t at = 0; at < sizeof(input); at++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
			input[at] = (uint8_t)(seed >> 56);
		}
		LLVMFuzzerTestOneInput(input, 1 + (life % WORDS) * RECORD);
	}
	printf("%lu structures\n", lives);
	return 0;
}
#endif
