/* What Windows' modules export. */
#include "image/export_name.h"
#include "test.h"

TEST(a_name_is_found_in_the_module_that_exports_it)
{
	CHECK(export_name_find("NTOSKRNL.EXE", "IoCreateDevice") != NULL);
	CHECK(export_name_find("ndis.sys", "IoCreateDevice") == NULL);
	CHECK(export_name_find(NULL, "IoCreateDevice") != NULL);
	CHECK(export_name_find("ntoskrnl.exe", "KeBugCheckFree") == NULL);
	CHECK(export_name_find(NULL, "") == NULL);
	CHECK(export_name_find(NULL, "zzz") == NULL);
}

TEST(every_name_is_found_and_variables_are_told_apart)
{
	for (size_t i = 0; i < export_name_count; i++)
		CHECK(export_name_find(export_names[i].module, export_names[i].name)
		    == &export_names[i]);
	CHECK(export_name_find("ntoskrnl.exe", "PsProcessType")->data);
	CHECK(!export_name_find("ntoskrnl.exe", "PsGetProcessId")->data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_found_in_the_module_that_exports_it),
		cmocka_unit_test(every_name_is_found_and_variables_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
