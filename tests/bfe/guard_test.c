/* The security descriptors of objects and containers.  [win32:access-control] */
#include "../wfp/engine.h"

#include "security/acl.h"
#include "security/descriptor.h"
#include "security/sddl.h"
#include "security/sid.h"

#define OWNER OWNER_SECURITY_INFORMATION
#define DACL DACL_SECURITY_INFORMATION

/* The entries of a filter's DACL, or of the filters' container's where there is no key. */
static void
shown_entries(HANDLE engine, const GUID *key, unsigned *entries, unsigned *first_flags)
{
	PSECURITY_DESCRIPTOR whole = NULL;
	PACL dacl = NULL;

	CHECK_EQ(
	    FwpmFilterGetSecurityInfoByKey0(engine, key, DACL, NULL, NULL, &dacl, NULL, &whole),
	    STATUS_SUCCESS);
	CHECK(descriptor_valid(whole));
	*entries = dacl->AceCount;
	*first_flags = dacl->AceCount == 0 ? 0 : acl_next(dacl, NULL)->AceFlags;
	FwpmFreeMemory0(&whole);
}

static void
read_sddl(const char *text, void *room)
{
	const char *where;
	size_t bytes;

	CHECK(sddl_read(text, room, &bytes, &where));
}

ENGINE_TEST(the_engine_grants_what_its_page_says)
{
	static const struct {
		const char *who;
		ACCESS_MASK mask;
	} rows[] = {
		{ "S-1-5-32-544", 0x10000000 }, /* administrators: GENERIC_ALL */
		{ "S-1-5-32-556", 0xE0000000 }, /* network configuration operators */
		{ "S-1-5-80-3088073201-1464728630-1879813800-1107566885-823218052", 0xE0000000 },
		{ "S-1-5-80-2006800713-1441093265-249754844-3404434343-1444102779", 0xE0000000 },
		{ "S-1-5-80-3044542841-3639452079-4096941652-1606687743-1256249853", 0xE0000000 },
		{ "S-1-5-80-979556362-403687129-3954533659-2335141334-1547273080", 0xE0000000 },
		{ "S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420", 0xE0000000 },
		{ "S-1-1-0", 0x40 | 0x10 }, /* everyone: FWPM_ACTRL_OPEN, FWPM_ACTRL_CLASSIFY */
	};
	HANDLE engine = engine_open(false);
	PSECURITY_DESCRIPTOR whole = NULL;
	PSID owner = NULL;
	PACL dacl = NULL, sacl = (PACL)&dacl;
	const ACE_HEADER *ace = NULL;

	CHECK_EQ(FwpmEngineGetSecurityInfo0(engine, DACL, &owner, NULL, &dacl, &sacl, &whole),
	    STATUS_SUCCESS);
	CHECK(owner == NULL); /* was not asked for */
	CHECK(sacl == NULL);
	for (size_t at = 0; at < sizeof(rows) / sizeof(rows[0]); at++) {
		struct sid who;

		ace = acl_next(dacl, ace);
		CHECK(ace != NULL && sid_parse(rows[at].who, &who));
		CHECK(sid_same(ace_sid(ace), &who.sid));
		CHECK_EQ(ace_mask(ace), rows[at].mask);
	}
	CHECK(acl_next(dacl, ace) == NULL);
	FwpmFreeMemory0(&whole);
	CHECK_EQ(ledger_count(HOLDING_BFE_MEMORY), 0);
}

ENGINE_TEST(an_object_inherits_its_containers_entries)
{
	HANDLE engine = engine_open(true);
	GUID key = engine_key(1), zero = { 0 }, other = engine_key(9);
	PSECURITY_DESCRIPTOR whole = NULL;
	unsigned entries, flags;

	CHECK_EQ(engine_add(engine, engine_filter(1, 0, FWP_ACTION_PERMIT, 0)), STATUS_SUCCESS);
	shown_entries(engine, &key, &entries, &flags);
	CHECK_EQ(entries, 8);
	CHECK_EQ(flags, 0x10); /* INHERITED_ACE */
	shown_entries(engine, NULL, &entries, &flags);
	CHECK_EQ(entries, 8);
	CHECK_EQ(flags, 0x13); /* and handed on */
	shown_entries(engine, &zero, &entries, &flags);
	CHECK_EQ(flags, 0x13);
	CHECK_EQ(
	    FwpmFilterGetSecurityInfoByKey0(engine, &other, DACL, NULL, NULL, NULL, NULL, &whole),
	    STATUS_FWP_FILTER_NOT_FOUND);
}

ENGINE_TEST(what_a_container_does_not_hand_on_its_objects_lack)
{
	HANDLE engine = engine_open(false);
	GUID key = engine_key(1);
	char room[1024];
	struct descriptor parts;
	unsigned entries, flags;

	CHECK_EQ(engine_add(engine, engine_filter(1, 0, FWP_ACTION_PERMIT, 0)), STATUS_SUCCESS);
	read_sddl("D:(A;;GA;;;BA)(A;OI;GR;;;WD)", room);
	descriptor_read(room, &parts);
	CHECK_EQ(FwpmFilterSetSecurityInfoByKey0(engine, NULL, DACL, NULL, NULL, parts.dacl, NULL),
	    STATUS_SUCCESS);
	shown_entries(engine, NULL, &entries, &flags);
	CHECK_EQ(entries, 2);
	shown_entries(engine, &key, &entries, &flags);
	CHECK_EQ(entries, 1);
	CHECK_EQ(flags, 0x10);
}

ENGINE_TEST(what_an_object_was_added_with_is_shown_and_can_be_changed)
{
	HANDLE engine = engine_open(false);
	FWPM_FILTER0 filter = engine_filter(1, 0, FWP_ACTION_PERMIT, 0);
	GUID key = engine_key(1);
	PSECURITY_DESCRIPTOR whole = NULL;
	PSID owner = NULL;
	struct sid system;
	char room[1024];
	unsigned entries, flags;

	read_sddl("O:BAG:BAD:(A;;GA;;;BA)", room);
	CHECK_EQ(FwpmFilterAdd0(engine, &filter, room, NULL), STATUS_SUCCESS);
	shown_entries(engine, &key, &entries, &flags);
	CHECK_EQ(entries, 1);
	CHECK(sid_parse("system", &system));
	CHECK_EQ(
	    FwpmFilterSetSecurityInfoByKey0(engine, &key, OWNER, &system.sid, NULL, NULL, NULL),
	    STATUS_SUCCESS);
	CHECK_EQ(
	    FwpmFilterGetSecurityInfoByKey0(engine, &key, OWNER, &owner, NULL, NULL, NULL, &whole),
	    STATUS_SUCCESS);
	CHECK(sid_same(owner, &system.sid));
	FwpmFreeMemory0(&whole);
	shown_entries(engine, &key, &entries, &flags);
	CHECK_EQ(entries, 1); /* the rest stays */
}

ENGINE_TEST(a_descriptor_is_not_set_in_a_transaction_nor_by_a_stranger)
{
	HANDLE engine = engine_open(false), dynamic = engine_open(true), other = engine_open(true);
	GUID mine = engine_key(1), static_one = engine_key(2);
	struct sid system;
	ACL broken = { .AclRevision = 2, .AclSize = 4, .AceCount = 3 };

	CHECK(sid_parse("system", &system));
	CHECK_EQ(engine_add(dynamic, engine_filter(1, 0, FWP_ACTION_PERMIT, 0)), STATUS_SUCCESS);
	CHECK_EQ(engine_add(engine, engine_filter(2, 0, FWP_ACTION_PERMIT, 0)), STATUS_SUCCESS);
#define SET(engine, key, info, owner, dacl) \
	FwpmFilterSetSecurityInfoByKey0(engine, key, info, owner, NULL, dacl, NULL)
	CHECK_EQ(SET(dynamic, &mine, OWNER, &system.sid, NULL), STATUS_SUCCESS);
	CHECK_EQ(SET(other, &mine, OWNER, &system.sid, NULL), STATUS_FWP_WRONG_SESSION);
	CHECK_EQ(SET(other, &static_one, OWNER, &system.sid, NULL),
	    STATUS_FWP_DYNAMIC_SESSION_IN_PROGRESS);
	CHECK_EQ(SET(engine, &static_one, OWNER, NULL, NULL), STATUS_INVALID_OWNER);
	CHECK_EQ(SET(engine, &static_one, DACL, NULL, &broken), STATUS_INVALID_ACL);
	CHECK_EQ(FwpmTransactionBegin0(engine, 0), STATUS_SUCCESS);
	CHECK_EQ(SET(engine, &static_one, OWNER, &system.sid, NULL), STATUS_FWP_TXN_IN_PROGRESS);
	CHECK_EQ(FwpmTransactionAbort0(engine), STATUS_SUCCESS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_engine_grants_what_its_page_says),
		cmocka_unit_test(an_object_inherits_its_containers_entries),
		cmocka_unit_test(what_a_container_does_not_hand_on_its_objects_lack),
		cmocka_unit_test(what_an_object_was_added_with_is_shown_and_can_be_changed),
		cmocka_unit_test(a_descriptor_is_not_set_in_a_transaction_nor_by_a_stranger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
