/*
 * The shapes of FWPM structures in netsh's XML: one table for each, for both directions.
 *
 * Windows: netsh names elements as the headers name members, in the members' order; an item
 *   list is one element for count and pointer.  [netsh wfp show state]
 */
#ifndef BFE_XML_FORM_H
#define BFE_XML_FORM_H

#include "bfe/xml_word.h"
#include "bfe/xml_write.h"
#include "nt/fwp.h"

#include <stddef.h>

enum xml_form {
	FORM_KEY,          /* GUID; of zeroes: an empty element */
	FORM_KEY_POINTER,  /* GUID * */
	FORM_STRING,       /* WCHAR * */
	FORM_SID,          /* SID * */
	FORM_BLOB,         /* FWP_BYTE_BLOB */
	FORM_BLOB_POINTER, /* FWP_BYTE_BLOB * */
	FORM_FLAGS,        /* UINT32, as items */
	FORM_WORD,         /* UINT32 */
	FORM_UINT16,
	FORM_UINT32,
	FORM_UINT64,
	FORM_BOOL,      /* UINT32 */
	FORM_VALUE,     /* FWP_VALUE0 */
	FORM_CONDITION, /* FWP_CONDITION_VALUE0, whose field the object's fieldKey is */
	FORM_SHAPE,
	FORM_ITEMS,   /* UINT32 and a pointer to structures */
	FORM_NOTHING, /* always empty */
};

struct xml_shape;

struct xml_member {
	const char *name; /* NULL ends a list */
	enum xml_form form;
	uint16_t at;       /* in the object */
	uint16_t count_at; /* of items */
	const struct xml_word *words;
	const struct xml_shape *shape;
	bool (*present)(const void *object); /* to be written; NULL: always */
};

struct xml_shape {
	size_t bytes;
	const struct xml_member *members;
};

extern const struct xml_shape xml_session;
extern const struct xml_shape xml_provider;
extern const struct xml_shape xml_sublayer;
extern const struct xml_shape xml_layer;
extern const struct xml_shape xml_callout;
extern const struct xml_shape xml_filter;
/* What contexts of other types than the general one have in the middle is kept as XML. */
extern const struct xml_shape xml_context;
extern const struct xml_shape xml_context_head, xml_context_tail;

/* Writes the object's members. */
void xml_put(struct xml_writer *writer, const struct xml_shape *shape, const void *object);

/* Reading an object: where it goes, and what becomes of what is wrong. */
struct xml_getter {
	const char *file;
	struct xml_error *error;
	char *room; /* of what the object points to */
	size_t used, size;
	void (*unknown)(void *context, const struct xml *element); /* an element without a member */
	void *context;
};

/* As many bytes as the object that the element stands for can point to. */
size_t xml_room(const struct xml *element);

/* False: `error` says what can't be read.  The object was zeroed by the caller. */
bool xml_get(struct xml_getter *getter, const struct xml_shape *shape, const struct xml *element,
    void *object);

#endif
