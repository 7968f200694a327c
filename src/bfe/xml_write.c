#include "bfe/xml_write.h"

#include <stdarg.h>
#include <string.h>

void
xml_begin(struct xml_writer *writer, struct text *out)
{
	*writer = (struct xml_writer){ .out = out };
	text_add(
	    out, "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
}

static void
indent(struct xml_writer *writer)
{
	static const char tabs[] = "\t\t\t\t\t\t\t\t";
	unsigned left = writer->depth;

	for (; left > 8; left -= 8)
		text_add_bytes(writer->out, tabs, 8);
	text_add_bytes(writer->out, tabs, left);
}

void
xml_open(struct xml_writer *writer, const char *name)
{
	indent(writer);
	text_add(writer->out, "<%s>\n", name);
	writer->depth++;
}

void
xml_close(struct xml_writer *writer, const char *name)
{
	writer->depth--;
	indent(writer);
	text_add(writer->out, "</%s>\n", name);
}

void
xml_empty(struct xml_writer *writer, const char *name)
{
	indent(writer);
	text_add(writer->out, "<%s/>\n", name);
}

bool
xml_open_items(struct xml_writer *writer, const char *name, size_t count)
{
	if (count == 0) {
		xml_empty(writer, name);
		return false;
	}
	indent(writer);
	text_add(writer->out, "<%s numItems=\"%zu\">\n", name, count);
	writer->depth++;
	return true;
}

static void
add_escaped(struct text *out, const char *text)
{
	size_t plain;

	while ((plain = strcspn(text, "&<>\r")), text[plain] != '\0') {
		text_add_bytes(out, text, plain);
		text += plain;
		text_add(out, "%s",
		    *text == '&'       ? "&amp;"
			: *text == '<' ? "&lt;"
			: *text == '>' ? "&gt;"
				       : "&#13;");
		text++;
	}
	text_add_bytes(out, text, plain);
}

void
xml_leaf(struct xml_writer *writer, const char *name, const char *text)
{
	if (text == NULL || *text == '\0') {
		xml_empty(writer, name);
		return;
	}
	indent(writer);
	text_add(writer->out, "<%s>", name);
	add_escaped(writer->out, text);
	text_add(writer->out, "</%s>\n", name);
}

void
xml_leaf_format(struct xml_writer *writer, const char *name, const char *format, ...)
{
	va_list arguments;

	indent(writer);
	text_add(writer->out, "<%s>", name);
	va_start(arguments, format);
	text_add_list(writer->out, format, arguments);
	va_end(arguments);
	text_add(writer->out, "</%s>\n", name);
}

/* No deeper than the reader allows. */
void
xml_write(struct xml_writer *writer, const struct xml *element)
{
	bool items = element->first != NULL && strcmp(element->first->name, "item") == 0;

	if (element->first == NULL) {
		xml_leaf(writer, element->name, element->text);
		return;
	}
	if (items)
		xml_open_items(writer, element->name, element->children);
	else
		xml_open(writer, element->name);
	for (const struct xml *at = element->first; at != NULL; at = at->next)
		xml_write(writer, at);
	xml_close(writer, element->name);
}
