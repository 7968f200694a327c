/*
 * A document from within: for xml.c and xml_read.c.
 */
#ifndef BFE_XML_DOCUMENT_H
#define BFE_XML_DOCUMENT_H

#include "bfe/xml.h"

struct xml_document {
	struct chunk *chunks;
	const char *name; /* of the file */
	struct xml *root;
};

struct xml_document *xml_document_make(const char *name);
void *xml_keep(struct xml_document *document, const void *bytes, size_t length); /* and a NUL */
struct xml *xml_add(struct xml_document *document, struct xml *parent, const char *name);

#endif
