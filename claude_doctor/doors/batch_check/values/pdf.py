"""PDFs by structure: how many pages, whether encrypted. Follows startxref -> cross-reference -> Root -> Pages
-> Count.

Only the windows it looks at are decoded. Everything is bounded: sections, objects, bytes read and inflated;
what cannot be found is None and no rule speaks of it.
"""

from __future__ import annotations

import re
import zlib
from itertools import islice
from typing import TYPE_CHECKING

from claude_doctor.base.record import record

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.values.base64_data import Base64

_SECTIONS = 32
_SUBSECTIONS = 512
_WINDOW = 16_384
_INFLATED = 524_288
_READ = 1_048_576
_SCANNED = 4_194_304
_TREES = 256
_START = re.compile(rb"startxref\s+(\d{1,12})")
_SUBSECTION = re.compile(rb"\s*(\d{1,10})\s+(\d{1,10})[ \t]*\r?\n?")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_OBJECT = re.compile(rb"\s*\d+\s+\d+\s+obj\b")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_TOKEN = re.compile(rb"<<|>>|\((?:[^()\\]|\\.){0,4096}\)")
_PAGES = re.compile(rb"/Type\s{0,8}/Pages\b")
_COUNT = re.compile(rb"/Count\s{1,8}(\d{1,9})\b")
_ENCRYPT = re.compile(rb"/Encrypt\s{0,8}(?:\d+\s+\d+\s+R|<<)")
_UNKNOWN = None


# One part of a cross-reference: first object, how many, where its entries begin; or the entries themselves,
# out of a stream.
Table = tuple[int, int, int] | dict[int, tuple[int, int, int]]


@record
class Pdf:
    """`pages` is None when it could not be found."""

    pages: int | None
    encrypted: bool


def pdf(data: Base64) -> Pdf | None:
    """Return what a PDF is; None for what is no PDF."""
    head = data.read(0, 1024)
    start = head.find(b"%PDF-")
    if start < 0:
        return None
    reader = _Reader(data, start)
    reader.sections()
    pages = reader.pages()
    encrypted = reader.encrypted
    if pages is None and data.size <= _SCANNED:
        scanned = _scan(data.read(0, data.size))
        return Pdf(scanned.pages, encrypted or scanned.encrypted)
    return Pdf(pages, encrypted)


def _scan(text: bytes) -> Pdf:
    """Look for the page tree in the raw bytes of a file whose cross-reference is broken."""
    found: list[int] = []
    for at in islice(_PAGES.finditer(text), _TREES):
        begin = text.rfind(b"<<", max(at.start() - _WINDOW, 0), at.start())
        near = _COUNT.search(text, begin, at.end() + _WINDOW) if begin >= 0 else None
        if near:
            found.append(int(near.group(1)))
    trailer = text.rfind(b"trailer")
    encrypted = trailer >= 0 and _ENCRYPT.search(text, trailer, trailer + _WINDOW) is not None
    return Pdf(max(found, default=None), encrypted)


def _dictionary(text: bytes) -> bytes:
    """Return the first dictionary of a text with what is inside it."""
    depth, start = 0, -1
    for token in _TOKEN.finditer(text):
        if token.group() == b"<<":
            start = token.start() if depth == 0 else start
            depth += 1
        elif token.group() == b">>" and depth:
            depth -= 1
            if depth == 0:
                return text[start : token.end()]
    return text[start:] if start >= 0 else b""


def _number(text: bytes, key: bytes) -> int | None:
    found = re.search(rb"/" + key + rb"\s*(\d{1,12})\b(?!\s+\d+\s+R)", text)
    return int(found.group(1)) if found else None


def _reference(text: bytes, key: bytes) -> int | None:
    found = re.search(rb"/" + key + rb"\s+(\d{1,10})\s+\d{1,10}\s+R\b", text)
    return int(found.group(1)) if found else None


def _numbers(text: bytes, key: bytes) -> list[int]:
    found = re.search(rb"/" + key + rb"\s*\[([\d\s]{1,4096})\]", text)
    return [int(part) for part in found.group(1).split()] if found else []


class _Reader:
    """Cross-reference sections of one file, newest first, and the objects they lead to."""

    def __init__(self, data: Base64, start: int) -> None:
        self.data = data
        self.start = start
        self.encrypted = False
        self.root: int | None = None
        self.tables: list[Table] = []
        self.streams: dict[int, tuple[bytes, bytes]] = {}
        self.steps = 0

    def read(self, at: int, length: int = _WINDOW) -> bytes:
        """Return bytes at an offset as the PDF counts them."""
        return self.data.read(self.start + at, length)

    def sections(self) -> None:
        """Read the cross-reference sections, newest first."""
        tail = self.data.read(max(self.data.size - 2048, 0), 2048)
        starts = _START.findall(tail)
        todo = [int(starts[-1])] if starts else []
        seen: set[int] = set()
        while todo and len(seen) < _SECTIONS:
            at = todo.pop()
            if at in seen:
                continue
            seen.add(at)
            trailer = self._section(at)
            self._trailer(trailer, newest=len(seen) == 1)
            todo += [
                where
                for where in (_number(trailer, b"Prev"), _number(trailer, b"XRefStm"))
                if where is not None
            ]

    def _trailer(self, trailer: bytes, newest: bool) -> None:
        if newest:
            self.encrypted = _ENCRYPT.search(trailer) is not None
        if self.root is None:
            self.root = _reference(trailer, b"Root")

    def _section(self, at: int) -> bytes:
        text = self.read(at)
        if text.lstrip()[:4] == b"xref":
            return self._table(at + text.index(b"xref") + 4)
        if not _OBJECT.match(text):
            return b""
        trailer = _dictionary(text)
        self._stream_rows(trailer, self._inflate(at, text, trailer))
        return trailer

    def _table(self, at: int) -> bytes:
        for _ in range(_SUBSECTIONS):
            text = self.read(at, 64)
            found = _SUBSECTION.match(text)
            if not found:
                break
            first, count = int(found.group(1)), int(found.group(2))
            self.tables.append((first, count, at + found.end()))
            at += found.end() + 20 * count
        text = self.read(at)
        return _dictionary(text) if text.lstrip().startswith(b"trailer") else b""

    def _inflate(self, at: int, text: bytes, dictionary: bytes) -> bytes:
        """Return the contents of a stream that is stored plainly or deflated, up to the bound."""
        begin = _STREAM.search(text, text.find(dictionary) + len(dictionary) - 2)
        if not begin:
            return b""
        raw = self.read(at + begin.end(), _READ)
        if b"/FlateDecode" not in dictionary:
            return raw[: min(_number(dictionary, b"Length") or 0, _INFLATED)]
        try:
            return zlib.decompressobj().decompress(raw, _INFLATED)
        except zlib.error:
            return b""

    def _stream_rows(self, dictionary: bytes, contents: bytes) -> None:
        widths = _numbers(dictionary, b"W")
        if len(widths) != 3 or not 0 < sum(widths) <= 32 or not contents:
            return
        size = sum(widths)
        if (_number(dictionary, b"Predictor") or 1) >= 10:
            contents = _unpredicted(contents, size)
        index = _numbers(dictionary, b"Index") or [0, len(contents) // size]
        rows: dict[int, tuple[int, int, int]] = {}
        self.tables.append(rows)
        at = 0
        for first, count in zip(index[::2], index[1::2], strict=False):
            for number in range(first, first + min(count, len(contents) // size)):
                row = contents[at : at + size]
                at += size
                if len(row) < size:
                    return
                rows.setdefault(number, _row(row, widths))

    def object(self, number: int) -> bytes:
        """Return the text of an object, b"" when it is not found."""
        self.steps += 1
        if self.steps > 16:
            return b""
        kind, where, index = self._where(number)
        if kind == 1:
            text = self.read(where)
            found = _OBJECT.match(text)
            return text[found.end() :] if found else b""
        return self._packed(where, index) if kind == 2 else b""

    def _where(self, number: int) -> tuple[int, int, int]:
        """Return (kind, where, index) of an object from the newest part that
        knows it; kind 0 is not found.
        """
        for table in self.tables:
            if isinstance(table, dict):
                if number in table:
                    return table[number]
            elif table[0] <= number < table[0] + table[1]:
                entry = _ENTRY.match(self.read(table[2] + 20 * (number - table[0]), 20).lstrip())
                if entry and entry.group(3) == b"n":
                    return 1, int(entry.group(1)), 0
        return 0, 0, 0

    def _packed(self, stream: int, index: int) -> bytes:
        """Return an object out of an object stream."""
        if stream not in self.streams:
            kind, where, _ = self._where(stream)
            text = self.read(where) if kind == 1 else b""
            dictionary = _dictionary(text)
            self.streams[stream] = (
                (dictionary, self._inflate(where, text, dictionary)) if text else (b"", b"")
            )
        dictionary, contents = self.streams[stream]
        first = _number(dictionary, b"First") or 0
        places = contents[:first].split()[1::2]
        if index >= len(places) or not places[index].isdigit() or len(places[index]) > 9:
            return b""
        return contents[first + int(places[index]) :][:_WINDOW]

    def pages(self) -> int | None:
        """Return the count of the page tree's root."""
        if self.root is None:
            return _UNKNOWN
        tree = _reference(_dictionary(self.object(self.root)), b"Pages")
        if tree is None:
            return _UNKNOWN
        found = _dictionary(self.object(tree))
        direct = _number(found, b"Count")
        if direct is not None:
            return direct
        other = _reference(found, b"Count")
        number = re.match(rb"\s*(\d{1,9})\b", self.object(other)) if other is not None else None
        return int(number.group(1)) if number else _UNKNOWN


def _row(row: bytes, widths: list[int]) -> tuple[int, int, int]:
    first, second, _ = widths
    kind = int.from_bytes(row[:first], "big") if first else 1
    return (
        kind,
        int.from_bytes(row[first : first + second], "big"),
        int.from_bytes(row[first + second :], "big"),
    )


def _unpredicted(contents: bytes, size: int) -> bytes:
    """Undo the PNG predictors a cross-reference stream uses: none, sub and up; stop at any other."""
    before = bytes(size)
    made = bytearray()
    for at in range(0, len(contents) - size, size + 1):
        kind, row = contents[at], contents[at + 1 : at + 1 + size]
        if kind == 2:
            row = bytes((a + b) & 255 for a, b in zip(row, before, strict=True))
        elif kind == 1:
            row = _sub(row)
        elif kind != 0:
            break
        made += row
        before = row
    return bytes(made)


def _sub(row: bytes) -> bytes:
    total, made = 0, bytearray()
    for value in row:
        total = (total + value) & 255
        made.append(total)
    return bytes(made)
