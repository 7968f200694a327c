#include "bench_machine.h"
#include "executive/exports.h"
#include "executive/object.h"
#include "executive/string.h"
#include "ledger/holding.h"
#include "test.h"

#include <string.h>

static WCHAR text[64];
static UNICODE_STRING name;
static OBJECT_ATTRIBUTES attributes;
static unsigned calls, order;

static void *
entry(const char *wanted)
{
	for (const struct contract *row = callback_exports; row->name != NULL; row++) {
		if (strcmp(row->name, wanted) == 0)
			return row->function;
	}
	return NULL;
}

static NTSTATUS
create(const char *path, bool create_it, bool many, void **object)
{
	NTSTATUS(NTAPI * call)
	(void **, OBJECT_ATTRIBUTES *, BOOLEAN, BOOLEAN) = (NTSTATUS(NTAPI *)(
	    void **, OBJECT_ATTRIBUTES *, BOOLEAN, BOOLEAN))entry("ExCreateCallback");

	string_widen(text, path, strlen(path));
	name.Length = name.MaximumLength = (USHORT)(strlen(path) * sizeof(WCHAR));
	name.Buffer = text;
	attributes = (OBJECT_ATTRIBUTES){
		.Length = sizeof attributes, .ObjectName = &name, .Attributes = OBJ_CASE_INSENSITIVE
	};
	return call(object, &attributes, create_it, many);
}

static void NTAPI
called(PVOID context, PVOID argument1, PVOID argument2)
{
	CHECK_EQ(argument1, 1);
	CHECK_EQ(argument2, 2);
	order = order * 10 + (unsigned)(uintptr_t)context;
	calls++;
}

static PVOID
enroll(void *object, uintptr_t context)
{
	return ((PVOID(NTAPI *)(void *, PCALLBACK_FUNCTION, PVOID))entry("ExRegisterCallback"))(
	    object, called, (PVOID)context);
}

static void
leave(void *registration)
{
	((void(NTAPI *)(PVOID))entry("ExUnregisterCallback"))(registration);
}

static void
notify(void *object)
{
	((void(NTAPI *)(void *, uint64_t, uint64_t))entry("ExNotifyCallback"))(object, 1, 2);
}

static void
register_and_notify(void)
{
	void *object, *same, *first, *second;

	CHECK_EQ(create("\\Callback\\Drydock", false, true, &object), STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK_EQ(create("", true, true, &object), STATUS_UNSUCCESSFUL);
	CHECK_EQ(create("\\Callback\\Drydock", true, true, &object), STATUS_SUCCESS);
	CHECK_EQ(create("\\callback\\DRYDOCK", false, false, &same), STATUS_SUCCESS);
	CHECK(object == same);
	first = enroll(object, 1);
	second = enroll(object, 2);
	CHECK_EQ(ledger_count(HOLDING_CALLBACK), 2);
	notify(object);
	CHECK_EQ(order, 12);
	leave(first);
	notify(object);
	CHECK_EQ(order, 122);
	leave(second);
	CHECK_EQ(ledger_count(HOLDING_CALLBACK), 0);
	calls = 100;
}

TEST(callbacks_are_called_in_order_of_registration)
{
	calls = order = 0;
	CHECK_EQ(machine_run(register_and_notify), LIFE_GOES_ON);
	CHECK_EQ(calls, 100);
}

static void
register_one_too_many(void)
{
	void *object;

	CHECK_EQ(create("\\Callback\\One", true, false, &object), STATUS_SUCCESS);
	CHECK(enroll(object, 1) != NULL);
	CHECK(enroll(object, 2) == NULL);
	calls = 100;
}

TEST(an_object_for_one_callback_takes_one)
{
	calls = 0;
	CHECK_EQ(machine_run(register_one_too_many), LIFE_GOES_ON);
	CHECK_EQ(calls, 100);
}

static void
unregister_twice(void)
{
	void *object, *registration;

	create("\\Callback\\PowerState", false, false, &object);
	registration = enroll(object, 1);
	leave(registration);
	leave(registration);
}

TEST(a_callback_is_unregistered_once)
{
	CHECK_EQ(machine_run(unregister_twice), LIFE_STOPPED);
	CHECK(found(RULE_R26));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    callbacks_are_called_in_order_of_registration, machine_fresh),
		cmocka_unit_test_setup(an_object_for_one_callback_takes_one, machine_fresh),
		cmocka_unit_test_setup(a_callback_is_unregistered_once, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
