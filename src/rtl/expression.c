/*
 * File names: patterns, and the first name of a path.
 *
 * A pattern is matched as the set of places in it that the name read so far can have led to, so
 * that no pattern costs more than its length times that of the name.
 */
#include "executive/string.h"
#include "nt/status.h"
#include "rtl/exports.h"

#include <string.h>

/* Wildcards beside * and ?.  [ddi:FsRtlIsNameInExpression] */
#define DOS_STAR '<'
#define DOS_QM '>'
#define DOS_DOT '"'

#define PLACES (0xffff / sizeof(WCHAR) + 1)

NTAPI BOOLEAN FsRtlIsNameInExpression(
    PCUNICODE_STRING Expression, PCUNICODE_STRING Name, BOOLEAN IgnoreCase, PCWSTR UpcaseTable);
NTAPI BOOLEAN FsRtlDoesNameContainWildCards(PCUNICODE_STRING Name);
NTAPI void FsRtlDissectName(
    UNICODE_STRING Path, UNICODE_STRING *FirstName, UNICODE_STRING *RemainingName);
NTAPI BOOLEAN FsRtlIsNtstatusExpected(NTSTATUS Exception);

struct places {
	uint8_t bits[PLACES / 8 + 1];
};

static bool
place_has(const struct places *places, size_t at)
{
	return places->bits[at / 8] >> at % 8 & 1;
}

static void
place_add(struct places *places, size_t at)
{
	places->bits[at / 8] |= (uint8_t)(1u << at % 8);
}

/* What stands in the name at a place. */
struct letter {
	WCHAR letter;
	bool end;      /* nothing: the name is over */
	bool last_dot; /* no other follows */
};

/* May the pattern's letter match nothing here? */
static bool
matches_nothing(WCHAR pattern, struct letter name)
{
	switch (pattern) {
	case '*':
	case DOS_STAR:
		return true;
	case DOS_QM:
		return name.end || name.letter == '.';
	case DOS_DOT:
		return name.end;
	}
	return false;
}

/* Where does a name's letter lead from a place?  Stay: a star takes it and goes on. */
enum step { STEP_NOWHERE, STEP_STAY, STEP_ON };

static enum step
step_from(WCHAR pattern, struct letter name)
{
	switch (pattern) {
	case '*':
		return STEP_STAY;
	case DOS_STAR:
		return name.last_dot ? STEP_NOWHERE : STEP_STAY;
	case '?':
		return STEP_ON;
	case DOS_QM:
		return name.letter == '.' ? STEP_NOWHERE : STEP_ON;
	case DOS_DOT:
		return name.letter == '.' ? STEP_ON : STEP_NOWHERE;
	}
	return pattern == name.letter ? STEP_ON : STEP_NOWHERE;
}

static void
skip(struct places *places, PCUNICODE_STRING pattern, struct letter name)
{
	for (size_t at = 0; at < pattern->Length / sizeof(WCHAR); at++) {
		if (place_has(places, at) && matches_nothing(pattern->Buffer[at], name))
			place_add(places, at + 1);
	}
}

static struct letter
letter_at(PCUNICODE_STRING name, size_t at, bool ignore_case, PCWSTR table)
{
	size_t count = name->Length / sizeof(WCHAR);
	WCHAR letter = name->Buffer[at];
	bool last_dot = letter == '.';

	for (size_t after = at + 1; last_dot && after < count; after++)
		last_dot = name->Buffer[after] != '.';
	if (ignore_case)
		letter = table != NULL ? table[letter] : string_upcase(letter);
	return (struct letter){ letter, false, last_dot };
}

/* Windows: the empty pattern matches the empty name alone, and so does no other.
 * [ddi:FsRtlIsNameInExpression, Remarks] */
BOOLEAN NTAPI
FsRtlIsNameInExpression(
    PCUNICODE_STRING Expression, PCUNICODE_STRING Name, BOOLEAN IgnoreCase, PCWSTR UpcaseTable)
{
	size_t length = Expression->Length / sizeof(WCHAR);
	size_t count = Name->Length / sizeof(WCHAR);
	struct places now, next;

	if (length == 0 || count == 0)
		return length == count;
	memset(now.bits, 0, length / 8 + 1);
	place_add(&now, 0);
	for (size_t at = 0; at < count; at++) {
		struct letter letter = letter_at(Name, at, IgnoreCase, UpcaseTable);

		skip(&now, Expression, letter);
		memset(next.bits, 0, length / 8 + 1);
		for (size_t place = 0; place < length; place++) {
			enum step step;

			if (!place_has(&now, place))
				continue;
			step = step_from(Expression->Buffer[place], letter);
			if (step != STEP_NOWHERE)
				place_add(&next, place + (step == STEP_ON));
		}
		memcpy(now.bits, next.bits, length / 8 + 1);
	}
	skip(&now, Expression, (struct letter){ .end = true });
	return place_has(&now, length);
}

BOOLEAN NTAPI
FsRtlDoesNameContainWildCards(PCUNICODE_STRING Name)
{
	for (size_t at = 0; at < Name->Length / sizeof(WCHAR); at++) {
		switch (Name->Buffer[at]) {
		case '*':
		case '?':
		case DOS_STAR:
		case DOS_QM:
		case DOS_DOT:
			return TRUE;
		}
	}
	return FALSE;
}

/* Windows: both results point into the path.  [ddi:FsRtlDissectName] */
void NTAPI
FsRtlDissectName(UNICODE_STRING Path, UNICODE_STRING *FirstName, UNICODE_STRING *RemainingName)
{
	size_t count = Path.Length / sizeof(WCHAR);
	size_t from, to;

	*FirstName = *RemainingName = (UNICODE_STRING){ .Length = 0 };
	if (count == 0)
		return;
	from = Path.Buffer[0] == '\\';
	for (to = from; to < count && Path.Buffer[to] != '\\'; to++)
		continue;
	FirstName->Buffer = Path.Buffer + from;
	FirstName->Length = FirstName->MaximumLength = (USHORT)((to - from) * sizeof(WCHAR));
	if (to >= count)
		return;
	to++;
	RemainingName->Buffer = Path.Buffer + to;
	RemainingName->Length = RemainingName->MaximumLength =
	    (USHORT)((count - to) * sizeof(WCHAR));
}

/* Windows: what an instruction did wrong is not expected, anything else is.  [ddi:FsRtlIsNtstatusExpected] */
BOOLEAN NTAPI
FsRtlIsNtstatusExpected(NTSTATUS Exception)
{
	return Exception != STATUS_DATATYPE_MISALIGNMENT && Exception != STATUS_ACCESS_VIOLATION
	    && Exception != STATUS_ILLEGAL_INSTRUCTION
	    && Exception != STATUS_INSTRUCTION_MISALIGNMENT;
}

const struct contract expression_exports[] = {
	EXPORT(FsRtlIsNameInExpression, 4, PASSIVE_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(ntifs),
	    APPROXIMATES("never runs out of memory, which would raise STATUS_NO_MEMORY")),
	EXPORT_AS("RtlIsNameInExpression", FsRtlIsNameInExpression, 4, PASSIVE_LEVEL, REFUSAL_NONE,
	    BYTE_RESULT),
	EXPORT(FsRtlDoesNameContainWildCards, 1, PASSIVE_LEVEL, REFUSAL_NONE, BYTE_RESULT,
	    PAGE(ntifs)),
	/* The path is larger than eight bytes, so that its address is passed.  [MS x64 ABI] */
	EXPORT(FsRtlDissectName, 3, PASSIVE_LEVEL, REFUSAL_NONE, NO_RESULT, PAGE(ntifs)),
	EXPORT(FsRtlIsNtstatusExpected, 1, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(ntifs)),
	EXPORTS_END,
};
