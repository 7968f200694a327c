/*
 * Windows: "O:owner G:group D:flags(aces) S:flags(aces)", in that order when written; an entry is
 *   "(type;flags;rights;object;inherited object;sid)".  Where rights or a SID have a short word it is
 *   written: the word of the whole mask, else the words of its bits, else a number.
 *   [win32:security-descriptor-string-format, ace-strings, sid-strings]
 * Here: no entries for objects, no conditions, no SIDs of a domain.
 */
#include "security/sddl.h"

#include "security/acl.h"
#include "security/descriptor.h"
#include "security/sid.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_ACCESS_CONTROL "NO_ACCESS_CONTROL"

struct word {
	const char *word;
	uint32_t value;
};

/* clang-format off */
static const struct word types[] = {
	{ "A", 0 }, { "D", 1 }, { "AU", 2 }, { "AL", 3 }, { "ML", 0x11 }, { "SP", 0x13 },
};
static const struct word ace_flags[] = {
	{ "OI", 0x01 }, { "CI", 0x02 }, { "NP", 0x04 }, { "IO", 0x08 }, { "ID", 0x10 },
	{ "SA", 0x40 }, { "FA", 0x80 },
};
static const struct word whole_rights[] = {
	{ "FA", 0x1F01FF }, { "FR", 0x120089 }, { "FW", 0x120116 }, { "FX", 0x1200A0 },
	{ "KA", 0xF003F }, { "KR", 0x20019 }, { "KW", 0x20006 },
};
static const struct word rights[] = {
	{ "GA", 0x10000000 }, { "GX", 0x20000000 }, { "GW", 0x40000000 }, { "GR", 0x80000000 },
	{ "CC", 0x1 }, { "DC", 0x2 }, { "LC", 0x4 }, { "SW", 0x8 }, { "RP", 0x10 }, { "WP", 0x20 },
	{ "DT", 0x40 }, { "LO", 0x80 }, { "CR", 0x100 }, { "SD", 0x10000 }, { "RC", 0x20000 },
	{ "WD", 0x40000 }, { "WO", 0x80000 },
};
/* Of a mandatory label. */
static const struct word label_rights[] = { { "NW", 0x1 }, { "NR", 0x2 }, { "NX", 0x4 } };
static const struct word dacl_flags[] = { { "P", 0x1000 }, { "AR", 0x100 }, { "AI", 0x400 } };
static const struct word sacl_flags[] = { { "P", 0x2000 }, { "AR", 0x200 }, { "AI", 0x800 } };

static const struct {
	const char *word, *sid;
} sids[] = {
	{ "WD", "S-1-1-0" }, { "CO", "S-1-3-0" }, { "CG", "S-1-3-1" }, { "OW", "S-1-3-4" },
	{ "NU", "S-1-5-2" }, { "IU", "S-1-5-4" }, { "SU", "S-1-5-6" }, { "AN", "S-1-5-7" },
	{ "ED", "S-1-5-9" }, { "PS", "S-1-5-10" }, { "AU", "S-1-5-11" }, { "RC", "S-1-5-12" },
	{ "SY", "S-1-5-18" }, { "LS", "S-1-5-19" }, { "NS", "S-1-5-20" }, { "WR", "S-1-5-33" },
	{ "BA", "S-1-5-32-544" }, { "BU", "S-1-5-32-545" }, { "BG", "S-1-5-32-546" },
	{ "PU", "S-1-5-32-547" }, { "AO", "S-1-5-32-548" }, { "SO", "S-1-5-32-549" },
	{ "PO", "S-1-5-32-550" }, { "BO", "S-1-5-32-551" }, { "RE", "S-1-5-32-552" },
	{ "RU", "S-1-5-32-554" }, { "RD", "S-1-5-32-555" }, { "NO", "S-1-5-32-556" },
	{ "MU", "S-1-5-32-558" }, { "LU", "S-1-5-32-559" }, { "IS", "S-1-5-32-568" },
	{ "CY", "S-1-5-32-569" }, { "ER", "S-1-5-32-573" }, { "CD", "S-1-5-32-574" },
	{ "RA", "S-1-5-32-575" }, { "ES", "S-1-5-32-576" }, { "MS", "S-1-5-32-577" },
	{ "HA", "S-1-5-32-578" }, { "AA", "S-1-5-32-579" }, { "RM", "S-1-5-32-580" },
	{ "AC", "S-1-15-2-1" }, { "LW", "S-1-16-4096" }, { "ME", "S-1-16-8192" },
	{ "MP", "S-1-16-8448" }, { "HI", "S-1-16-12288" }, { "SI", "S-1-16-16384" },
	{ "AS", "S-1-18-1" }, { "SS", "S-1-18-2" }, { "UD", "S-1-5-84-0-0-0-0-0" },
};
/* clang-format on */

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Reading: `at` goes on; NULL once it failed, at `failed`. */
struct reader {
	const char *at;
	const char *failed;
	UCHAR *room;
	size_t used;
	SECURITY_DESCRIPTOR_RELATIVE head;
};

static bool
fails(struct reader *reader)
{
	if (reader->failed == NULL)
		reader->failed = reader->at;
	return false;
}

static void
skip_blanks(struct reader *reader)
{
	while (*reader->at == ' ')
		reader->at++;
}

static bool
take_word(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(reader->at, word, length) != 0)
		return false;
	reader->at += length;
	return true;
}

static bool
take_char(struct reader *reader, char wanted)
{
	skip_blanks(reader);
	if (*reader->at != wanted)
		return fails(reader);
	reader->at++;
	return true;
}

/* Words one behind the other, until something else comes. */
static uint32_t
take_words(struct reader *reader, const struct word *words, size_t count)
{
	uint32_t value = 0;
	size_t i = 0;

	while (i < count) {
		if (take_word(reader, words[i].word)) {
			value |= words[i].value;
			i = 0;
		} else {
			i++;
		}
	}
	return value;
}

static bool
take_rights(struct reader *reader, UCHAR type, uint32_t *mask)
{
	const char *end;

	*mask = 0;
	if (*reader->at >= '0' && *reader->at <= '9') {
		*mask = (uint32_t)strtoul(reader->at, (char **)&end, 0);
		reader->at = end;
		return true;
	}
	if (type == SYSTEM_MANDATORY_LABEL_ACE_TYPE)
		*mask = take_words(reader, label_rights, COUNT(label_rights));
	while (isupper((unsigned char)*reader->at)) {
		uint32_t more = take_words(reader, whole_rights, COUNT(whole_rights))
		    | take_words(reader, rights, COUNT(rights));

		if (more == 0)
			return fails(reader);
		*mask |= more;
	}
	return true;
}

static bool
take_sid(struct reader *reader)
{
	size_t length = strspn(reader->at, "S-0123456789xABCDEFabcdef");
	char text[200] = "";
	struct sid sid;

	for (size_t i = 0; i < COUNT(sids) && reader->at[0] != '\0'; i++) {
		if (strncmp(reader->at, sids[i].word, 2) == 0 && reader->at[2] != '-')
			snprintf(text, sizeof(text), "%s", sids[i].sid);
	}
	if (text[0] != '\0') {
		length = 2;
	} else {
		if (length >= sizeof(text))
			return fails(reader);
		memcpy(text, reader->at, length);
		/* the next part's letter: "O:S-1-5-18D:…" */
		if (length > 0 && reader->at[length] == ':')
			length--;
		text[length] = '\0';
	}
	if (!sid_parse(text, &sid))
		return fails(reader);
	reader->at += length;
	memcpy(reader->room + reader->used, &sid, sid_bytes(&sid.sid));
	reader->used += sid_bytes(&sid.sid);
	return true;
}

/* "(A;;CCRC;;;SY)", behind the parenthesis */
static bool
take_ace(struct reader *reader, ACL *acl)
{
	ACCESS_ALLOWED_ACE *ace = (ACCESS_ALLOWED_ACE *)(reader->room + reader->used);
	size_t start = reader->used, type = 0;
	uint32_t mask;

	while (type < COUNT(types)
	    && (strncmp(reader->at, types[type].word, strlen(types[type].word)) != 0
		|| reader->at[strlen(types[type].word)] != ';'))
		type++;
	if (type == COUNT(types))
		return fails(reader);
	reader->at += strlen(types[type].word) + 1;
	ace->Header.AceType = (UCHAR)types[type].value;
	ace->Header.AceFlags = (UCHAR)take_words(reader, ace_flags, COUNT(ace_flags));
	if (!take_char(reader, ';') || !take_rights(reader, ace->Header.AceType, &mask)
	    || !take_char(reader, ';') || !take_char(reader, ';') || !take_char(reader, ';'))
		return false;
	ace->Mask = mask;
	reader->used += offsetof(ACCESS_ALLOWED_ACE, SidStart);
	if (!take_sid(reader) || !take_char(reader, ')'))
		return false;
	if (reader->used - ((UCHAR *)acl - reader->room) > UINT16_MAX)
		return fails(reader);
	ace->Header.AceSize = (USHORT)(reader->used - start);
	acl->AceCount++;
	return true;
}

static bool
take_acl(struct reader *reader, const struct word *flags, USHORT present, ULONG *offset)
{
	ACL *acl = (ACL *)(reader->room + reader->used);
	size_t start = reader->used;

	reader->head.Control |= present;
	reader->head.Control |= (USHORT)take_words(reader, flags, COUNT(dacl_flags));
	if (take_word(reader, NO_ACCESS_CONTROL))
		return true;
	*offset = (ULONG)start;
	*acl = (ACL){ .AclRevision = ACL_REVISION };
	reader->used += sizeof(*acl);
	for (skip_blanks(reader); *reader->at == '('; skip_blanks(reader)) {
		reader->at++;
		if (!take_ace(reader, acl))
			return false;
	}
	acl->AclSize = (USHORT)(reader->used - start);
	return true;
}

static bool
take_part(struct reader *reader)
{
	SECURITY_DESCRIPTOR_RELATIVE *head = &reader->head;
	ULONG here = (ULONG)reader->used;

	if (head->Owner == 0 && take_word(reader, "O:")) {
		head->Owner = here;
		return take_sid(reader);
	}
	if (head->Group == 0 && take_word(reader, "G:")) {
		head->Group = here;
		return take_sid(reader);
	}
	if ((head->Control & SE_DACL_PRESENT) == 0 && take_word(reader, "D:"))
		return take_acl(reader, dacl_flags, SE_DACL_PRESENT, &head->Dacl);
	if ((head->Control & SE_SACL_PRESENT) == 0 && take_word(reader, "S:"))
		return take_acl(reader, sacl_flags, SE_SACL_PRESENT, &head->Sacl);
	return fails(reader);
}

/* The shortest entry, "(A;;;;;WD)", stands for 20 bytes; a SID of two letters for up to 32. */
size_t
sddl_room(const char *text)
{
	return sizeof(SECURITY_DESCRIPTOR_RELATIVE) + 2 * sizeof(ACL) + SECURITY_MAX_SID_SIZE
	    + 16 * strlen(text);
}

bool
sddl_read(const char *text, void *room, size_t *bytes, const char **where)
{
	struct reader reader = {
		.at = text,
		.room = room,
		.used = sizeof(reader.head),
		.head = { .Revision = SECURITY_DESCRIPTOR_REVISION, .Control = SE_SELF_RELATIVE },
	};

	do {
		skip_blanks(&reader);
	} while (*reader.at != '\0' && take_part(&reader));
	memcpy(room, &reader.head, sizeof(reader.head));
	*bytes = reader.used;
	*where = reader.failed;
	return reader.failed == NULL;
}

/* Writing. */

static void
add_words(struct text *out, const struct word *words, size_t count, uint32_t value)
{
	for (size_t i = 0; i < count; i++) {
		if ((value & words[i].value) != 0)
			text_add(out, "%s", words[i].word);
	}
}

static void
add_sid(struct text *out, const SID *sid)
{
	char text[SID_TEXT];

	sid_text(sid, text);
	for (size_t i = 0; i < COUNT(sids); i++) {
		if (strcmp(text, sids[i].sid) == 0) {
			text_add(out, "%s", sids[i].word);
			return;
		}
	}
	text_add(out, "%s", text);
}

static void
add_rights(struct text *out, const ACCESS_ALLOWED_ACE *ace)
{
	bool label = ace->Header.AceType == SYSTEM_MANDATORY_LABEL_ACE_TYPE;
	const struct word *words = label ? label_rights : rights;
	size_t count = label ? COUNT(label_rights) : COUNT(rights);
	uint32_t known = 0;

	for (size_t i = 0; i < COUNT(whole_rights) && !label; i++) {
		if (whole_rights[i].value == ace->Mask) {
			text_add(out, "%s", whole_rights[i].word);
			return;
		}
	}
	for (size_t i = 0; i < count; i++)
		known |= words[i].value;
	if ((ace->Mask & ~known) != 0)
		text_add(out, "0x%x", ace->Mask);
	else
		add_words(out, words, count, ace->Mask);
}

static bool
add_ace(struct text *out, const ACCESS_ALLOWED_ACE *ace)
{
	size_t type = 0;

	while (type < COUNT(types) && types[type].value != ace->Header.AceType)
		type++;
	if (type == COUNT(types))
		return false;
	text_add(out, "(%s;", types[type].word);
	add_words(out, ace_flags, COUNT(ace_flags), ace->Header.AceFlags);
	text_add(out, ";");
	add_rights(out, ace);
	text_add(out, ";;;");
	add_sid(out, (const SID *)(const void *)&ace->SidStart);
	text_add(out, ")");
	return true;
}

static bool
add_acl(struct text *out, char letter, const ACL *acl, const struct word *flags, USHORT control)
{
	const UCHAR *at = (const UCHAR *)(acl + 1);

	text_add(out, "%c:", letter);
	add_words(out, flags, COUNT(dacl_flags), control);
	if (acl == NULL) {
		text_add(out, NO_ACCESS_CONTROL);
		return true;
	}
	for (unsigned i = 0; i < acl->AceCount; i++) {
		const ACCESS_ALLOWED_ACE *ace = (const ACCESS_ALLOWED_ACE *)(const void *)at;

		if (!add_ace(out, ace))
			return false;
		at += ace->Header.AceSize;
	}
	return true;
}

bool
sddl_write(const void *descriptor, struct text *out)
{
	struct descriptor read;

	if (!descriptor_read(descriptor, &read))
		return false;
	if (read.owner != NULL) {
		text_add(out, "O:");
		add_sid(out, read.owner);
	}
	if (read.group != NULL) {
		text_add(out, "G:");
		add_sid(out, read.group);
	}
	if (read.dacl_present && !add_acl(out, 'D', read.dacl, dacl_flags, read.control))
		return false;
	return (read.control & SE_SACL_PRESENT) == 0
	    || add_acl(out, 'S', read.sacl, sacl_flags, read.control);
}
