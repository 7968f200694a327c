/*
 * Checksums.  Neither has a DDI page; both are the reflected CRCs that ntoskrnl exports them as.
 */
#include "rtl/exports.h"

NTAPI ULONG RtlCrc32(const UCHAR *Buffer, SIZE_T Size, ULONG InitialCrc);
NTAPI ULONG RtlComputeCrc32(ULONG PartialCrc, const UCHAR *Buffer, ULONG Length);
NTAPI ULONGLONG RtlCrc64(const UCHAR *Buffer, SIZE_T Size, ULONGLONG InitialCrc);

#define POLYNOMIAL_32 0xedb88320u
#define POLYNOMIAL_64 0x9a6c9329ac4bc9b5u

static uint64_t
crc(const UCHAR *buffer, size_t size, uint64_t value, uint64_t polynomial)
{
	for (size_t at = 0; at < size; at++) {
		value ^= buffer[at];
		for (int bit = 0; bit < 8; bit++)
			value = value >> 1 ^ (value & 1 ? polynomial : 0);
	}
	return value;
}

ULONG NTAPI
RtlCrc32(const UCHAR *Buffer, SIZE_T Size, ULONG InitialCrc)
{
	return ~(ULONG)crc(Buffer, Size, ~InitialCrc, POLYNOMIAL_32);
}

ULONG NTAPI
RtlComputeCrc32(ULONG PartialCrc, const UCHAR *Buffer, ULONG Length)
{
	return RtlCrc32(Buffer, Length, PartialCrc);
}

ULONGLONG NTAPI
RtlCrc64(const UCHAR *Buffer, SIZE_T Size, ULONGLONG InitialCrc)
{
	return ~crc(Buffer, Size, ~InitialCrc, POLYNOMIAL_64);
}

const struct contract checksum_exports[] = {
	EXPORT(RtlCrc32, 3, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlComputeCrc32, 3, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlCrc64, 3, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};
