#include "machine/verdict.h"

#include "executive/pool.h"
#include "kernel/gate.h"
#include "ledger/journal.h"
#include "machine/image.h"
#include "machine/unload.h"
#include "sched/choice.h"
#include "sched/thread.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
verdict_name(enum verdict_kind kind)
{
	switch (kind) {
	case VERDICT_PASS:
		return "pass";
	case VERDICT_FINDINGS:
		return "findings";
	case VERDICT_INCONCLUSIVE:
		return "inconclusive";
	case VERDICT_UNLOADABLE:
		return "unloadable";
	}
	return "?";
}

void
verdict_place(uintptr_t address, char *text, size_t size)
{
	const struct image *image = image_of(address);

	if (address == 0)
		snprintf(text, size, "-");
	else if (image == NULL)
		snprintf(text, size, "0x%lx", (unsigned long)address);
	else
		symbol_format(image->file->symbols, address - image->base, text, size);
}

/* Addresses in a text that lie in an image are put by name: floors below know no symbols. */
static void
name_addresses(char text[FINDING_TEXT])
{
	char named[FINDING_TEXT + 128];
	size_t used = 0;

	for (const char *at = text; *at != '\0' && used < FINDING_TEXT - 1;) {
		char *end = NULL;
		uint64_t address = strncmp(at, "0x", 2) == 0 ? strtoull(at, &end, 16) : 0;

		if (address == 0 || image_of(address) == NULL) {
			named[used++] = *at++;
			continue;
		}
		verdict_place(address, named + used, 128);
		used += strlen(named + used);
		at = end;
	}
	named[used < FINDING_TEXT - 1 ? used : FINDING_TEXT - 1] = '\0';
	memcpy(text, named, strlen(named) + 1);
}

static enum verdict_kind
judge(const struct verdict *verdict)
{
	if (verdict->finding_count > 0)
		return VERDICT_FINDINGS;
	if (life_end() != LIFE_GOES_ON)
		return VERDICT_INCONCLUSIVE;
	if (verdict->entered && !NT_SUCCESS(verdict->load_status)
	    && verdict->plan.refused_call == REFUSE_NONE)
		return VERDICT_UNLOADABLE;
	return VERDICT_PASS;
}

void
life_verdict(struct verdict *verdict)
{
	if (!life_over())
		pool_check_all();
	verdict->left_count = 0;
	life_facts(verdict);
	snprintf(verdict->reason, sizeof verdict->reason, "%s", life_reason());
	verdict->finding_count = finding_count();
	for (size_t i = 0; i < verdict->finding_count; i++) {
		verdict->findings[i] = *finding_get(i);
		name_addresses(verdict->findings[i].text);
	}
	verdict->packets = path_counts();
	verdict->calls = gate_calls();
	verdict->refusable = choice_refusable();
	verdict->journal_hash = 0; /* whoever wants it asks journal_hash */
	verdict->journal_events = journal_length();
	verdict->plan = *life_plan();
	verdict->kind = judge(verdict);
}
