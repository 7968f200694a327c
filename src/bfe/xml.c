#include "bfe/xml.h"

#include "bfe/xml_document.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 0x40000

/* Memory that goes with the document. */
struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(16) char bytes[];
};

static struct chunk *
chunk_make(size_t bytes)
{
	size_t size = bytes > CHUNK ? bytes : CHUNK;
	struct chunk *chunk = malloc(sizeof(*chunk) + size);

	if (chunk == NULL)
		abort(); /* as struct text does */
	chunk->used = 0;
	chunk->size = size;
	return chunk;
}

static void *
take(struct xml_document *document, size_t bytes)
{
	struct chunk *chunk = document->chunks;
	void *taken;

	bytes = (bytes + 15) & ~(size_t)15;
	if (chunk == NULL || chunk->size - chunk->used < bytes) {
		chunk = chunk_make(bytes);
		chunk->next = document->chunks;
		document->chunks = chunk;
	}
	taken = chunk->bytes + chunk->used;
	chunk->used += bytes;
	return taken;
}

void *
xml_keep(struct xml_document *document, const void *bytes, size_t length)
{
	char *kept = take(document, length + 1);

	if (length > 0)
		memcpy(kept, bytes, length);
	kept[length] = '\0';
	return kept;
}

struct xml *
xml_add(struct xml_document *document, struct xml *parent, const char *name)
{
	struct xml *element = take(document, sizeof(*element));

	*element = (struct xml){ .name = name, .parent = parent };
	if (parent == NULL)
		return element;
	if (parent->last == NULL)
		parent->first = element;
	else
		parent->last->next = element;
	parent->last = element;
	parent->children++;
	return element;
}

struct xml_document *
xml_document_make(const char *name)
{
	const char *base = strrchr(name, '/');
	struct xml_document *document = calloc(1, sizeof(*document));

	if (document == NULL)
		abort();
	base = base == NULL ? name : base + 1;
	document->name = xml_keep(document, base, strlen(base));
	document->root = xml_add(document, NULL, "");
	document->root->line = document->root->column = 1;
	return document;
}

void
xml_free(struct xml_document *document)
{
	struct chunk *next;

	if (document == NULL)
		return;
	for (struct chunk *chunk = document->chunks; chunk != NULL; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	free(document);
}

const struct xml *
xml_root(const struct xml_document *document)
{
	return document->root;
}

const char *
xml_file(const struct xml_document *document)
{
	return document->name;
}

const struct xml *
xml_child(const struct xml *parent, const char *name)
{
	const struct xml *at = parent == NULL ? NULL : parent->first;

	while (at != NULL && strcmp(at->name, name) != 0)
		at = at->next;
	return at;
}

/* The element after this one in a walk over `top` and all below it; depth is the reader's to limit. */
static const struct xml *
walk(const struct xml *top, const struct xml *at)
{
	if (at->first != NULL)
		return at->first;
	while (at != top && at->next == NULL)
		at = at->parent;
	return at == top ? NULL : at->next;
}

size_t
xml_elements(const struct xml *element)
{
	size_t count = 0;

	for (const struct xml *at = element; at != NULL; at = walk(element, at))
		count++;
	return count;
}

size_t
xml_text_bytes(const struct xml *element)
{
	size_t bytes = 0;

	for (const struct xml *at = element; at != NULL; at = walk(element, at))
		bytes += at->text == NULL ? 0 : strlen(at->text);
	return bytes;
}

void
xml_complain(
    struct xml_error *error, const char *file, const struct xml *at, const char *format, ...)
{
	int length =
	    snprintf(error->text, sizeof(error->text), "%.80s:%u:%u: ", file, at->line, at->column);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(error->text + length, sizeof(error->text) - (size_t)length, format, arguments);
	va_end(arguments);
	for (char *byte = error->text; *byte != '\0'; byte++) {
		if ((unsigned char)*byte < ' ' || *byte == 0x7f)
			*byte = ' ';
	}
}
