/*
 * Little-endian numbers in a file's bytes, wherever they lie.
 *
 * A PE's tables are aligned by courtesy only, so nothing is read through a cast.
 * The caller has checked the bounds.
 */
#ifndef IMAGE_BYTES_H
#define IMAGE_BYTES_H

#include <stdint.h>
#include <string.h>

static inline uint16_t
bytes_u16(const uint8_t *at)
{
	uint16_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static inline uint32_t
bytes_u32(const uint8_t *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static inline uint64_t
bytes_u64(const uint8_t *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

#endif
