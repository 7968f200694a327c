/*
 * Writing XML as netsh does: a tab for each level, an element a line, an empty one as <name/>.
 */
#ifndef BFE_XML_WRITE_H
#define BFE_XML_WRITE_H

#include "bfe/xml.h"

struct xml_writer {
	struct text *out;
	unsigned depth;
};

/* The mark, the declaration. */
void xml_begin(struct xml_writer *writer, struct text *out);

void xml_open(struct xml_writer *writer, const char *name);
void xml_close(struct xml_writer *writer, const char *name);
void xml_empty(struct xml_writer *writer, const char *name);

/* <name numItems="3">; with no items it is empty, and false: there is nothing to close. */
bool xml_open_items(struct xml_writer *writer, const char *name, size_t count);

/* NULL or "": empty. */
void xml_leaf(struct xml_writer *writer, const char *name, const char *text);
void xml_leaf_format(struct xml_writer *writer, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* An element as it was read, with all below it. */
void xml_write(struct xml_writer *writer, const struct xml *element);

#endif
