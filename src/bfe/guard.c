#include "bfe/guard.h"

#include "host/arena.h"
#include "security/acl.h"
#include "security/descriptor.h"
#include "security/sddl.h"

#include <assert.h>
#include <string.h>

#define INHERITED 0x10 /* INHERITED_ACE */
#define TO_OBJECTS 0x01
#define TO_CONTAINERS 0x02
#define INHERITANCE 0x0F /* all flags that say how an entry is handed on */

static MACHINE_STATE void *containers[GUARD_PLACES];

void
guard_start(void)
{
	memset(containers, 0, sizeof(containers));
}

void *
guard_copy(const void *sd)
{
	struct descriptor parts;
	void *copy;

	descriptor_read(sd, &parts);
	copy = arena_take(descriptor_packed_bytes(&parts));
	descriptor_pack(&parts, copy);
	return copy;
}

/*
 * Windows: administrators; network configuration operators; the services MpsSvc, NapAgent,
 *   PolicyAgent, RpcSs and WdiServiceHost, whose SIDs are their names' hashes; and everybody, to
 *   open and to classify.  [win32:access-control]
 * Here: its owner is that of the engine's service, which is a guess.
 */
static void *
engine_default(void)
{
	static const char text[] =
	    "O:LSG:LSD:(A;OICI;GA;;;BA)(A;OICI;GRGWGX;;;NO)"
	    "(A;OICI;GRGWGX;;;"
	    "S-1-5-80-3088073201-1464728630-1879813800-1107566885-823218052)"
	    "(A;OICI;GRGWGX;;;"
	    "S-1-5-80-2006800713-1441093265-249754844-3404434343-1444102779)"
	    "(A;OICI;GRGWGX;;;"
	    "S-1-5-80-3044542841-3639452079-4096941652-1606687743-1256249853)"
	    "(A;OICI;GRGWGX;;;"
	    "S-1-5-80-979556362-403687129-3954533659-2335141334-1547273080)"
	    "(A;OICI;GRGWGX;;;"
	    "S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420)"
	    "(A;OICI;0x50;;;WD)";
	void *guard = arena_take(sddl_room(text));
	const char *where;
	size_t bytes;
	bool read = sddl_read(text, guard, &bytes, &where);

	assert(read);
	return guard;
}

/* The entries that are handed on. */
static void
inherit(const ACL *from, ACL *to, bool to_container)
{
	UCHAR handed = TO_OBJECTS | (to_container ? TO_CONTAINERS : 0);
	UCHAR *end = (UCHAR *)(to + 1);

	*to = *from;
	to->AceCount = 0;
	for (const ACE_HEADER *ace = acl_next(from, NULL); ace != NULL; ace = acl_next(from, ace)) {
		ACE_HEADER *copy = (ACE_HEADER *)(void *)end;

		if ((ace->AceFlags & handed) == 0)
			continue;
		memcpy(copy, ace, ace->AceSize);
		copy->AceFlags |= INHERITED;
		if (!to_container)
			copy->AceFlags &= (UCHAR)~INHERITANCE;
		end += ace->AceSize;
		to->AceCount++;
	}
	to->AclSize = (USHORT)(end - (UCHAR *)to);
}

/* Gives the parent's back. */
static void *
derive(void *parent, bool to_container)
{
	struct descriptor parts;
	ACL *list = NULL;
	void *guard;

	descriptor_read(parent, &parts);
	if (parts.dacl != NULL) {
		list = arena_take(parts.dacl->AclSize);
		inherit(parts.dacl, list, to_container);
		parts.dacl = list;
	}
	guard = arena_take(descriptor_packed_bytes(&parts));
	descriptor_pack(&parts, guard);
	if (list != NULL)
		arena_give(list);
	arena_give(parent);
	return guard;
}

void *
guard_of_container(enum guard_place place)
{
	if (containers[place] != NULL)
		return guard_copy(containers[place]);
	if (place == GUARD_ENGINE)
		return engine_default();
	return derive(guard_of_container(GUARD_ENGINE), true);
}

void *
guard_of_object(enum guard_place place, const void *own)
{
	return own != NULL ? guard_copy(own) : derive(guard_of_container(place), false);
}

void
guard_set_container(enum guard_place place, void *guard)
{
	if (containers[place] != NULL)
		arena_give(containers[place]);
	containers[place] = guard;
}
