/* Of which Windows a dump is. */
#include "cli/dump.c"

#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define DUMP(id) \
	"<item><layer><layerKey>FWPM_LAYER_IKEEXT_V4</layerKey>\n<field/><layerId>" id "</" \
	"layerId>"

static enum target found;

static bool
finds(const char *text)
{
	return dump_target(text, strlen(text), &found);
}

TEST(the_ids_of_layers_tell_the_release)
{
	(void)state;
	CHECK(finds(DUMP("91")));
	CHECK_EQ(found, TARGET_WIN11_24H2);
	CHECK(finds(DUMP("89")));
	CHECK_EQ(found, TARGET_WIN10_22H2);
}

TEST(a_dump_without_layers_or_of_another_release_does_not_tell)
{
	(void)state;
	CHECK(!finds("<wfpdiag><filters/></wfpdiag>"));
	CHECK(!finds(DUMP("77")));
	CHECK(!finds(DUMP("911")));
	CHECK(!finds(""));
}

TEST(a_dump_that_ends_anywhere_is_not_read_beyond)
{
	static const char text[] = DUMP("91");

	(void)state;
	for (size_t length = 0; length < strlen(text); length++) {
		char *copy = malloc(length + 1);

		memcpy(copy, text, length);
		copy[length] = '9';
		dump_target(copy, length, &found);
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ids_of_layers_tell_the_release),
		cmocka_unit_test(a_dump_without_layers_or_of_another_release_does_not_tell),
		cmocka_unit_test(a_dump_that_ends_anywhere_is_not_read_beyond),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
