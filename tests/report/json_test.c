/*
 * The report for machines, letter for letter: whoever reads it relies on every key.
 */
#include "report/json.h"

#include "sched/choice.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "made_up.h"
#include "tests/test.h"

static const char golden[] =
    "{\n"
    "  \"driver\": \"drivers/foo.sys\",\n"
    "  \"target\": \"win10-22h2\",\n"
    "  \"seed\": 17,\n"
    "  \"verdict\": \"findings\",\n"
    "  \"load\": {\"status\": \"0x00000000 STATUS_SUCCESS\"},\n"
    "  \"unload\": {\"status\": \"0x00000000 STATUS_SUCCESS\", \"virtual_ms\": 12.3456, "
    "\"state\": \"done\"},\n"
    "  \"left\": [\n"
    "    {\"kind\": \"callout\", \"count\": 2, \"bytes\": 0, \"where\": \"foo!DriverEntry+0x5a\", "
    "\"seed\": 17, \"refused\": 4, \"replay\": \"drydock replay drivers/foo.sys --scenario "
    "'my scenario.lua' --seed 17 --refuse 4\"},\n"
    "    {\"kind\": \"pool\", \"count\": 1, \"bytes\": 64, \"where\": \"foo!\\\"quoted\\\"\", "
    "\"tag\": \"abcd\", \"seed\": 17, \"refused\": null, \"replay\": \"drydock replay "
    "drivers/foo.sys --scenario 'my scenario.lua' --seed 17\"}\n"
    "  ],\n"
    "  \"findings\": [\n"
    "    {\"rule\": \"R11\", \"severity\": \"fatal\",\n"
    "     \"bugcheck\": \"0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS\",\n"
    "     \"text\": \"left at unload: 2 callouts (0 bytes), taken here\",\n"
    "     \"where\": \"foo!DriverEntry+0x5a\", \"step\": 218, \"replay\": \"drydock replay "
    "drivers/foo.sys --scenario 'my scenario.lua' --seed 17 --refuse 4\",\n";

static const char golden_end[] =
    "     \"trace\": [\"foo!Register+0x10\"], \"seed\": 17, \"refused\": 4, \"lives\": 12}\n"
    "  ],\n"
    "  \"schedules\": 1000,\n"
    "  \"faults\": 40,\n"
    "  \"packets\": {\"permitted\": 3, \"blocked\": 1, \"absorbed\": 0, \"injected\": 2, "
    "\"completed\": 2, \"malformed\": 0, \"closed\": 0},\n"
    "  \"reason\": \"\",\n"
    "  \"lives\": 1100,\n"
    "  \"dropped\": 0,\n"
    "  \"scenario\": \"my scenario.lua\",\n"
    "  \"journal_hash\": \"0000000000abcdef\",\n"
    "  \"inconclusive\": [\n"
    "    {\"text\": \"KeFoo\", \"seed\": 18, \"refused\": null}\n"
    "  ],\n"
    "  \"deaths\": [],\n"
    "  \"expectations\": null\n"
    "}\n";

TEST(a_report_is_written_letter_for_letter)
{
	struct report report;
	struct text out = { 0 };
	const char *end;

	(void)state;
	make_up_report(&report);
	json_report(&report, &out);
	CHECK(strncmp(out.bytes, golden, strlen(golden)) == 0);
	end = out.bytes + out.length - strlen(golden_end); /* between them: the rule's own texts */
	CHECK_STR(end, golden_end);
	text_free(&out);
	report_free(&report);
}

TEST(every_report_is_json)
{
	const struct report_options options = { .driver = "a\"\\\x01\xff.sys" };
	struct report report;
	struct text out = { 0 };
	json_t *json;

	(void)state;
	report_start(&report, &options);
	report.has_expectations = true;
	report.unmet = strdup("line 3: no \"R11\"");
	report_add_death(
	    &report, (struct report_reason){ strdup("died"), { 1, REFUSE_NONE, true } });
	json_report(&report, &out);
	json = json_loads(out.bytes, JSON_REJECT_DUPLICATES, NULL);
	CHECK(json != NULL);
	CHECK_STR(json_string_value(json_object_get(json, "verdict")), "inconclusive");
	CHECK(json_is_null(json_object_get(json, "load")));
	CHECK(json_is_null(json_object_get(json, "unload")));
	json_decref(json);
	text_free(&out);
	report_free(&report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_is_written_letter_for_letter),
		cmocka_unit_test(every_report_is_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
