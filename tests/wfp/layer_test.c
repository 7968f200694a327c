/* The layers of both releases, against shared/windows/layers.tsv and a real machine's wfpstate.xml. */
#include "wfp/layer.h"

#include "../test.h"

#include "executive/target.h"
#include "nt/fwp.h"
#include "wfp/key_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
release_set(uint32_t build)
{
	target_set(build);
	layer_start();
}

static unsigned
count_layers(void)
{
	unsigned count = 0;

	for (uint16_t id = 0; id < LAYERS; id++) {
		const struct layer *layer = layer_by_id(id);

		if (layer == NULL)
			continue;
		count++;
		CHECK_EQ(layer->id, id);
		CHECK_EQ(layer_by_key(&layer->key), layer);
		CHECK_EQ(layer_named(layer->name), layer);
	}
	return count;
}

TEST(every_layer_is_found_by_its_id_its_key_and_its_name)
{
	(void)state;
	release_set(BUILD_WIN10_22H2);
	CHECK_EQ(count_layers(), 95);
	CHECK(layer_by_id(83) == NULL && layer_by_id(84) == NULL && layer_by_id(97) == NULL);
	release_set(BUILD_WIN11_24H2);
	CHECK_EQ(count_layers(), 99);
	CHECK(layer_by_id(LAYERS) == NULL && layer_by_id(0xFFFF) == NULL);
	CHECK(layer_named("") == NULL);
}

TEST(ids_from_85_up_are_two_lower_in_windows_10_22h2)
{
	unsigned user_mode = 0;
	struct layer newest[LAYERS];

	(void)state;
	release_set(BUILD_WIN11_24H2);
	for (uint16_t id = 0; id < LAYERS; id++)
		newest[id] = *layer_by_id(id);
	release_set(BUILD_WIN10_22H2);
	for (uint16_t id = 0; id < LAYERS; id++) {
		const struct layer *layer = layer_by_key(&newest[id].key);

		if (id >= 83 && id <= 86) { /* accept redirect, network connection policy */
			CHECK(layer == NULL);
			continue;
		}
		CHECK_EQ(layer->id, id <= 82 ? id : id - 2);
		CHECK_EQ(layer->fields, newest[id].fields);
		CHECK_EQ(layer->kernel, id <= 82);
		user_mode += !layer->kernel;
	}
	CHECK_EQ(user_mode, 12);
	CHECK_STR(layer_by_id(85)->name, "IPSEC_KM_DEMUX_V4");
	release_set(BUILD_WIN11_24H2);
	CHECK_STR(layer_by_id(85)->name, "OUTBOUND_NETWORK_CONNECTION_POLICY_V4");
}

TEST(an_ids_name_is_the_releases)
{
	(void)state;
	release_set(BUILD_WIN11_24H2);
	CHECK_STR(layer_name(98), "KM_AUTHORIZATION");
	CHECK_STR(layer_name(85), "OUTBOUND_NETWORK_CONNECTION_POLICY_V4");
	release_set(BUILD_WIN10_22H2);
	CHECK_STR(layer_name(96), "KM_AUTHORIZATION");
	CHECK_STR(layer_name(85), "IPSEC_KM_DEMUX_V4");
	CHECK_STR(layer_name(98), "?");
	CHECK_STR(layer_name(UINT64_MAX), "?");
}

TEST(a_key_that_is_no_layers_finds_none)
{
	GUID key = layer_by_id(0)->key;

	(void)state;
	key.Data2++;
	CHECK(layer_by_key(&key) == NULL);
	key.Data1++;
	CHECK(layer_by_key(&key) == NULL);
}

TEST(a_field_is_found_by_its_condition_and_has_its_families_type)
{
	const struct layer *v4 = layer_by_id(44), *v6 = layer_by_id(46); /* AUTH_RECV_ACCEPT */
	int address = layer_field_named(v4, "IP_REMOTE_ADDRESS");

	(void)state;
	CHECK_EQ(address, 6);
	CHECK_EQ(layer_field(v4, &v4->fields[address].condition), address);
	CHECK_EQ(v4->fields[address].type, FWP_UINT32);
	CHECK_EQ(v6->fields[address].type, FWP_BYTE_ARRAY16_TYPE);
	CHECK_EQ(v4->fields[address].kind, FWPM_FIELD_IP_ADDRESS);
	CHECK_EQ(v4->fields[layer_field_named(v4, "IP_REMOTE_PORT")].type, FWP_UINT16);
	CHECK_EQ(v4->fields[layer_field_named(v4, "SIO_FIREWALL_SYSTEM_PORT")].type, FWP_UINT32);
	CHECK_EQ(v4->fields[layer_field_named(v4, "IP_LOCAL_INTERFACE")].type, FWP_UINT64);
	CHECK_EQ(layer_field_named(v4, "MAC_LOCAL_ADDRESS"), -1);
}

TEST(a_layer_says_what_it_allows)
{
	(void)state;
	CHECK(layer_by_id(0)->absorbs && layer_by_id(0)->packets && !layer_by_id(0)->pends);
	CHECK(!layer_by_id(1)->absorbs && layer_by_id(1)->discard);
	CHECK(layer_by_id(48)->pends && !layer_by_id(49)->pends); /* AUTH_CONNECT */
	CHECK(layer_by_id(52)->flow_contexts && !layer_by_id(0)->flow_contexts);
	CHECK(layer_by_id(52)->established && !layer_by_id(48)->established);
	CHECK(!layer_by_id(20)->absorbs && !layer_by_id(20)->packets); /* STREAM */
	CHECK((layer_by_id(0)->metadata & FWPS_METADATA_FIELD_IP_HEADER_SIZE) != 0);
}

static FILE *
shared_open(const char *path)
{
	const char *folder = getenv("DRYDOCK_SHARED");
	char whole[4096];
	FILE *file;

	snprintf(whole, sizeof(whole), "%s/%s", folder != NULL ? folder : "../shared", path);
	file = fopen(whole, "r");
	if (file == NULL) {
		print_message("%s is not there: skipped\n", whole);
		skip();
	}
	return file;
}

/* The tab-separated words of a line, which is cut into them. */
static unsigned
split(char *line, char *words[], unsigned room)
{
	unsigned count = 0;

	line[strcspn(line, "\n")] = '\0';
	while (line != NULL && count < room)
		words[count++] = strsep(&line, "\t");
	return count;
}

static void
check_fields(const struct layer *layer, char *fields)
{
	unsigned count = 0;

	for (char *word = strtok(fields, " "); word != NULL; word = strtok(NULL, " ")) {
		word[strcspn(word, "@")] = '\0';
		CHECK(count < layer->field_count);
		CHECK_STR(layer->fields[count].name, word);
		count++;
	}
	CHECK_EQ(layer->field_count, count);
}

/* Both releases are newer than every '@'; the last two rows are of the newer one. */
static void
check_rows(uint32_t build)
{
	FILE *file = shared_open("windows/layers.tsv");
	char line[4096], *words[12];
	unsigned rows = 0;

	release_set(build);
	CHECK(fgets(line, sizeof(line), file) != NULL);
	while (fgets(line, sizeof(line), file) != NULL) {
		const struct layer *layer;
		int id;

		CHECK_EQ(split(line, words, 12), 12);
		layer = layer_named(words[1]);
		id = atoi(words[2]);
		rows++;
		if (layer == NULL) {
			CHECK(id >= 85 && build < BUILD_WIN11_24H2);
			continue;
		}
		CHECK_EQ(layer->id, id);
		CHECK_EQ(layer->discard, atoi(words[3]));
		CHECK_EQ(layer->flow_contexts, words[8][0] == 'y');
		CHECK(layer->kernel);
		check_fields(layer, words[4]);
	}
	fclose(file);
	CHECK_EQ(rows, 85);
	release_set(BUILD_WIN11_24H2);
}

TEST(every_row_of_the_table_of_layers_is_there_for_windows_11)
{
	(void)state;
	check_rows(BUILD_WIN11_24H2);
}

TEST(every_row_of_the_table_of_layers_is_there_for_windows_10)
{
	(void)state;
	check_rows(BUILD_WIN10_22H2);
}

/* What a line of netsh's says: <tag>text</tag>. */
static bool
line_says(const char *line, const char *tag, char text[256])
{
	char open[64];
	const char *from;

	snprintf(open, sizeof(open), "<%s>", tag);
	from = strstr(line, open);
	if (from == NULL)
		return false;
	from += strlen(open);
	snprintf(text, 256, "%.*s", (int)strcspn(from, "<"), from);
	return true;
}

static const struct layer *
layer_by_shown_key(const char *text)
{
	const GUID *key = key_by_name(text);

	if (key != NULL)
		return layer_by_key(key);
	return layer_by_id(strstr(text, "29243af8") != NULL ? 83 : 84); /* netsh has no name */
}

static uint8_t
data_type(const char *text)
{
	static const struct {
		const char *name;
		uint8_t type;
	} names[] = {
		{ "FWP_UINT8", FWP_UINT8 },
		{ "FWP_UINT16", FWP_UINT16 },
		{ "FWP_UINT32", FWP_UINT32 },
		{ "FWP_UINT64", FWP_UINT64 },
		{ "FWP_BYTE_ARRAY6_TYPE", FWP_BYTE_ARRAY6_TYPE },
		{ "FWP_BYTE_ARRAY16_TYPE", FWP_BYTE_ARRAY16_TYPE },
		{ "FWP_BYTE_BLOB_TYPE", FWP_BYTE_BLOB_TYPE },
		{ "FWP_SID", FWP_SID },
		{ "FWP_TOKEN_INFORMATION_TYPE", FWP_TOKEN_INFORMATION_TYPE },
		{ "FWP_TOKEN_ACCESS_INFORMATION_TYPE", FWP_TOKEN_ACCESS_INFORMATION_TYPE },
	};

	for (unsigned at = 0; at < sizeof(names) / sizeof(names[0]); at++) {
		if (strcmp(names[at].name, text) == 0)
			return names[at].type;
	}
	fail_msg("which type is %s?", text);
	return 0;
}

static uint8_t
field_kind(const char *text)
{
	return strcmp(text, "FWPM_FIELD_FLAGS") == 0   ? FWPM_FIELD_FLAGS
	    : strcmp(text, "FWPM_FIELD_RAW_DATA") == 0 ? FWPM_FIELD_RAW_DATA
						       : FWPM_FIELD_IP_ADDRESS;
}

static uint8_t
layer_flag(const char *text)
{
	return strcmp(text, "FWPM_LAYER_FLAG_KERNEL") == 0         ? FWPM_LAYER_FLAG_KERNEL
	    : strcmp(text, "FWPM_LAYER_FLAG_BUILTIN") == 0         ? FWPM_LAYER_FLAG_BUILTIN
	    : strcmp(text, "FWPM_LAYER_FLAG_CLASSIFY_MOSTLY") == 0 ? FWPM_LAYER_FLAG_CLASSIFY_MOSTLY
								   : FWPM_LAYER_FLAG_BUFFERED;
}

/* What a real machine shows of one layer, line by line, and how far the lines have come. */
struct shown_layer {
	const struct layer *layer; /* NULL: outside of one */
	unsigned field, shown_fields, flags, layers;
};

static void
check_line(struct shown_layer *at, const char *line)
{
	char text[256];

	if (line_says(line, "layerKey", text) && at->layer == NULL && strstr(line, "</") != NULL) {
		*at = (struct shown_layer){
			.layer = layer_by_shown_key(text), .field = UINT8_MAX, .layers = at->layers
		};
		CHECK(at->layer != NULL);
	}
	if (at->layer == NULL)
		return;
	if (line_says(line, "item", text) && strncmp(text, "FWPM_LAYER_FLAG_", 16) == 0)
		at->flags |= layer_flag(text);
	if (line_says(line, "fieldKey", text)) {
		at->field = (unsigned)at->shown_fields++;
		CHECK(key_by_name(text) != NULL);
		CHECK_EQ(layer_field(at->layer, key_by_name(text)), at->field);
	}
	if (at->field != UINT8_MAX && line_says(line, "type", text))
		CHECK_EQ(at->layer->fields[at->field].kind, field_kind(text));
	if (line_says(line, "dataType", text))
		CHECK_EQ(at->layer->fields[at->field].type, data_type(text));
	if (!line_says(line, "layerId", text))
		return;
	CHECK_EQ(at->layer->id, atoi(text));
	CHECK_EQ(at->layer->flags, at->flags);
	CHECK(at->shown_fields == at->layer->field_count
	    || !at->layer->fields[at->shown_fields].has_condition);
	at->layer = NULL;
	at->layers++;
}

TEST(every_layer_of_a_real_machine_has_its_id_flags_fields_and_types)
{
	FILE *file = shared_open("data/netsh/wfpstate.xml");
	struct shown_layer at = { .layer = NULL };
	char line[65536];
	bool inside = false;

	(void)state;
	while (fgets(line, sizeof(line), file) != NULL) {
		inside =
		    inside ? strstr(line, "</layer>") == NULL : strstr(line, "<layer>") != NULL;
		if (inside)
			check_line(&at, line);
	}
	fclose(file);
	CHECK_EQ(at.layers, 99);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_layer_is_found_by_its_id_its_key_and_its_name),
		cmocka_unit_test(ids_from_85_up_are_two_lower_in_windows_10_22h2),
		cmocka_unit_test(an_ids_name_is_the_releases),
		cmocka_unit_test(a_key_that_is_no_layers_finds_none),
		cmocka_unit_test(a_field_is_found_by_its_condition_and_has_its_families_type),
		cmocka_unit_test(a_layer_says_what_it_allows),
		cmocka_unit_test(every_row_of_the_table_of_layers_is_there_for_windows_11),
		cmocka_unit_test(every_row_of_the_table_of_layers_is_there_for_windows_10),
		cmocka_unit_test(every_layer_of_a_real_machine_has_its_id_flags_fields_and_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
