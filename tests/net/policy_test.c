/*
 * A real machine's policy, and an ordinary program's traffic: which of its filters decides.
 * The filters are those of wfpstate.xml, by their ids there.
 */
#include "bfe/exports.h"
#include "bfe/import.h"
#include "ledger/journal.h"
#include "net/host.h"
#include "net/path.h"
#include "sched/thread.h"
#include "security/token.h"

#include "stage.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AUTH_CONNECT_V4 48
#define DEFAULT_OUTBOUND 116027        /* of the firewall: permits on a private network */
#define APP_CONTAINERS_OUTBOUND 116042 /* blocks what holds no capability to connect */
#define SERVICES_OUTBOUND 117068       /* blocks what hardened services may not */
#define SERVICE "S-1-5-80-2676549577-1911656217-2625096541-4178041876-1366760775"

static char *whole;
static size_t whole_bytes;

static void
remark(void *context, const char *line)
{
	(void)context;
	print_message("%s\n", line);
}

static void
install(void)
{
	struct xml_error error;
	struct import *import = import_read("wfpstate.xml", whole, whole_bytes, &error);

	CHECK(import != NULL);
	import_install(import, remark, NULL);
	import_free(import);
}

static int
with_policy(void **state)
{
	const char *shared = getenv("DRYDOCK_SHARED");
	char path[512];
	FILE *file;

	(void)state;
	snprintf(path, sizeof(path), "%s/data/netsh/wfpstate.xml", shared ? shared : "../shared");
	file = fopen(path, "rb");
	if (file == NULL) {
		printf("skipped: there is no %s\n", path);
		return 0;
	}
	if (whole == NULL)
		whole = calloc(1, 8 << 20);
	whole_bytes = fread(whole, 1, (8 << 20) - 1, file);
	fclose(file);
	fresh();
	bfe_start();
	on_network(install);
	return 0;
}

static struct program who;

static void
connect_body(void)
{
	path_connect(PROTOCOL_TCP, &here, &there, &who);
}

static const struct event *
last_answer(uint16_t layer)
{
	size_t count;
	const struct event *events = journal_events(&count), *found = NULL;

	for (size_t at = 0; at < count; at++) {
		if (events[at].kind == EVENT_CLASSIFY && events[at].a == layer)
			found = &events[at];
	}
	return found;
}

/* Which filter decided about a connection of that user's program? */
static uint64_t
decides(const char *user, const char *package, FWP_ACTION_TYPE action)
{
	struct process_plan plan = process_plan_default("C:\\x.exe", 5000);
	const struct event *answer;

	strcpy(plan.user.sid, user);
	strcpy(plan.user.package, package);
	process_plan_make(&plan);
	who = (struct program){ 5000, "\\device\\harddiskvolume3\\x.exe" };
	journal_clear();
	on_network(connect_body);
	answer = last_answer(AUTH_CONNECT_V4);
	CHECK(answer != NULL);
	CHECK_EQ(answer->c, action);
	return answer->b;
}

TEST(an_ordinary_programs_connection_is_permitted_by_the_firewalls_default)
{
	(void)state;
	if (whole == NULL)
		skip();
	CHECK_EQ(decides("user", "", FWP_ACTION_PERMIT), DEFAULT_OUTBOUND);
}

TEST(an_app_container_without_capabilities_may_not_connect)
{
	(void)state;
	if (whole == NULL)
		skip();
	CHECK_EQ(
	    decides("user", "S-1-15-2-1-2-3-4-5-6-7", FWP_ACTION_BLOCK), APP_CONTAINERS_OUTBOUND);
}

TEST(a_hardened_service_may_not_connect)
{
	(void)state;
	if (whole == NULL)
		skip();
	CHECK_EQ(decides(SERVICE, "", FWP_ACTION_BLOCK), SERVICES_OUTBOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    an_ordinary_programs_connection_is_permitted_by_the_firewalls_default,
		    with_policy),
		cmocka_unit_test_setup(
		    an_app_container_without_capabilities_may_not_connect, with_policy),
		cmocka_unit_test_setup(a_hardened_service_may_not_connect, with_policy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
