#include "bench_driver.h"

struct pair {
	uint64_t first, second;
};
static const WDF_OBJECT_CONTEXT_TYPE_INFO pair_type = { sizeof(pair_type), "PAIR",
	sizeof(struct pair), &pair_type, NULL };
static const WDF_OBJECT_CONTEXT_TYPE_INFO other_type = { sizeof(other_type), "OTHER", 8,
	&other_type, NULL };

static WDFOBJECT parent, child, grandchild;

static char
letter(WDFOBJECT object)
{
	return object == parent ? 'p' : object == child ? 'c' : 'g';
}

static void NTAPI
on_cleanup(WDFOBJECT object)
{
	note(letter(object));
}

static void NTAPI
on_destroy(WDFOBJECT object)
{
	note((char)(letter(object) - 'a' + 'A'));
}

static void NTAPI
on_unload(WDFDRIVER gone)
{
	(void)gone;
	note('U');
}

static WDFOBJECT
object_under(WDFOBJECT above)
{
	WDF_OBJECT_ATTRIBUTES attributes = attributes_of(above);
	WDFOBJECT object;

	attributes.EvtCleanupCallback = on_cleanup;
	attributes.EvtDestroyCallback = on_destroy;
	CHECK_EQ(CALL_STATUS(WdfObjectCreate, &attributes, &object), STATUS_SUCCESS);
	return object;
}

static void
family(void)
{
	driver_enter(on_unload);
	parent = object_under(NULL);
	child = object_under(parent);
	grandchild = object_under(child);
}

static void
delete_the_parent(void)
{
	family();
	CALL(WdfObjectDelete, parent);
	CHECK_STR(notes, "gcpGCP");
}

TEST(children_are_cleaned_up_before_their_parent_and_all_are_before_any_is_destroyed)
{
	CHECK_EQ(machine_run(delete_the_parent), LIFE_GOES_ON);
}

static void
delete_a_referenced_child(void)
{
	family();
	CALL(WdfObjectReferenceActual, child, NULL, 0, NULL);
	CALL(WdfObjectDelete, parent);
	CHECK_STR(notes, "gcpGP");
	CHECK_EQ(ledger_count(HOLDING_FRAMEWORK_REFERENCE), 1);
	CALL(WdfObjectDereferenceActual, child, NULL, 0, NULL);
	CHECK_STR(notes, "gcpGPC");
	CHECK_EQ(ledger_count(HOLDING_FRAMEWORK_REFERENCE), 0);
}

TEST(a_referenced_object_is_destroyed_with_its_last_reference)
{
	CHECK_EQ(machine_run(delete_a_referenced_child), LIFE_GOES_ON);
}

static void
unload_with_a_family(void)
{
	family();
	driver_leave();
	CHECK_STR(notes, "UgcpGCP");
	CHECK_EQ(ledger_total(), 0);
	CHECK(!kmdf_bound(driver->object));
}

TEST(unload_calls_the_driver_then_deletes_its_tree)
{
	CHECK_EQ(machine_run(unload_with_a_family), LIFE_GOES_ON);
}

static void
fail_entry_with_a_family(void)
{
	family();
	unbind();
	CHECK_STR(notes, "gcpGCP");
	CHECK_EQ(ledger_total(), 0);
}

TEST(unbinding_deletes_the_tree_of_a_driver_whose_entry_failed)
{
	CHECK_EQ(machine_run(fail_entry_with_a_family), LIFE_GOES_ON);
}

static void
contexts_come_and_are_found(void)
{
	WDF_OBJECT_ATTRIBUTES attributes = attributes_of(NULL);
	struct pair *pair, *again;
	WDFOBJECT object;

	driver_enter(NULL);
	attributes.ContextTypeInfo = &pair_type;
	CALL(WdfObjectCreate, &attributes, &object);
	pair = (struct pair *)CALL(WdfObjectGetTypedContextWorker, object, &pair_type);
	CHECK(pair != NULL && pair->first == 0 && pair->second == 0);
	CHECK((void *)CALL(WdfObjectContextGetObject, pair) == object);
	CHECK(CALL(WdfObjectGetTypedContextWorker, object, &other_type) == 0);
	CHECK_EQ(CALL_STATUS(WdfObjectAllocateContext, object, &attributes, &again),
	    STATUS_OBJECT_NAME_EXISTS);
	CHECK(again == pair);
	attributes.ContextTypeInfo = &other_type;
	attributes.ContextSizeOverride = 4096;
	CHECK_EQ(
	    CALL_STATUS(WdfObjectAllocateContext, object, &attributes, &again), STATUS_SUCCESS);
	CHECK(((char *)again)[4095] == 0);
	CHECK((void *)CALL(WdfObjectContextGetObject, again) == object);
	attributes.ContextSizeOverride = 4;
	CHECK(!NT_SUCCESS(CALL_STATUS(WdfObjectCreate, &attributes, &object)));
	attributes.Size++;
	CHECK_EQ(CALL_STATUS(WdfObjectCreate, &attributes, &object), STATUS_INFO_LENGTH_MISMATCH);
}

TEST(a_context_is_zeroed_and_found_by_its_type)
{
	CHECK_EQ(machine_run(contexts_come_and_are_found), LIFE_GOES_ON);
}

static uint64_t garbage;

static void
use_garbage(void)
{
	driver_enter(NULL);
	CALL(WdfObjectDelete, garbage);
}

static void
use_a_deleted_object(void)
{
	family();
	CALL(WdfObjectDelete, parent);
	CALL(WdfObjectGetTypedContextWorker, parent, &pair_type);
}

static void
use_the_wrong_kind(void)
{
	driver_enter(NULL);
	CALL(WdfIoQueueStart, wdf_driver);
}

TEST(a_handle_that_is_none_stops_the_machine)
{
	const uint64_t values[] = { 0, 8, 0x1234, UINT64_MAX, 0x200000000010, 0x8000000000000000 };

	for (size_t at = 0; at < sizeof(values) / sizeof(values[0]); at++) {
		kmdf_fresh(state);
		garbage = values[at];
		machine_run(use_garbage);
		CHECK(crashed("0x10D/0x5"));
	}
	kmdf_fresh(state);
	machine_run(use_a_deleted_object);
	CHECK(crashed("0x10D/0x5"));
	kmdf_fresh(state);
	machine_run(use_the_wrong_kind);
	CHECK(crashed("0x10D/0x5"));
}

static void
give_too_many_references(void)
{
	family();
	CALL(WdfObjectDereferenceActual, child, NULL, 0, NULL);
}

TEST(a_reference_that_was_not_taken_cannot_be_given)
{
	machine_run(give_too_many_references);
	CHECK(crashed("0x10D/0x7"));
}

static void
delete_the_driver(void)
{
	driver_enter(NULL);
	CALL(WdfObjectDelete, wdf_driver);
	CHECK((void *)CALL(WdfDriverWdmGetDriverObject, wdf_driver) == driver->object);
}

TEST(the_driver_object_may_not_be_deleted)
{
	CHECK_EQ(machine_run(delete_the_driver), LIFE_GOES_ON);
	CHECK(found(RULE_R34));
}

static void
collect(void)
{
	WDFCOLLECTION collection;

	family();
	CHECK_EQ(CALL_STATUS(WdfCollectionCreate, NULL, &collection), STATUS_SUCCESS);
	CALL(WdfCollectionAdd, collection, parent);
	CALL(WdfCollectionAdd, collection, child);
	CALL(WdfObjectDelete, parent);
	CHECK_STR(notes, "gcpG");
	CHECK((void *)CALL(WdfCollectionGetItem, collection, 1) == child);
	CALL(WdfCollectionRemove, collection, parent);
	CHECK_STR(notes, "gcpGP");
	CALL(WdfObjectDelete, collection);
	CHECK_STR(notes, "gcpGPC");
}

TEST(a_collection_keeps_its_items_alive)
{
	CHECK_EQ(machine_run(collect), LIFE_GOES_ON);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    children_are_cleaned_up_before_their_parent_and_all_are_before_any_is_destroyed,
		    kmdf_fresh),
		cmocka_unit_test_setup(
		    a_referenced_object_is_destroyed_with_its_last_reference, kmdf_fresh),
		cmocka_unit_test_setup(unload_calls_the_driver_then_deletes_its_tree, kmdf_fresh),
		cmocka_unit_test_setup(
		    unbinding_deletes_the_tree_of_a_driver_whose_entry_failed, kmdf_fresh),
		cmocka_unit_test_setup(a_context_is_zeroed_and_found_by_its_type, kmdf_fresh),
		cmocka_unit_test_setup(a_handle_that_is_none_stops_the_machine, kmdf_fresh),
		cmocka_unit_test_setup(a_reference_that_was_not_taken_cannot_be_given, kmdf_fresh),
		cmocka_unit_test_setup(the_driver_object_may_not_be_deleted, kmdf_fresh),
		cmocka_unit_test_setup(a_collection_keeps_its_items_alive, kmdf_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
