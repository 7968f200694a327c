/*
 * The language of scenarios, where no machine is needed: what is in the sandbox, what its limits
 * are, and how errors are told.
 */
#include "test.h"

#include "machine/verdict.h"
#include "traffic/script.h"

#include <stdio.h>
#include <string.h>

static struct script_error error;
static char logged[512];

static void
log_line(const char *line, size_t length)
{
	size_t at = strlen(logged);

	snprintf(logged + at, sizeof logged - at, "%.*s\n", (int)length, line);
}

static enum script_end
run(const char *text)
{
	logged[0] = '\0';
	script_logs(log_line);
	memset(&error, 0, sizeof error);
	return script_run("dir/test.lua", text, strlen(text), &error);
}

TEST(nothing_of_the_host_can_be_reached)
{
	static const char *const names[] = { "io", "os", "package", "debug", "coroutine", "load",
		"loadfile", "loadstring", "dofile", "require", "collectgarbage" };
	char text[80];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(text, sizeof text, "expect.equal(%s, nil, '%s')", names[i], names[i]);
		CHECK_EQ(run(text), SCRIPT_OK);
	}
	CHECK_EQ(run("expect.equal(string.dump, nil)"), SCRIPT_OK);
	CHECK_EQ(run("expect.equal(math.randomseed, nil)"), SCRIPT_OK);
	CHECK_EQ(run("expect.equal(getmetatable('').__index, nil)"), SCRIPT_FAILED);
	CHECK_EQ(run("expect(not getmetatable('')) expect(not getmetatable(machine))"), SCRIPT_OK);
	CHECK_EQ(run("expect(not getmetatable(_G)) expect(not getmetatable(string))"), SCRIPT_OK);
}

TEST(bytecode_is_no_scenario)
{
	CHECK(!script_check("x.lua", "\x1bLua", 4, &error));
}

TEST(a_life_finds_nothing_of_the_one_before)
{
	static const char text[] = "expect(found == nil, 'a global') found = 1\n"
				   "expect(not pcall(function() string.found = 1 end), 'library')\n"
				   "expect(_G.found == 1)";
	struct script *script = script_compile("x.lua", text, strlen(text), &error);

	CHECK(script != NULL);
	for (int i = 0; i < 3; i++)
		CHECK_EQ(script_run_compiled(script, &error), SCRIPT_OK);
	script_free(script);
}

TEST(a_scenario_that_runs_too_long_is_stopped_and_can_not_catch_it)
{
	script_limit(1000000, 0);
	CHECK_EQ(run("while true do end"), SCRIPT_LIMIT);
	CHECK_STR(error.text, "test.lua:1: scenario runs too long (limit 1000000 steps)");
	CHECK_EQ(run("while true do pcall(function() while true do end end) end"), SCRIPT_LIMIT);
	CHECK_EQ(
	    run("local function f() return pcall(f) end\nwhile true do f() end"), SCRIPT_LIMIT);
	script_limit(0, 0);
}

TEST(a_scenario_that_takes_too_much_memory_is_stopped)
{
	CHECK_EQ(run("local t = {}\nfor i = 1, 1e9 do\n  t[i] = ('x'):rep(1000) .. i\nend"),
	    SCRIPT_LIMIT);
	CHECK_STR(error.text, "test.lua:3: scenario uses too much memory (limit 64 MB)");
	CHECK_EQ(run("local s = ('x'):rep(1 << 30)"), SCRIPT_LIMIT);
	CHECK_EQ(run("local ok = pcall(string.rep, 'x', 1 << 30) expect(not ok)"), SCRIPT_OK);
}

TEST(an_error_is_one_line_with_file_and_line)
{
	CHECK(!script_check("dir/test.lua", "local x =\n= 1", 13, &error));
	CHECK_STR(error.text, "test.lua:2: unexpected symbol near '='");
	CHECK_EQ(error.line, 2);

	CHECK_EQ(run("\n\nlocal t = nil\nt.x = 1"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:4: attempt to index a nil value (local 't')");
	CHECK_EQ(run("error('two\\nlines')"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:1: two lines");
	CHECK_EQ(run("\nerror('no place', 0)"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:2: no place");
	CHECK_EQ(run("\nerror { code = 1 }"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:2: table");
	CHECK_EQ(run("expect(1 == 2, 'one is two')"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:1: one is two");
	CHECK_EQ(run("string.rep()"), SCRIPT_FAILED);
	CHECK_STR(
	    error.text, "test.lua:1: bad argument #1 to 'rep' (string expected, got no value)");
}

TEST(what_differs_from_run_to_run_can_not_be_seen)
{
	CHECK_EQ(run("log({}, print, machine)"), SCRIPT_OK);
	CHECK_STR(logged, "table\tfunction\tmachine\n");
	CHECK_EQ(run("log(('%s'):format({}), string.format('%d', 7))"), SCRIPT_OK);
	CHECK_STR(logged, "table\t7\n");
	CHECK_EQ(run("string.format('%p', {})"), SCRIPT_FAILED);
	CHECK_EQ(run("setmetatable({}, { __gc = print })"), SCRIPT_FAILED);
	CHECK_EQ(run("setmetatable({}, { __mode = 'k' })"), SCRIPT_FAILED);
}

TEST(pairs_goes_through_the_keys_in_their_order)
{
	CHECK_EQ(run("local t = { z = 1, [3] = 2, a = 3, [1.5] = 4, [true] = 5, 6 }\n"
		     "local s = '' for k, v in pairs(t) do s = s .. tostring(k) .. v .. ' ' end\n"
		     "expect.equal(s, '16 1.54 32 a3 z1 true5 ')"),
	    SCRIPT_OK);
	CHECK_EQ(run("local t = { a = 1, b = 2, c = 3 }\n"
		     "for k in pairs(t) do t[k] = nil end expect.equal(next(t), nil)"),
	    SCRIPT_OK);
	CHECK_EQ(run("for k in pairs { [{}] = 1 } do end"), SCRIPT_FAILED);
}

TEST(sort_keeps_the_order_of_what_is_equal)
{
	CHECK_EQ(run("local t = {} for i = 1, 500 do t[i] = { i % 7, i } end\n"
		     "table.sort(t, function(a, b) return a[1] < b[1] end)\n"
		     "for i = 2, 500 do local a, b = t[i - 1], t[i]\n"
		     "expect(a[1] < b[1] or a[1] == b[1] and a[2] < b[2], 'at ' .. i) end"),
	    SCRIPT_OK);
	CHECK_EQ(run("local t = { 3, 1, 2 } table.sort(t) expect.equal(table.concat(t), '123')"),
	    SCRIPT_OK);
	CHECK_EQ(run("table.sort { 1, 'x' }"), SCRIPT_FAILED);
}

TEST(a_difference_between_bytes_names_the_byte)
{
	CHECK_EQ(run("expect.equal('a\\0b', 'a\\0c', 'bytes')"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:1: bytes: byte 2 is 98, 99 expected");
	CHECK_EQ(run("expect.equal('ab', 'abc')"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:1: not equal: ab, abc expected");
	CHECK_EQ(run("expect.equal(1, 2)"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:1: not equal: 1, 2 expected");
}

TEST(statuses_have_names)
{
	CHECK_EQ(run("expect.equal(status.DEVICE_BUSY, 0x80000011)"), SCRIPT_OK);
	CHECK_EQ(run("expect.status('SUCCESS', status.DEVICE_BUSY)"), SCRIPT_FAILED);
	CHECK_STR(error.text,
	    "test.lua:1: status: STATUS_DEVICE_BUSY (0x80000011), "
	    "STATUS_SUCCESS (0x00000000) expected");
	CHECK_EQ(run("local x = status.NO_SUCH_THING"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:1: there is no status 'NO_SUCH_THING'");
}

TEST(packets_are_made_with_right_checksums_and_read_again)
{
	CHECK_EQ(run("local p = packet.udp { from = '10.0.0.2:5', to = '192.0.2.7:53', "
		     "payload = 'x', ttl = 3 }\n"
		     "local f = packet.parse(p)\n"
		     "expect.equal(f.from, '10.0.0.2:5') expect.equal(f.to, '192.0.2.7:53')\n"
		     "expect.equal(f.payload, 'x') expect.equal(f.ttl, 3)\n"
		     "expect(f.checksums_good) expect.equal(#p, 29)"),
	    SCRIPT_OK);
	CHECK_EQ(run("local f = packet.parse(packet.tcp { from = '[2001:db8::1]:5', "
		     "to = '[2001:db8::2]:80', flags = 'SA', seq = 7, ack = 8 })\n"
		     "expect.equal(f.flags, 'SA') expect.equal(f.seq, 7) expect.equal(f.ack, 8)\n"
		     "expect.equal(f.from, '[2001:db8::1]:5') expect(f.checksums_good)"),
	    SCRIPT_OK);
	CHECK_EQ(run("local f, why = packet.parse('rubbish') expect.equal(f, nil) expect(why)"),
	    SCRIPT_OK);
	CHECK_EQ(run("packet.udp { from = '10.0.0.2:5' }"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:1: 'to' is missing");
}

TEST(the_driver_is_loaded_first)
{
	CHECK_EQ(run("machine:send('')"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:1: machine:load comes first");
	script_driver("build/samples/wdm.sys");
	CHECK_EQ(run("machine:load 'other.sys'"), SCRIPT_FAILED);
	CHECK_STR(error.text, "test.lua:1: this scenario is for other, the driver is wdm");
	script_driver(NULL);
}

TEST(expectations_of_the_verdict_are_looked_at_afterwards)
{
	static struct verdict verdict;

	verdict = (struct verdict){ .kind = VERDICT_FINDINGS,
		.left_count = 1,
		.left = { { .kind = HOLDING_CALLOUT, .count = 2 } },
		.finding_count = 1,
		.findings = { { .rule = RULE_R11, .text = "left at unload" } } };
	CHECK_EQ(run("expect.left { callout = 2 } expect.finding 'R11' expect.verdict 'findings'"),
	    SCRIPT_OK);
	CHECK_EQ(script_expected(), 3);
	CHECK(script_expectations(&verdict, &error));

	CHECK_EQ(run("\nexpect.left {}"), SCRIPT_OK);
	CHECK(!script_expectations(&verdict, &error));
	CHECK_STR(error.text, "test.lua:2: 2 callout left, none expected");
	CHECK_EQ(run("expect.finding('R12')"), SCRIPT_OK);
	CHECK(!script_expectations(&verdict, &error));
	CHECK_STR(error.text, "test.lua:1: no finding R12");
	CHECK_EQ(run("expect.verdict 'pass'"), SCRIPT_OK);
	CHECK(!script_expectations(&verdict, &error));
	CHECK_STR(error.text, "test.lua:1: verdict findings, pass expected: left at unload");
	CHECK_EQ(run("expect.left { unicorn = 1 }"), SCRIPT_FAILED);
	CHECK_EQ(run("expect.finding 'R9999'"), SCRIPT_FAILED);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_of_the_host_can_be_reached),
		cmocka_unit_test(bytecode_is_no_scenario),
		cmocka_unit_test(a_life_finds_nothing_of_the_one_before),
		cmocka_unit_test(a_scenario_that_runs_too_long_is_stopped_and_can_not_catch_it),
		cmocka_unit_test(a_scenario_that_takes_too_much_memory_is_stopped),
		cmocka_unit_test(an_error_is_one_line_with_file_and_line),
		cmocka_unit_test(what_differs_from_run_to_run_can_not_be_seen),
		cmocka_unit_test(pairs_goes_through_the_keys_in_their_order),
		cmocka_unit_test(sort_keeps_the_order_of_what_is_equal),
		cmocka_unit_test(a_difference_between_bytes_names_the_byte),
		cmocka_unit_test(statuses_have_names),
		cmocka_unit_test(packets_are_made_with_right_checksums_and_read_again),
		cmocka_unit_test(the_driver_is_loaded_first),
		cmocka_unit_test(expectations_of_the_verdict_are_looked_at_afterwards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
