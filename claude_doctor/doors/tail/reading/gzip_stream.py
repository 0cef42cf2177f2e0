"""What a gzip file holds up to the place where it breaks off: readers of whole blocks lose the last one."""

from __future__ import annotations

import zlib

_BLOCK = 4096
_WRAPPED = 31  # with gzip's header and checksum


def rest(path: str, given: int) -> bytes:
    """Return the bytes beyond the first `given` ones that can be decompressed."""
    found = bytearray()
    unpacker = zlib.decompressobj(_WRAPPED)
    total = 0
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            while block:
                try:
                    data = unpacker.decompress(block)
                except zlib.error:
                    return bytes(found)
                total += len(data)
                found += data[-(total - given) :] if total > given else b""
                block = unpacker.unused_data
                if unpacker.eof:
                    unpacker = zlib.decompressobj(_WRAPPED)
    return bytes(found)
