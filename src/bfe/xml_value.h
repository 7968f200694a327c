/*
 * What stands in an element: numbers, strings, blobs, and FWP values, in both directions.
 *
 * An FWP_VALUE0 is handled as the FWP_CONDITION_VALUE0 whose layout it has.
 */
#ifndef BFE_XML_VALUE_H
#define BFE_XML_VALUE_H

#include "bfe/xml_form.h"

/* What a value's field makes of it. */
enum xml_sense {
	SENSE_NONE,
	SENSE_ADDRESS, /* a UINT32 is an IPv4 address */
	SENSE_PATH,    /* a blob is a path in UTF-16 */
};
enum xml_sense xml_sense_of(const GUID *field);

/* The member that a type stands for: "uint8"; NULL: none. */
const char *xml_value_member(uint32_t type);

void xml_put_value(struct xml_writer *writer, const char *name, const FWP_CONDITION_VALUE0 *value,
    enum xml_sense sense);
void xml_put_blob(
    struct xml_writer *writer, const char *name, const FWP_BYTE_BLOB *blob, enum xml_sense sense);
void xml_put_string(struct xml_writer *writer, const char *name, const WCHAR *string);
void xml_put_v4(struct xml_writer *writer, const char *name, UINT32 address);
void xml_put_v6(struct xml_writer *writer, const char *name, const UINT8 *address);
void xml_put_sid(struct xml_writer *writer, const char *name, const SID *sid);

/* False: the error is written. */
bool xml_get_value(
    struct xml_getter *getter, const struct xml *element, FWP_CONDITION_VALUE0 *value);
bool xml_get_number(
    struct xml_getter *getter, const struct xml *element, uint64_t limit, uint64_t *number);
bool xml_get_blob(struct xml_getter *getter, const struct xml *element, FWP_BYTE_BLOB *blob);
bool xml_get_string(struct xml_getter *getter, const struct xml *element, WCHAR **string);
bool xml_get_sid(struct xml_getter *getter, const struct xml *element, SID **sid);

/* Room behind the object, zeroed; an element's text, "" if it has none or has children. */
void *xml_take(struct xml_getter *getter, size_t bytes);
const char *xml_text(const struct xml *element);

#endif
