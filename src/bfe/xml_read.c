/*
 * Reading: libxml2 parses, and tells each element as it comes.
 *
 * What is parsed is a copy of the file in which one element stands around the roots; the XML
 * declaration makes room for its start, so that places in the copy are those in the file.
 * libxml2 may neither open nor fetch anything, and a document type ends the reading before
 * any of it means something.
 */
#include "bfe/xml.h"

#include "bfe/xml_document.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#define WRAPPER "netsh"
#define BLANKS " \t\r\n"
#define BEGIN "<" WRAPPER ">"
#define END "</" WRAPPER ">"

struct reading {
	struct xml_document *document;
	struct xml_error *error;
	xmlParserCtxtPtr parser;
	const char *bytes;      /* the copy */
	const char *known;      /* up to here lines were counted */
	const char *line_start; /* of the line that holds `known` */
	uint32_t line;
	size_t shift; /* bytes of the first line that are not the file's */
	struct xml *at;
	struct text text; /* of the element that is open */
	uint32_t elements, depth;
	long items[XML_DEPTH + 1]; /* what numItems said, by depth; -1: nothing */
	bool failed;
};

/* Where the parser is, in the copy. */
static const char *
cursor(const struct reading *reading)
{
	return reading->bytes + xmlByteConsumed(reading->parser);
}

/* Asked for places that only ever go on. */
static struct xml
place(struct reading *reading, const char *where)
{
	for (; reading->known < where; reading->known++) {
		if (*reading->known != '\n')
			continue;
		reading->line++;
		reading->line_start = reading->known + 1;
	}
	return (struct xml){
		.line = reading->line,
		.column = (uint32_t)(where - reading->line_start
		    - (reading->line == 1 ? (ptrdiff_t)reading->shift : 0) + 1),
	};
}

static void
fail(struct reading *reading, const struct xml *at, const char *message)
{
	if (reading->failed)
		return;
	reading->failed = true;
	xml_complain(reading->error, reading->document->name, at, "%s", message);
	xmlStopParser(reading->parser);
}

static void
fail_here(struct reading *reading, const char *message)
{
	struct xml at = place(reading, cursor(reading));

	fail(reading, &at, message);
}

static bool
is_blank(const char *text)
{
	return text[strspn(text, BLANKS)] == '\0';
}

/* Behind the last tag, where the parser does not tell places of texts. */
static const char *
text_start(const struct reading *reading)
{
	const char *at = reading->known;

	for (; strchr("< \t\r\n", *at) != NULL && *at != '\0'; at++)
		at += *at == '<' ? strcspn(at, ">") : 0;
	return at;
}

/* Text stands in leaves alone. */
static bool
text_ends(struct reading *reading, bool of_leaf)
{
	const char *text = text_string(&reading->text);

	if (!of_leaf && !is_blank(text)) {
		struct xml at = place(reading, text_start(reading));

		fail(reading, &at, "text between elements");
		return false;
	}
	if (of_leaf && reading->at->first == NULL)
		reading->at->text = xml_keep(reading->document, text, reading->text.length);
	text_clear(&reading->text);
	return true;
}

static long
items_of(struct reading *reading, int count, const xmlChar **attributes)
{
	long items = -1;

	for (int i = 0; i < count; i++) {
		const char *name = (const char *)attributes[5 * i];
		const char *value = (const char *)attributes[5 * i + 3];
		size_t length = (size_t)((const char *)attributes[5 * i + 4] - value);

		if (strcmp(name, "numItems") != 0) {
			fail_here(reading, "an attribute other than numItems");
			return -1;
		}
		items = 0;
		for (size_t digit = 0; digit < length && items <= XML_ELEMENTS; digit++) {
			if (value[digit] < '0' || value[digit] > '9')
				length = 0;
			else
				items = items * 10 + (value[digit] - '0');
		}
		if (length == 0 || items > XML_ELEMENTS) {
			fail_here(reading, "numItems is no number of items");
			return -1;
		}
	}
	return items;
}

/* The "<" of the start tag that the parser has just read the name and the attributes of. */
static const char *
tag_start(const struct reading *reading)
{
	const char *at = cursor(reading);

	while (at > reading->bytes && *at != '<')
		at--;
	return at;
}

static void
begin_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
    int namespaces, const xmlChar **declared, int attributes, int defaulted,
    const xmlChar **attribute)
{
	struct reading *reading = ((xmlParserCtxtPtr)context)->_private;
	struct xml here;

	(void)prefix, (void)uri, (void)namespaces, (void)declared, (void)defaulted;
	if (reading->failed || !text_ends(reading, false))
		return;
	here = place(reading, tag_start(reading));
	if (reading->depth == 0) {
		reading->at = reading->document->root;
	} else {
		reading->at = xml_add(reading->document, reading->at,
		    xml_keep(reading->document, name, strlen((const char *)name)));
		reading->at->line = here.line;
		reading->at->column = here.column;
	}
	if (++reading->elements > XML_ELEMENTS)
		fail(reading, &here, "too many elements");
	else if (++reading->depth > XML_DEPTH)
		fail(reading, &here, "elements are nested too deep");
	else
		reading->items[reading->depth] = items_of(reading, attributes, attribute);
}

static void
check_items(struct reading *reading, const struct xml *element)
{
	long items = reading->items[reading->depth];

	if (items < 0)
		return;
	if (items != (long)element->children) {
		fail(reading, element, "numItems is not the number of items");
		return;
	}
	for (const struct xml *at = element->first; at != NULL; at = at->next) {
		if (strcmp(at->name, "item") != 0) {
			fail(reading, at, "something else among the items");
			return;
		}
	}
}

static void
end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reading *reading = ((xmlParserCtxtPtr)context)->_private;

	(void)name, (void)prefix, (void)uri;
	if (reading->failed
	    || !text_ends(reading, reading->depth > 1 && reading->at->first == NULL))
		return;
	check_items(reading, reading->at);
	reading->at = reading->at->parent;
	place(reading, cursor(reading));
	reading->depth--;
}

static void
add_text(void *context, const xmlChar *text, int length)
{
	struct reading *reading = ((xmlParserCtxtPtr)context)->_private;

	if (!reading->failed && reading->depth > 0)
		text_add_bytes(&reading->text, text, (size_t)length);
}

/* The first of the parser's errors: the others follow from it. */
static void
parser_fails(void *context, xmlErrorPtr error)
{
	struct reading *reading = ((xmlParserCtxtPtr)context)->_private;
	const char *doctype = "<!DOCTYPE";
	struct xml at = { .line = 1, .column = 1 };
	char message[200];

	if (reading->failed || error->level < XML_ERR_ERROR)
		return;
	at.line = error->line > 0 ? (uint32_t)error->line : 1;
	at.column = error->int2 > 0 ? (uint32_t)error->int2 : 1;
	if (at.line == 1 && at.column > reading->shift)
		at.column -= (uint32_t)reading->shift;
	snprintf(
	    message, sizeof(message), "%s", error->message == NULL ? "no XML" : error->message);
	message[strcspn(message, "\n")] = '\0';
	if (strncmp(tag_start(reading), doctype, strlen(doctype)) == 0)
		snprintf(message, sizeof(message), "a document type is not netsh's");
	else if (strstr(message, WRAPPER) != NULL)
		snprintf(message, sizeof(message),
		    "the file ends within an element, or goes on behind its end");
	fail(reading, &at, message);
}

static void
parse(struct reading *reading, size_t length)
{
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = begin_element,
		.endElementNs = end_element,
		.characters = add_text,
		.cdataBlock = add_text,
		.serror = parser_fails,
	};
	xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(reading->bytes, (int)length);

	if (parser == NULL)
		abort();
	*parser->sax = handler;
	xmlCtxtUseOptions(parser, XML_PARSE_NONET);
	parser->_private = reading;
	reading->parser = parser;
	reading->known = reading->line_start = reading->bytes;
	xmlParseDocument(parser);
	if (!parser->wellFormed && !reading->failed)
		fail_here(reading, "this is no XML");
	xmlFreeParserCtxt(parser);
}

/* The declaration's length; 0: there is none.  A file in another encoding than UTF-8 is refused. */
static size_t
declaration(struct reading *reading, const char *bytes, size_t length)
{
	static const struct xml start = { .line = 1, .column = 1 };
	const char *end = NULL, *encoding;
	char text[200];

	if (length >= 2
	    && ((bytes[0] == '\xff' && bytes[1] == '\xfe') || bytes[0] == '\0'
		|| bytes[1] == '\0')) {
		xml_complain(reading->error, reading->document->name, &start,
		    "the file is not in UTF-8; netsh wfp … file= writes it so");
		reading->failed = true;
		return 0;
	}
	if (length < 6 || strncmp(bytes, "<?xml", 5) != 0)
		return 0;
	snprintf(text, sizeof(text), "%.*s", (int)(length < 199 ? length : 199), bytes);
	end = strstr(text, "?>");
	encoding = strstr(text, "encoding");
	if (end == NULL || memchr(text, '\n', (size_t)(end - text)) != NULL)
		return 0; /* the parser will say what is wrong with it */
	if (encoding != NULL && encoding < end && strcasestr(encoding, "utf-8") == NULL) {
		xml_complain(
		    reading->error, reading->document->name, &start, "the file is not in UTF-8");
		reading->failed = true;
	}
	return (size_t)(end + 2 - text);
}

/* The copy, with an element around the roots; NULL: it failed. */
static char *
wrapped(struct reading *reading, const char *bytes, size_t length, size_t *copied)
{
	static const struct xml start = { .line = 1, .column = 1 };
	size_t mark = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	size_t declared, gap;
	char *copy;

	bytes += mark;
	length -= mark;
	declared = declaration(reading, bytes, length);
	if (length > XML_BYTES) {
		xml_complain(reading->error, reading->document->name, &start,
		    "the file is larger than %u MB", (unsigned)(XML_BYTES >> 20));
		reading->failed = true;
	}
	if (reading->failed)
		return NULL;
	gap = declared >= strlen(BEGIN) ? declared - strlen(BEGIN) : 0;
	reading->shift = strlen(BEGIN) + gap - declared - mark;
	copy = malloc(strlen(BEGIN) + gap + length - declared + strlen(END) + 1);
	if (copy == NULL)
		abort();
	memcpy(copy, BEGIN, strlen(BEGIN));
	*copied = strlen(BEGIN);
	memset(copy + *copied, ' ', gap);
	*copied += gap;
	memcpy(copy + *copied, bytes + declared, length - declared);
	*copied += length - declared;
	memcpy(copy + *copied, END, strlen(END) + 1);
	*copied += strlen(END);
	return copy;
}

struct xml_document *
xml_read(const char *name, const char *bytes, size_t length, struct xml_error *error)
{
	struct reading reading = {
		.document = xml_document_make(name),
		.error = error,
		.line = 1,
	};
	size_t copied = 0;
	char *copy = wrapped(&reading, bytes, length, &copied);

	reading.bytes = copy;
	if (copy != NULL)
		parse(&reading, copied);
	free(copy);
	text_free(&reading.text);
	if (!reading.failed)
		return reading.document;
	xml_free(reading.document);
	return NULL;
}
