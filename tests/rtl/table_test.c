/* Generic tables of both kinds, with the test in the driver's part. */
#include "../executive/bench_machine.h"
#include "host/arena.h"
#include "nt/rtl.h"
#include "rtl/avl_tree.h"
#include "test.h"

#include <string.h>

NTAPI void RtlInitializeGenericTableAvl(RTL_AVL_TABLE *, ULONG_PTR, ULONG_PTR, ULONG_PTR, void *);
NTAPI void *RtlInsertElementGenericTableAvl(RTL_AVL_TABLE *, const void *, ULONG, BOOLEAN *);
NTAPI BOOLEAN RtlDeleteElementGenericTableAvl(RTL_AVL_TABLE *, const void *);
NTAPI void *RtlLookupElementGenericTableAvl(RTL_AVL_TABLE *, const void *);
NTAPI void *RtlEnumerateGenericTableAvl(RTL_AVL_TABLE *, BOOLEAN);
NTAPI void *RtlGetElementGenericTableAvl(RTL_AVL_TABLE *, ULONG);
NTAPI void RtlInitializeGenericTable(RTL_GENERIC_TABLE *, ULONG_PTR, ULONG_PTR, ULONG_PTR, void *);
NTAPI void *RtlInsertElementGenericTable(RTL_GENERIC_TABLE *, const void *, ULONG, BOOLEAN *);
NTAPI BOOLEAN RtlDeleteElementGenericTable(RTL_GENERIC_TABLE *, const void *);
NTAPI void *RtlLookupElementGenericTable(RTL_GENERIC_TABLE *, const void *);
NTAPI void *RtlEnumerateGenericTable(RTL_GENERIC_TABLE *, BOOLEAN);
NTAPI void *RtlGetElementGenericTable(RTL_GENERIC_TABLE *, ULONG);
NTAPI BOOLEAN RtlIsGenericTableEmpty(RTL_GENERIC_TABLE *);

NTAPI BOOLEAN RtlCreateHashTable(RTL_DYNAMIC_HASH_TABLE **, ULONG, ULONG);
NTAPI void RtlDeleteHashTable(RTL_DYNAMIC_HASH_TABLE *);
NTAPI BOOLEAN RtlInsertEntryHashTable(RTL_DYNAMIC_HASH_TABLE *, RTL_DYNAMIC_HASH_TABLE_ENTRY *,
    ULONG_PTR, RTL_DYNAMIC_HASH_TABLE_CONTEXT *);
NTAPI BOOLEAN RtlRemoveEntryHashTable(
    RTL_DYNAMIC_HASH_TABLE *, RTL_DYNAMIC_HASH_TABLE_ENTRY *, RTL_DYNAMIC_HASH_TABLE_CONTEXT *);
NTAPI RTL_DYNAMIC_HASH_TABLE_ENTRY *RtlLookupEntryHashTable(
    RTL_DYNAMIC_HASH_TABLE *, ULONG_PTR, RTL_DYNAMIC_HASH_TABLE_CONTEXT *);
NTAPI RTL_DYNAMIC_HASH_TABLE_ENTRY *RtlGetNextEntryHashTable(
    RTL_DYNAMIC_HASH_TABLE *, RTL_DYNAMIC_HASH_TABLE_CONTEXT *);
NTAPI BOOLEAN RtlInitEnumerationHashTable(
    RTL_DYNAMIC_HASH_TABLE *, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR *);
NTAPI RTL_DYNAMIC_HASH_TABLE_ENTRY *RtlEnumerateEntryHashTable(
    RTL_DYNAMIC_HASH_TABLE *, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR *);
NTAPI void RtlEndEnumerationHashTable(
    RTL_DYNAMIC_HASH_TABLE *, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR *);

#define NUMBERS 500

static int allocated;
static bool out_of_memory;

static RTL_GENERIC_COMPARE_RESULTS NTAPI
compare(void *table, const int *first, const int *second)
{
	(void)table;
	if (*first == *second)
		return GenericEqual;
	return *first < *second ? GenericLessThan : GenericGreaterThan;
}

static void *NTAPI
allocate(void *table, ULONG bytes)
{
	(void)table;
	if (out_of_memory)
		return NULL;
	allocated++;
	return arena_take(bytes);
}

static void NTAPI
give_back(void *table, void *block)
{
	(void)table;
	allocated--;
	arena_give(block);
}

/* The depth of a subtree that is as balanced as it says. */
static int
depth_of(const RTL_BALANCED_LINKS *node)
{
	int left, right;

	if (node == NULL)
		return 0;
	CHECK(node->LeftChild == NULL || node->LeftChild->Parent == node);
	CHECK(node->RightChild == NULL || node->RightChild->Parent == node);
	left = depth_of(node->LeftChild);
	right = depth_of(node->RightChild);
	CHECK_EQ(node->Balance, right - left);
	CHECK(right - left >= -1 && right - left <= 1);
	return 1 + (left > right ? left : right);
}

static int
mixed(int i)
{
	return (i * 211) % NUMBERS;
}

static void
fill_and_empty_avl(void)
{
	RTL_AVL_TABLE table;
	BOOLEAN fresh;
	int number, *found;

	RtlInitializeGenericTableAvl(
	    &table, (ULONG_PTR)compare, (ULONG_PTR)allocate, (ULONG_PTR)give_back, NULL);
	for (int i = 0; i < NUMBERS; i++) {
		number = mixed(i);
		found = RtlInsertElementGenericTableAvl(&table, &number, sizeof number, &fresh);
		CHECK(found != NULL && *found == number && fresh);
		CHECK_EQ(depth_of(table.BalancedRoot.RightChild), table.DepthOfTree);
	}
	CHECK(RtlInsertElementGenericTableAvl(&table, &number, sizeof number, &fresh) == found);
	CHECK(!fresh);
	number = 0;
	for (found = RtlEnumerateGenericTableAvl(&table, TRUE); found != NULL; number++) {
		CHECK_EQ(*found, number);
		found = RtlEnumerateGenericTableAvl(&table, FALSE);
	}
	CHECK_EQ(number, NUMBERS);
	CHECK_EQ(*(int *)RtlGetElementGenericTableAvl(&table, 3), 3);
	CHECK(RtlGetElementGenericTableAvl(&table, NUMBERS) == NULL);
	for (int i = 0; i < NUMBERS; i++) {
		number = (i * 173) % NUMBERS;
		CHECK(RtlDeleteElementGenericTableAvl(&table, &number));
		CHECK_EQ(depth_of(table.BalancedRoot.RightChild), table.DepthOfTree);
		CHECK(RtlLookupElementGenericTableAvl(&table, &number) == NULL);
	}
	CHECK_EQ(table.NumberGenericTableElements, 0);
	CHECK_EQ(allocated, 0);
	out_of_memory = true;
	CHECK(RtlInsertElementGenericTableAvl(&table, &number, sizeof number, &fresh) == NULL);
	CHECK(!fresh);
	out_of_memory = false;
}

TEST(an_avl_table_is_balanced_at_every_step)
{
	CHECK_EQ(machine_run(fill_and_empty_avl), LIFE_GOES_ON);
}

static void
fill_and_empty_splay(void)
{
	RTL_GENERIC_TABLE table;
	BOOLEAN fresh;
	int number, *found;

	RtlInitializeGenericTable(
	    &table, (ULONG_PTR)compare, (ULONG_PTR)allocate, (ULONG_PTR)give_back, NULL);
	for (int i = 0; i < NUMBERS; i++) {
		number = mixed(i);
		found = RtlInsertElementGenericTable(&table, &number, sizeof number, &fresh);
		CHECK(found != NULL && *found == number && fresh);
		CHECK(table.TableRoot->Parent == table.TableRoot);
	}
	CHECK_EQ(*(int *)RtlGetElementGenericTable(&table, 7), mixed(7));
	number = 0;
	for (found = RtlEnumerateGenericTable(&table, TRUE); found != NULL; number++) {
		CHECK_EQ(*found, number);
		found = RtlEnumerateGenericTable(&table, FALSE);
	}
	CHECK_EQ(number, NUMBERS);
	for (int i = 0; i < NUMBERS; i++) {
		number = (i * 173) % NUMBERS;
		CHECK(RtlLookupElementGenericTable(&table, &number) != NULL);
		CHECK(RtlDeleteElementGenericTable(&table, &number));
		CHECK(RtlLookupElementGenericTable(&table, &number) == NULL);
	}
	CHECK(RtlIsGenericTableEmpty(&table));
	CHECK_EQ(allocated, 0);
}

TEST(a_splay_table_finds_all_that_it_holds)
{
	CHECK_EQ(machine_run(fill_and_empty_splay), LIFE_GOES_ON);
}

TEST(a_hash_table_finds_each_entry_of_a_signature)
{
	RTL_DYNAMIC_HASH_TABLE_ENTRY entries[300];
	RTL_DYNAMIC_HASH_TABLE_CONTEXT context;
	RTL_DYNAMIC_HASH_TABLE_ENUMERATOR enumerator;
	RTL_DYNAMIC_HASH_TABLE *table = NULL;
	int count = 0;

	CHECK(RtlCreateHashTable(&table, 0, 0));
	CHECK_EQ(ledger_count(HOLDING_POOL), 2);
	for (ULONG i = 0; i < 300; i++)
		CHECK(RtlInsertEntryHashTable(table, &entries[i], i / 3 + 1, NULL));
	CHECK(RtlLookupEntryHashTable(table, 101, &context) == NULL);
	for (RTL_DYNAMIC_HASH_TABLE_ENTRY *at = RtlLookupEntryHashTable(table, 7, &context);
	     at != NULL; at = RtlGetNextEntryHashTable(table, &context)) {
		CHECK_EQ(at->Signature, 7);
		count++;
	}
	CHECK_EQ(count, 3);
	CHECK(RtlInitEnumerationHashTable(table, &enumerator));
	for (count = 0; RtlEnumerateEntryHashTable(table, &enumerator) != NULL;)
		count++;
	RtlEndEnumerationHashTable(table, &enumerator);
	CHECK_EQ(count, 300);
	for (ULONG i = 0; i < 300; i++)
		CHECK(RtlRemoveEntryHashTable(table, &entries[i], NULL));
	CHECK_EQ(table->NumEntries, 0);
	CHECK_EQ(table->NonEmptyBuckets, 0);
	RtlDeleteHashTable(table);
	CHECK_EQ(ledger_count(HOLDING_POOL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_avl_table_is_balanced_at_every_step, machine_fresh),
		cmocka_unit_test_setup(a_splay_table_finds_all_that_it_holds, machine_fresh),
		cmocka_unit_test_setup(a_hash_table_finds_each_entry_of_a_signature, machine_fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
