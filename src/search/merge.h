/*
 * What many lives say together: each finding once, with the first life that shows it.
 *
 * Two lives show the same finding if they broke the same rule at the same place.  A
 * life that leaves something behind is merged in the same way: kind and place.
 * Beyond the limits below only the number of what was dropped is known.
 */
#ifndef SEARCH_MERGE_H
#define SEARCH_MERGE_H

#include "machine/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MERGE_FINDINGS 256
#define MERGE_LEFT 256
#define MERGE_REASONS 8

struct merged_finding {
	struct finding finding;
	struct life_plan first;
	uint64_t lives;
};

struct merged_left {
	struct left left;
	struct life_plan first;
	uint64_t lives;
};

struct merged_reason {
	char text[FINDING_TEXT];
	struct life_plan first;
	uint64_t lives;
};

struct merge {
	size_t finding_count, left_count, reason_count;
	uint64_t dropped; /* findings, leftovers and reasons beyond the limits */
	struct packet_counts packets;
	bool unloadable; /* a life in which nothing was refused could not load the driver: */
	NTSTATUS unloadable_status;
	struct merged_finding findings[MERGE_FINDINGS];
	struct merged_left left[MERGE_LEFT];
	struct merged_reason reasons[MERGE_REASONS];
};

/* True: the life said something that no life before it did. */
bool merge_life(struct merge *merge, const struct verdict *verdict);

bool merge_knows(const struct merge *merge, enum rule rule, uintptr_t where);

#endif
