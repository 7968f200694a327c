/*
 * The verdict: what a life says of the driver.
 */
#ifndef MACHINE_VERDICT_H
#define MACHINE_VERDICT_H

#include "ledger/finding.h"
#include "machine/life.h"
#include "net/path.h"

#define LEFT_LIMIT 64

enum verdict_kind {
	VERDICT_PASS,
	VERDICT_FINDINGS,
	VERDICT_INCONCLUSIVE,
	VERDICT_UNLOADABLE, /* the driver can't be loaded at all */
};

/* What is still held, grouped by kind and by who took it. */
struct left {
	enum holding_kind kind;
	size_t count;
	size_t bytes;
	struct moment since; /* of the first */
	uint32_t tag;
};

struct verdict {
	enum verdict_kind kind;
	char reason[FINDING_TEXT]; /* of an inconclusive one */
	bool entered;
	NTSTATUS load_status;
	bool stopped;
	struct stop stop;
	size_t left_count;
	struct left left[LEFT_LIMIT];
	size_t finding_count;
	struct finding findings[FINDING_LIMIT];
	struct packet_counts packets;
	uint64_t calls;
	uint64_t refusable; /* calls that could have been refused */
	uint64_t journal_hash;
	size_t journal_events;
	struct life_plan plan;
};

/* Ends the life.  What is left becomes findings, unless the driver was never asked to unload. */
void life_verdict(struct verdict *verdict);

const char *verdict_name(enum verdict_kind kind); /* "pass", "findings", … */

/* "WinDivert64!fn_1184+0x2a", for an address in any image of this life; else the number. */
void verdict_place(uintptr_t address, char *text, size_t size);

#endif
