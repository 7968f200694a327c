#include "search/merge.h"

#include <stdio.h>
#include <string.h>

static struct merged_finding *
finding_of(struct merge *merge, const struct finding *finding)
{
	for (size_t i = 0; i < merge->finding_count; i++) {
		struct merged_finding *known = &merge->findings[i];

		if (known->finding.rule == finding->rule
		    && known->finding.at.where == finding->at.where)
			return known;
	}
	return NULL;
}

bool
merge_knows(const struct merge *merge, enum rule rule, uintptr_t where)
{
	const struct finding like = { .rule = rule, .at = { .where = where } };

	return finding_of((struct merge *)merge, &like) != NULL;
}

static bool
merge_finding(struct merge *merge, const struct finding *finding, const struct life_plan *plan)
{
	struct merged_finding *known = finding_of(merge, finding);

	if (known != NULL) {
		known->lives++;
		return false;
	}
	if (merge->finding_count == MERGE_FINDINGS) {
		merge->dropped++;
		return false;
	}
	merge->findings[merge->finding_count++] = (struct merged_finding){ *finding, *plan, 1 };
	return true;
}

static bool
merge_left(struct merge *merge, const struct left *left, const struct life_plan *plan)
{
	for (size_t i = 0; i < merge->left_count; i++) {
		struct merged_left *known = &merge->left[i];

		if (known->left.kind == left->kind
		    && known->left.since.where == left->since.where) {
			known->lives++;
			return false;
		}
	}
	if (merge->left_count == MERGE_LEFT) {
		merge->dropped++;
		return false;
	}
	merge->left[merge->left_count++] = (struct merged_left){ *left, *plan, 1 };
	return true;
}

static bool
merge_reason(struct merge *merge, const char *text, const struct life_plan *plan)
{
	struct merged_reason *made;

	for (size_t i = 0; i < merge->reason_count; i++) {
		if (strcmp(merge->reasons[i].text, text) == 0) {
			merge->reasons[i].lives++;
			return false;
		}
	}
	if (merge->reason_count == MERGE_REASONS) {
		merge->dropped++;
		return false;
	}
	made = &merge->reasons[merge->reason_count++];
	*made = (struct merged_reason){ .first = *plan, .lives = 1 };
	snprintf(made->text, sizeof made->text, "%s", text);
	return true;
}

static void
merge_packets(struct packet_counts *sum, const struct packet_counts *more)
{
	sum->permitted += more->permitted;
	sum->blocked += more->blocked;
	sum->absorbed += more->absorbed;
	sum->malformed += more->malformed;
	sum->closed += more->closed;
	sum->injected += more->injected;
	sum->completed += more->completed;
}

bool
merge_life(struct merge *merge, const struct verdict *verdict)
{
	bool new = false;

	merge_packets(&merge->packets, &verdict->packets);
	for (size_t i = 0; i < verdict->finding_count; i++)
		new |= merge_finding(merge, &verdict->findings[i], &verdict->plan);
	for (size_t i = 0; i < verdict->left_count; i++)
		new |= merge_left(merge, &verdict->left[i], &verdict->plan);
	if (verdict->reason[0] != '\0')
		new |= merge_reason(merge, verdict->reason, &verdict->plan);
	if (verdict->kind == VERDICT_UNLOADABLE && !merge->unloadable) {
		new = merge->unloadable = true;
		merge->unloadable_status = verdict->load_status;
	}
	return new;
}
