"""Bytes -> complete server-sent events; half an event at the end is no event. Linear in the input, whatever
the chunks.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

_END = re.compile(rb"(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r)")
_LINES = re.compile(rb"\r\n|\n|\r")
_LONGEST = 64 * 1024 * 1024
_decode = msgspec.json.Decoder().decode


class BrokenEventError(ValueError):
    """An event that is longer than any real one, or whose data is no JSON."""


class Sse:
    """One connection's bytes. `feed` returns the raw bytes of each event that is complete."""

    __slots__ = ("_buffer", "_scanned")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._scanned = 0

    def feed(self, chunk: bytes) -> list[bytes]:
        """Take more bytes; BrokenEventError for an event longer than any real one."""
        buffer = self._buffer
        buffer += chunk
        found: list[bytes] = []
        start = 0
        at = max(self._scanned - 3, 0)
        while (end := _END.search(buffer, at)) is not None:
            found.append(bytes(buffer[start : end.end()]))
            start = at = end.end()
        if start:
            del buffer[:start]
        self._scanned = len(buffer)
        if len(buffer) > _LONGEST:
            raise BrokenEventError("an event is longer than 64 MiB")
        return found


def data_of(raw: bytes) -> Any:
    """Return the JSON of an event's data; BrokenEventError when it is none."""
    at = raw.find(b"data:")
    if at < 0:
        return None
    # Nearly every event has one line of data: two lines in all.
    parts = [line[5:].removeprefix(b" ") for line in _LINES.split(raw) if line.startswith(b"data:")]
    if not parts:
        return None
    data = parts[0] if len(parts) == 1 else b"\n".join(parts)
    if not data.strip():
        return None
    try:
        return _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:
            return json.loads(data)  # half of a surrogate pair, which is allowed in JSON
        except (ValueError, RecursionError) as error:
            raise BrokenEventError(f"an event is no JSON: {type(error).__name__}") from error


def event(data: dict[str, Any]) -> bytes:
    """Return an event as bytes."""
    try:
        line = msgspec.json.encode(data)
    except (UnicodeEncodeError, TypeError):
        line = json.dumps(data).encode()
    return b"event: " + str(data["type"]).encode() + b"\ndata: " + line + b"\n\n"


def text_delta(index: int, text: str) -> bytes:
    """Return the event that adds to the text of a block."""
    return event(
        {"type": "content_block_delta", "index": index, "delta": {"type": "text_delta", "text": text}}
    )
