/*
 * XML as netsh writes it: a tree of elements, read from somebody's file, and text that is written.
 *
 * netsh knows no namespaces, no comments, and one attribute: numItems, on what holds items.  It
 * writes two root elements one after the other, which no XML parser takes; so a tree's root is
 * an element without a name, around them.
 *
 * The file is not to be trusted.  Its size, depth and number of elements are limited; it
 * has no document type, hence no entities but XML's own; a count that lies is an error.
 *
 * A tree is the process's, not the machine's.
 */
#ifndef BFE_XML_H
#define BFE_XML_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define XML_BYTES (UINT64_C(64) << 20)
#define XML_ELEMENTS 4000000
#define XML_DEPTH 64

struct xml {
	const char *name;
	const char *text; /* of a leaf: all of it, "" if there is none; else NULL */
	struct xml *parent;
	struct xml *first, *last; /* children */
	struct xml *next;
	uint32_t line, column; /* of its "<", from 1; columns are bytes */
	uint32_t children;
};

struct xml_error {
	char text[320]; /* "wfpstate.xml:12:7: message", one line */
};

struct xml_document;

/* NULL: `error` says why and where.  `name` goes into messages, without its folders. */
struct xml_document *xml_read(
    const char *name, const char *bytes, size_t length, struct xml_error *error);
void xml_free(struct xml_document *document);

const struct xml *xml_root(const struct xml_document *document);
const char *xml_file(const struct xml_document *document);

/* The first child of that name; NULL: there is none, or no `parent`. */
const struct xml *xml_child(const struct xml *parent, const char *name);
size_t xml_elements(const struct xml *element);   /* it and all below it */
size_t xml_text_bytes(const struct xml *element); /* of the texts below it, and its own */

/* "file:line:column: ", and a message, without what a terminal would obey. */
void xml_complain(struct xml_error *error, const char *file, const struct xml *at,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
