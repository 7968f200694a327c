/*
 * Names for the addresses of a driver: foo!Unload+0x5a.
 *
 * From the file's COFF symbols where a build kept them (mingw's -g), else from where its exception
 * directory says that functions start (foo!fn_1184+0x2a), else foo+0x1234. The table is host
 * memory, made once, and keeps nothing of the file.
 */
#ifndef IMAGE_SYMBOL_H
#define IMAGE_SYMBOL_H

#include "image/pe.h"

struct symbols;

/* `module` is the file's name without its extension. Given back by symbols_free(). */
struct symbols *symbols_make(const struct pe *pe, const uint8_t *bytes, const char *module);
void symbols_free(struct symbols *symbols);

/* Writes at most size - 1 characters and a NUL; how many it wrote. A size of 0 writes nothing. */
size_t symbol_format(const struct symbols *symbols, uint64_t rva, char *out, size_t size);

#endif
