/*
 * Can code change MXCSR?
 *
 * Every address may be jumped to, so instructions are looked for at every byte: what is
 * found may be none, but none is missed that stands in these bytes.
 */
#ifndef IMAGE_CONTROL_H
#define IMAGE_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool control_changes(const uint8_t *code, size_t bytes);

#endif
