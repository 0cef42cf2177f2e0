"""Whether a zstd file is whole: its blocks are walked by their headers, without unpacking (RFC 8878).

The decompressor ends silently where a file was cut off, so somebody has to look.
"""

from __future__ import annotations

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_FRAME = 0xFD2FB528
_SKIPPABLE = 0x184D2A50
_HEADER = 18


def is_whole(path: str) -> bool:
    """Return whether every frame of a file has its last block."""
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        while file.tell() < size:
            if not _frame(file, size):
                return False
    return True


def _frame(file: BinaryIO, size: int) -> bool:
    start = file.tell()
    head = file.read(_HEADER)
    if len(head) < 8:
        return False
    magic, length = struct.unpack("<II", head[:8])
    if magic & 0xFFFFFFF0 == _SKIPPABLE:
        file.seek(start + 8 + length)
        return bool(start + 8 + length <= size)
    if magic != _FRAME:
        return False
    flags = head[4]
    single = flags >> 5 & 1
    fields = (0 if single else 1) + (0, 1, 2, 4)[flags & 3] + ((1 if single else 0), 2, 4, 8)[flags >> 6]
    file.seek(start + 5 + fields)
    return _blocks(file, size, checksum=bool(flags >> 2 & 1))


def _blocks(file: BinaryIO, size: int, *, checksum: bool) -> bool:
    while True:
        head = file.read(3)
        if len(head) < 3:
            return False
        number = int.from_bytes(head, "little")
        length = 1 if number >> 1 & 3 == 1 else number >> 3
        end = file.tell() + length
        if end > size:
            return False
        file.seek(end)
        if number & 1:
            end += 4 * checksum
            file.seek(end)
            return end <= size
