/*
 * The half of pe_parse() that walks what the headers point at.
 */
#ifndef IMAGE_PE_TABLES_H
#define IMAGE_PE_TABLES_H

#include "image/pe.h"

/*
 * Walks imports, relocations, functions and load configuration once, so that the iterators of
 * pe.h cannot fail later; fills in import_count and security_cookie.
 */
bool pe_tables_check(struct pe *pe, const uint8_t *bytes, struct pe_error *error);

#endif
