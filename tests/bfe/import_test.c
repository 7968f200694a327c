/*
 * Dumps of netsh's: what is read is what is shown again, and bad ones are refused with a place.
 */
#include "bfe/import.h"

#include "bfe/xml_write.h"
#include "report/netsh.h"

#include "../wfp/engine.h"

#include <stdio.h>

static struct xml_error error;

static void
check_refused(const char *text, const char *message)
{
	struct xml_document *document = xml_read("folder/a.xml", text, strlen(text), &error);

	CHECK(document == NULL);
	CHECK_STR(error.text, message);
}

TEST(a_bad_file_is_refused_with_its_place)
{
	(void)state;
	check_refused(
	    "<a>\n <c>\n</a>", "a.xml:3:5: Opening and ending tag mismatch: c line 2 and a");
	check_refused("text", "a.xml:1:1: text between elements");
	check_refused("<a>x<b/></a>", "a.xml:1:4: text between elements");
	check_refused("<a>\n<b numItems=\"2\"><item/></b></a>",
	    "a.xml:2:1: numItems is not the number of items");
	check_refused("<a numItems=\"1\"><b/></a>", "a.xml:1:17: something else among the items");
	check_refused("<a b=\"1\"/>", "a.xml:1:9: an attribute other than numItems");
	check_refused("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>",
	    "a.xml:1:1: the file is not in UTF-8");
}

TEST(a_document_type_is_refused_and_with_it_all_entities)
{
	(void)state;
	check_refused("<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x \"xx\">]>\n<a>&x;</a>",
	    "a.xml:2:2: a document type is not netsh's");
	check_refused("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
	    "a.xml:1:2: a document type is not netsh's");
}

TEST(a_deep_file_is_refused)
{
	struct text deep = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		text_add(&deep, "<a>");
	CHECK(xml_read("a.xml", text_string(&deep), deep.length, &error) == NULL);
	CHECK(strstr(error.text, "elements are nested too deep") != NULL);
	text_free(&deep);
}

TEST(a_tree_is_written_as_netsh_would)
{
	static const char text[] =
	    "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	    "<wfpstate>\n\t<empty/>\n\t<list numItems=\"2\">\n\t\t<item>a &amp; b</item>\n"
	    "\t\t<item/>\n\t</list>\n</wfpstate>\n<other>1</other>\n";
	struct xml_document *document = xml_read("a.xml", text, sizeof(text) - 1, &error);
	struct text out = { 0 };
	struct xml_writer writer;

	(void)state;
	CHECK(document != NULL);
	xml_begin(&writer, &out);
	for (const struct xml *at = xml_root(document)->first; at != NULL; at = at->next)
		xml_write(&writer, at);
	CHECK_STR(text_string(&out), text);
	CHECK_EQ(xml_child(xml_root(document)->first, "list")->line, 4);
	CHECK_EQ(xml_child(xml_root(document)->first, "list")->column, 2);
	text_free(&out);
	xml_free(document);
}

static unsigned remarks;
static char last_remark[400];

static void
remark(void *context, const char *line)
{
	(void)context;
	remarks++;
	snprintf(last_remark, sizeof(last_remark), "%s", line);
}

#define KEY "{11111111-2222-3333-4444-555555555555}"
#define FILTER(condition, id) \
	"<wfpdiag><filters numItems=\"1\"><item><filterKey>" KEY "</filterKey>" \
	"<layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey><weight><type>FWP_EMPTY</type></" \
	"weight>" \
	"<filterCondition " \
	"numItems=\"1\"><item><fieldKey>FWPM_CONDITION_IP_REMOTE_ADDRESS</fieldKey>" \
	"<matchType>FWP_MATCH_EQUAL</matchType><conditionValue>" condition \
	"</conditionValue></item></filterCondition><action><type>FWP_ACTION_BLOCK</type></action>" \
	"<filterId>" id "</filterId></item></filters></wfpdiag>"

static uint32_t
filters_left_out(const char *text)
{
	struct import *import = import_read("a.xml", text, strlen(text), &error);
	uint32_t left_out;

	CHECK(import != NULL);
	remarks = 0;
	import_install(import, remark, NULL);
	left_out = import_count(import)->left_out[IMPORT_FILTERS];
	import_free(import);
	return left_out;
}

ENGINE_TEST(a_filter_that_does_not_parse_is_left_out_and_named)
{
	CHECK_EQ(filters_left_out(FILTER("<type>FWP_UINT32</type><uint32>1.2.3</uint32>", "5")), 1);
	CHECK(strstr(last_remark, "<uint32> wants an IPv4 address, not '1.2.3'") != NULL);
	CHECK_EQ(filters_left_out(FILTER("<type>FWP_UINT33</type>", "5")), 1);
	CHECK_EQ(filters_left_out(FILTER("<type>FWP_UINT64</type><uint64>1</uint64>", "5")), 1);
	CHECK(strstr(last_remark, "STATUS_FWP_TYPE_MISMATCH") != NULL);
	CHECK_EQ(filters_left_out(FILTER("<type>FWP_V4_ADDR_MASK</type><v4AddrMask>"
					 "<addr>10.0.0.0</addr></v4AddrMask>",
		     "5")),
	    1);
}

#define PORTS(low, high) \
	"<type>FWP_RANGE_TYPE</type><rangeValue><valueLow>" low "</valueLow><valueHigh>" high \
	"</valueHigh></rangeValue>"

/* A dump is as little to be trusted as a driver. */
ENGINE_TEST(a_filter_whose_values_are_no_values_is_left_out_and_named)
{
	CHECK_EQ(filters_left_out(FILTER(PORTS("<type>FWP_UINT32</type><uint32>10.0.0.9</uint32>",
					     "<type>FWP_UINT32</type><uint32>10.0.0.1</uint32>"),
		     "5")),
	    1);
	CHECK_STR(last_remark,
	    "a.xml:1:32: this filter can't be added: 0xC0220020 STATUS_FWP_INVALID_RANGE");
	CHECK_EQ(filters_left_out(FILTER("<type>FWP_RANGE_TYPE</type>", "5")), 1);
	CHECK_EQ(filters_left_out(FILTER("<type>FWP_SID</type>", "5")), 1);
	CHECK_EQ(filters_left_out(FILTER("<type>FWP_SECURITY_DESCRIPTOR_TYPE</type>"
					 "<sd><data>00</data></sd>",
		     "5")),
	    1);
	CHECK_EQ(filters_left_out(FILTER("<type>FWP_V4_ADDR_MASK</type>", "5")), 1);
}

#define CONTEXT(type, rest) \
	"<wfpstate><providerContexts numItems=\"1\"><item><providerContextKey>" KEY \
	"</providerContextKey><type>" type "</type>" rest "</item></providerContexts></wfpstate>"

static uint32_t
contexts_left_out(const char *text)
{
	struct import *import = import_read("a.xml", text, strlen(text), &error);
	uint32_t left_out;

	CHECK(import != NULL);
	import_install(import, remark, NULL);
	left_out = import_count(import)->left_out[IMPORT_CONTEXTS];
	import_free(import);
	return left_out;
}

ENGINE_TEST(a_general_context_needs_its_data)
{
	CHECK_EQ(contexts_left_out(CONTEXT("FWPM_GENERAL_CONTEXT", "")), 1);
	CHECK_EQ(contexts_left_out(CONTEXT("99", "<dataBuffer/>")), 1);
	CHECK_EQ(contexts_left_out(CONTEXT("FWPM_GENERAL_CONTEXT", "<dataBuffer/>")), 0);
}

ENGINE_TEST(a_context_of_ipsec_shows_nothing_and_is_taken)
{
	CHECK_EQ(contexts_left_out(
		     CONTEXT("FWPM_IPSEC_IKE_MM_CONTEXT", "<ikeMmPolicy><x>1</x></ikeMmPolicy>")),
	    0);
}

ENGINE_TEST(an_imported_filter_keeps_its_id)
{
	FWPM_FILTER0 *shown;

	CHECK_EQ(
	    filters_left_out(FILTER("<type>FWP_UINT32</type><uint32>10.0.0.1</uint32>", "70001")),
	    0);
	CHECK_EQ(FwpmFilterGetById0(engine_open(false), 70001, &shown), STATUS_SUCCESS);
	CHECK_EQ(shown->filterCondition[0].conditionValue.uint32, 0x0A000001);
}

static char *whole, *again;
static size_t whole_bytes;

/* asString follows from data; the file's was not made anonymous where its data was. */
static void
blank_strings(char *text)
{
	while ((text = strstr(text, "<asString>")) != NULL) {
		for (; *text != '\n' && *text != '\0'; text++)
			*text = ' ';
	}
}

static void
read_shared(void)
{
	const char *shared = getenv("DRYDOCK_SHARED");
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/data/netsh/wfpstate.xml", shared ? shared : "../shared");
	file = fopen(path, "rb");
	if (file == NULL) {
		printf("skipped: there is no %s\n", path);
		skip();
	}
	whole = calloc(1, 8 << 20);
	whole_bytes = fread(whole, 1, (8 << 20) - 1, file);
	fclose(file);
}

static void
round_trip(void *unused)
{
	struct import *import = import_read("wfpstate.xml", whole, whole_bytes, &error);
	struct text out = { 0 };

	(void)unused;
	CHECK(import != NULL);
	remarks = 0;
	import_install(import, remark, NULL);
	netsh_state(import, &out);
	again = strdup(text_string(&out));
	CHECK_EQ(import_count(import)->weights, import_count(import)->read[IMPORT_FILTERS]);
	text_free(&out);
	import_free(import);
}

TEST(a_real_machines_state_is_shown_as_it_was_read)
{
	(void)state;
	read_shared();
	engine_start();
	engine_run(round_trip, NULL);
	CHECK_EQ(remarks, 0);
	blank_strings(whole);
	blank_strings(again);
	CHECK_STR(again, whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bad_file_is_refused_with_its_place),
		cmocka_unit_test(a_document_type_is_refused_and_with_it_all_entities),
		cmocka_unit_test(a_deep_file_is_refused),
		cmocka_unit_test(a_tree_is_written_as_netsh_would),
		cmocka_unit_test(a_filter_that_does_not_parse_is_left_out_and_named),
		cmocka_unit_test(a_filter_whose_values_are_no_values_is_left_out_and_named),
		cmocka_unit_test(a_general_context_needs_its_data),
		cmocka_unit_test(a_context_of_ipsec_shows_nothing_and_is_taken),
		cmocka_unit_test(an_imported_filter_keeps_its_id),
		cmocka_unit_test(a_real_machines_state_is_shown_as_it_was_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
