/*
 * The words that netsh writes for enumerators and flags: the headers' names.
 */
#ifndef BFE_XML_WORD_H
#define BFE_XML_WORD_H

#include <stdbool.h>
#include <stdint.h>

struct xml_word {
	uint32_t value;
	const char *word; /* NULL ends a list */
};

const char *xml_word(const struct xml_word *words, uint32_t value); /* NULL: none */
bool xml_word_value(const struct xml_word *words, const char *word, uint32_t *value);

extern const struct xml_word xml_data_types[];
extern const struct xml_word xml_match_types[];
extern const struct xml_word xml_actions[];
extern const struct xml_word xml_field_types[];
extern const struct xml_word xml_context_types[];

extern const struct xml_word xml_session_flags[];
extern const struct xml_word xml_provider_flags[];
extern const struct xml_word xml_context_flags[];
extern const struct xml_word xml_sublayer_flags[];
extern const struct xml_word xml_layer_flags[];
extern const struct xml_word xml_callout_flags[];
extern const struct xml_word xml_filter_flags[];
extern const struct xml_word xml_event_flags[];

#endif
