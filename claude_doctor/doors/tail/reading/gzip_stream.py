"""What a gzip file holds up to the place where it breaks off: readers of whole blocks lose the last one."""

from __future__ import annotations

import zlib

_BLOCK = 4096
_WRAPPED = 31  # with gzip's header and checksum
_PIECE = 1 << 20  # so much is unpacked at a time, however well it was packed
# No reader holds back more than this; where more is left, the file is damaged in its middle and that much is
# kept of it.
_MOST = 8 << 20


def rest(path: str, given: int) -> bytes:
    """Return the bytes beyond the first `given` ones that can be decompressed, at most 8 MiB of them."""
    found = bytearray()
    unpacker = zlib.decompressobj(_WRAPPED)
    total = 0
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            while block:
                try:
                    data = unpacker.decompress(block, _PIECE)
                except zlib.error:
                    return bytes(found)
                total += len(data)
                found += data[-(total - given) :] if total > given else b""
                if len(found) >= _MOST:
                    return bytes(found[:_MOST])
                block = unpacker.unconsumed_tail or unpacker.unused_data
                if unpacker.eof:
                    unpacker = zlib.decompressobj(_WRAPPED)
    return bytes(found)
