#include "traffic/script_head.h"

#include <stdio.h>
#include <string.h>

#define MARK "-- target:"

static void
take_word(struct script_head *head, const char *from, const char *end)
{
	while (from < end && (*from == ' ' || *from == '\t'))
		from++;
	while (end > from && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	snprintf(head->target, sizeof head->target, "%.*s", (int)(end - from), from);
}

/* The first of them counts, as with any other word of a head. */
struct script_head
script_head(const char *text, size_t length)
{
	struct script_head head = { 0 };
	const char *end = text + length;

	for (int line = 1; end - text >= 2 && memcmp(text, "--", 2) == 0; line++) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline != NULL ? newline : end;

		if ((size_t)(line_end - text) >= strlen(MARK)
		    && memcmp(text, MARK, strlen(MARK)) == 0) {
			take_word(&head, text + strlen(MARK), line_end);
			head.line = line;
			return head;
		}
		text = newline != NULL ? newline + 1 : end;
	}
	return head;
}
