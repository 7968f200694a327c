/*
 * Any bytes, as a dump of netsh's and as a descriptor's text: read, add to a machine what can be
 * added, and write all of it again.  What was written must be readable.
 */
#include "bfe/import.h"
#include "report/netsh.h"
#include "security/descriptor.h"
#include "security/sddl.h"

#include "../wfp/engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct dump {
	const char *bytes;
	size_t length;
	struct text shown;
};

static void
expect_line(const char *text)
{
	if (text[0] == '\0' || strchr(text, '\n') != NULL)
		abort();
}

static void
remark(void *context, const char *line)
{
	(void)context;
	expect_line(line);
}

static void
take(void *context)
{
	struct dump *dump = context;
	struct xml_error error = { "" };
	struct import *import = import_read("fuzz.xml", dump->bytes, dump->length, &error);

	if (import == NULL) {
		expect_line(error.text);
		return;
	}
	import_install(import, remark, NULL);
	netsh_state(import, &dump->shown);
	import_free(import);
}

static void
try_dump(const char *bytes, size_t length)
{
	struct dump first = { .bytes = bytes, .length = length }, second = { 0 };

	engine_start();
	engine_run(take, &first);
	if (first.shown.length > 0) {
		second.bytes = first.shown.bytes;
		second.length = first.shown.length;
		engine_start();
		engine_run(take, &second);
		if (second.shown.length == 0)
			abort(); /* what we write we must read */
	}
	text_free(&first.shown);
	text_free(&second.shown);
}

static void
try_descriptor(const char *bytes, size_t length)
{
	char *text = strndup(bytes, length);
	char *room = malloc(sddl_room(text));
	struct text shown = { 0 };
	const char *where;
	size_t used;

	if (sddl_read(text, room, &used, &where)) {
		if (used > sddl_room(text) || !descriptor_valid(room))
			abort();
		sddl_write(room, &shown);
	} else if (where < text || where > text + strlen(text)) {
		abort();
	}
	text_free(&shown);
	free(room);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	try_descriptor((const char *)bytes, length);
	try_dump((const char *)bytes, length);
	return 0;
}
