"""The last strokes on a linked image: the integrity bit, the check sum.

Windows refuses to load a driver whose check sum is wrong, and lld writes none.  The sum is
that of all 16-bit words with the carry added back, the sum's own field taken as 0, plus the
file's length.  [PE format, optional header: CheckSum]
"""
import struct

FORCE_INTEGRITY = 0x0080
# in the optional header
CHECK_SUM, CHARACTERISTICS = 64, 70


def check_sum(data):
    padded = bytes(data) + bytes(len(data) % 2)
    total = sum(struct.unpack(f"<{len(padded) // 2}H", padded))
    while total > 0xffff:
        total = (total & 0xffff) + (total >> 16)
    return total + len(data)


def finish(path, integrity_check):
    data = bytearray(path.read_bytes())
    header = struct.unpack_from("<I", data, 0x3c)[0]
    optional = header + 24
    struct.pack_into("<I", data, header + 8, 0)     # no time stamp
    if integrity_check:
        bits = struct.unpack_from("<H", data, optional + CHARACTERISTICS)[0]
        struct.pack_into("<H", data, optional + CHARACTERISTICS, bits | FORCE_INTEGRITY)
    struct.pack_into("<I", data, optional + CHECK_SUM, 0)
    struct.pack_into("<I", data, optional + CHECK_SUM, check_sum(data))
    path.write_bytes(data)
