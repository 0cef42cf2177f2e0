"""The elements of a batch file: (line, raw text) pairs out of JSONL, `{"requests": [...]}` or an array, in
constant memory.
"""

from __future__ import annotations

import io
import json
from functools import partial
from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine import cut
from claude_doctor.doors.batch_check.engine.batch import Passed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

CHUNK = 1 << 20
_HEAD = 1 << 16
_BOM = b"\xef\xbb\xbf"
# The larger reading of the API's 256 MB: no request can be longer, so no longer one is held in memory.
LONGEST = 268_435_456
# Of a long line that does not begin as an object no more is held: it cannot be a request.
_HELD = 1 << 25
_NEVER = -2


class Elements:
    """The elements of one input; `trouble` says what is wrong with the text around them.

    `form` is jsonl, object or array, or spread: requests as in JSONL, but over several lines each.

    `beside` are other keys of its object, `marked` says that a byte order mark was skipped, `overlong` counts
    requests too long to be read. `size` is that of the input, where it is known before.
    """

    def __init__(self, stream: BinaryIO, size: int = 0) -> None:
        self.stream = stream
        self.size = size
        self.trouble = ""
        self.overlong = 0
        head = _peek(stream)
        self.marked = head.startswith(_BOM)
        self.bytes = len(stream.read(len(_BOM))) if self.marked else 0
        self.form, self._start, beside = _form(head[self.bytes :])
        self.beside = [key.decode("utf-8", "replace") for key in beside]

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Yield (line, raw text) of each element."""
        if self.form == "jsonl":
            return self._short() if 0 < self.size < LONGEST else self._lines()
        if self.form == "spread":
            return self._spread()
        return self._array() if self._start else self._nothing()

    def _nothing(self) -> Iterator[tuple[int, bytes]]:
        self._wrong("`requests` is not an array")
        while self._read(CHUNK):
            pass
        return iter(())

    def _short(self) -> Iterator[tuple[int, bytes]]:
        """Yield lines of a file that is shorter than the longest line that is read."""
        self.bytes = self.size
        return enumerate(self.stream, 1)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        readline, line, total = self.stream.readline, 0, self.bytes
        try:
            while raw := readline(CHUNK):
                line += 1
                size = len(raw)
                if size == CHUNK and not raw.endswith(b"\n"):
                    raw, size = self._long(raw)
                total += size
                yield line, raw
        finally:
            self.bytes = total

    def _long(self, begun: bytes) -> tuple[bytes, int]:
        """Read the rest of a line and return it with its length; one too long to be held is passed over.

        A line of blanks, however long, is a blank line.
        """
        most = LONGEST if begun.lstrip()[:1] == b"{" else _HELD
        held, size, blank = io.BytesIO(), len(begun), begun.isspace()
        held.write(begun)
        for part in iter(partial(self.stream.readline, CHUNK), b""):
            size += len(part)
            blank = blank and part.isspace()
            if size <= most:
                held.write(part)
            elif held.tell() > CHUNK:
                held = io.BytesIO(begun)
            if part.endswith(b"\n"):
                break
        if size > LONGEST or blank:
            self.overlong += not blank
            return Passed(0 if blank else size), size
        return held.getvalue(), size

    def _spread(self) -> Iterator[tuple[int, bytes]]:
        """Cut where values end; what is left behind the last one is an element too."""
        buffer, at, line = self._read(CHUNK), 0, 1
        while True:
            begin = cut.blank(buffer, at)
            line += buffer.count(b"\n", at, begin)
            at = begin
            end = self._end(buffer, at) if at < len(buffer) else -1
            if end == _NEVER:
                return
            if end < 0:
                more = self._read(_step(len(buffer) - at))
                if not more:
                    break
                buffer, at = buffer[at:] + more, 0
                continue
            yield line, buffer[at:end]
            line += buffer.count(b"\n", at, end)
            at = end
        if at < len(buffer):
            yield line, buffer[at:]

    def _array(self) -> Iterator[tuple[int, bytes]]:
        """Cut where values end; between two of them stands one comma."""
        buffer = self._read(max(CHUNK, self._start))
        at = self._start
        line = 1 + buffer.count(b"\n", 0, at)
        comma = first = True
        while True:
            begin = cut.blank(buffer, at)
            line += buffer.count(b"\n", at, begin)
            at = begin
            sign = buffer[at : at + 1]
            if sign == b"]":
                if comma and not first:
                    self._wrong(f"line {line}: a comma stands before the end of the array")
                self._rest(buffer[at + 1 :])
                return
            if sign == b",":
                if comma:
                    self._wrong(f"line {line}: a comma without a request before it")
                comma, at = True, at + 1
                continue
            end = self._end(buffer, at) if sign else -1
            if end == _NEVER:
                return
            if end < 0:
                # As much again as there is: what is looked at twice stays below the whole.
                more = self._read(_step(len(buffer) - at))
                if not more:
                    self._wrong("the text ends before the array of requests does")
                    return
                buffer, at = buffer[at:] + more, 0
                continue
            if not comma:
                self._wrong(f"line {line}: a comma is missing before the request")
            yield line, buffer[at:end]
            line += buffer.count(b"\n", at, end)
            comma = first = False
            at = end

    def _end(self, buffer: bytes, at: int) -> int:
        """Return where an element ends, -1 when more is to be read, _NEVER when that would not help."""
        try:
            end = cut.end_of(buffer, at)
        except cut.TooDeepError:
            self._wrong("a request is nested too deeply to be read; nothing behind it was looked at")
            return _NEVER
        if end < 0 and len(buffer) - at > LONGEST:
            self.overlong += 1
            self._wrong("a request is too long to be read; nothing behind it was looked at")
            return _NEVER
        return end

    def _wrong(self, words: str) -> None:
        self.trouble = self.trouble or words

    def _read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.bytes += len(data)
        return data

    def _rest(self, tail: bytes) -> None:
        """Look at what follows the array: nothing, or the end of its object."""
        text = (tail + self._read(_HEAD)).strip()
        if self.form == "array":
            if text:
                self._wrong("text follows the array of requests")
            return
        if not text:
            self._wrong("the closing brace is missing")
            return
        try:
            pairs = json.loads(b'{"requests":0' + text, object_pairs_hook=list)
        except (ValueError, RecursionError):
            self._wrong("text follows the array of requests")
            return
        keys = [key for key, _ in pairs]
        if keys.count("requests") > 1:
            self._wrong("`requests` stands twice")
        self.beside += [key for key in keys if key != "requests"]


def _step(held: int) -> int:
    """Return how much to read where so much is held: as much again, up to what can be a request."""
    return max(CHUNK, min(held, LONGEST + CHUNK - held))


def _form(head: bytes) -> tuple[str, int, list[bytes]]:
    """Return the form, where the array begins (0 when `requests` is none), and the keys of its object before
    it.
    """
    at, beside = cut.requests_at(head)
    if at >= 0 and head[at : at + 1]:
        return "object", at + 1 if head[at : at + 1] == b"[" else 0, beside
    at = cut.blank(head, 0)
    if head[at : at + 1] == b"[" and not _is_line(head[at:]):
        return "array", at + 1, []
    return "spread" if _is_spread(head[at:]) else "jsonl", 0, []


def _is_spread(head: bytes) -> bool:
    """Whether the first request goes over several lines."""
    end = cut.ended(head, 0) if head[:1] == b"{" else -1
    if b"\n" not in head[: max(end, 0)]:
        return False
    try:
        found = json.loads(head[:end])
    except (ValueError, RecursionError):
        return False
    return "custom_id" in found or "params" in found


def _is_line(head: bytes) -> bool:
    """Whether an array of something else is but the first of several lines."""
    line, _, rest = head.partition(b"\n")
    inside = line[cut.blank(line, 1) :]
    return inside[:1] not in (b"", b"{", b"]") and line.rstrip().endswith(b"]") and bool(rest.strip())


def _peek(stream: BinaryIO) -> bytes:
    peek = getattr(stream, "peek", None)
    return bytes(peek(_HEAD)[:_HEAD]) if peek else b""
