"""The elements of a batch file: (line, raw text) pairs out of JSONL, `{"requests": [...]}` or an array, in constant memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

CHUNK = 1 << 20
_HEAD = 1 << 16
_SKIP = rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+'
# Everything up to the next bracket outside of strings; no match while a string is not closed yet.
_BRACKET = re.compile(_SKIP + rb"([{}\[\]])", re.S)
_ARRAY = re.compile(rb"\s*\[(?=\s*[{\]])")
# Other keys may stand before `requests`, as long as their values hold no object.
_OBJECT = re.compile(
    rb'\s*\{(?:\s*"(?!requests"|custom_id"|params")[^"\\]*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[\w.+-]+|\[[^\[\]{}]*\])\s*,)*\s*"requests"\s*:\s*\[', re.S
)


class Elements:
    """The elements of one input. `form` is jsonl, object or array; `trouble` says what is wrong with the text around them.

    A JSONL input may `stop` after the line that reaches so many bytes.
    """

    def __init__(self, stream: BinaryIO, stop: int = 0) -> None:
        self.stream = stream
        self.stop = stop
        self.head = _peek(stream)
        self.trouble = ""
        self._start = 0
        self.form = "jsonl"
        for form, pattern in (("object", _OBJECT), ("array", _ARRAY)):
            found = pattern.match(self.head)
            if found:
                self.form, self._start = form, found.end()
                break
        self.bytes = 0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Yield (line, raw text) of each element."""
        return self._lines() if self.form == "jsonl" else self._array()

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        total, stop = 0, self.stop or 1 << 62
        try:
            for pair in enumerate(self.stream, 1):
                total += len(pair[1])
                yield pair
                if total >= stop:
                    return
        finally:
            self.bytes = total

    def _array(self) -> Iterator[tuple[int, bytes]]:
        """Cut at brackets: an element ends where as many were closed as opened."""
        buffer = self.stream.read(CHUNK)
        self.bytes = len(buffer)
        at = self._start
        line = 1 + buffer.count(b"\n", 0, at)
        while True:
            begin, end, closed = _element(buffer, at)
            if end < 0:
                more = self.stream.read(CHUNK)
                if not more:
                    if buffer[at:].strip():
                        yield line, buffer[at:].strip()
                    self.trouble = "the text ends before the array of requests does"
                    return
                self.bytes += len(more)
                buffer, at = buffer[at:] + more, 0
                continue
            between = buffer[at:begin].strip(b", \t\r\n")
            if between:
                yield line, between
            if closed:
                self._rest(buffer[end:])
                return
            line += buffer.count(b"\n", at, begin)
            yield line, buffer[begin:end]
            line += buffer.count(b"\n", begin, end)
            at = end

    def _rest(self, tail: bytes) -> None:
        tail += self.stream.read(_HEAD)
        self.bytes += len(tail)
        wanted = b"}" if self.form == "object" else b""
        text = tail.strip()
        if text != wanted and not (wanted and text.startswith(b",") and text.endswith(b"}")):
            self.trouble = "text follows the array of requests" if text else "the closing brace is missing"


def _element(buffer: bytes, start: int) -> tuple[int, int, bool]:
    """Return (begin, end, whether the array ended); end is -1 when the buffer ends first."""
    depth = 0
    begin = at = start
    while True:
        found = _BRACKET.match(buffer, at)
        if not found:
            return begin, -1, False
        at = found.end()
        if found[1] in b"{[":
            if depth == 0:
                begin = at - 1
            depth += 1
            continue
        if depth == 0:
            return at - 1, at, True
        depth -= 1
        if depth == 0:
            return begin, at, False


def _peek(stream: BinaryIO) -> bytes:
    peek = getattr(stream, "peek", None)
    return bytes(peek(_HEAD)[:_HEAD]) if peek else b""
