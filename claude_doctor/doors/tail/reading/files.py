"""Files -> batches of lines: plain, gzip, zstd, standard input, folders and globs. Bytes only, split at
newlines only.
"""

from __future__ import annotations

import glob
import json
import os
import sys
from io import BytesIO

from claude_doctor.base.errors import InputError, cannot_read
from claude_doctor.base.inputs import standard_input
from claude_doctor.base.record import record
from claude_doctor.doors.tail.reading import decode
from claude_doctor.doors.tail.reading.gzip_stream import rest as _gzip_rest
from claude_doctor.doors.tail.reading.zstd_stream import is_whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

BLOCK = 1 << 18
LONGEST = decode.LONGEST
_DOCUMENT = 64 * 1024 * 1024
_SUFFIXES = (".jsonl", ".json", ".ndjson", ".log", ".txt", ".out", ".err", ".gz", ".zst")
_CONTAINERS = {
    b"PK\x03\x04": "zip",
    b"\x89PNG": "PNG",
    b"%PDF": "PDF",
    b"\x7fELF": "ELF",
    b"SQLite format": "SQLite",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}


@record
class Batch:
    """Lines of one file, with their newlines; `number` is the first one's, counted from 1. `start` is its
    offset (in the unpacked text), `size` how many bytes the lines are there.
    """

    path: str
    number: int
    lines: list[bytes]
    start: int = 0
    size: int = 0


class Source:
    """One opened input: what it is, and its blocks of decompressed bytes.
    `notes` fills up while it is read.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.notes: list[str] = []
        self.raw: BinaryIO = standard_input() if path == "-" else opened(path)
        self.packed = ""
        self._given = 0  # unpacked bytes
        self._broken = False
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        head = self._head()
        self.file = self._unpacked(head)
        if self.packed:
            head = self._pending = self._read_packed(BLOCK)
        else:
            self._pending = b"" if self._seekable() else head
        self.is_json = decode.is_json(head[:65536])
        self.indented = decode.is_indented(head[:65536])
        self.is_json |= self.indented
        self.is_utf_16 = head[:2] in {b"\xff\xfe", b"\xfe\xff"}
        if self.is_utf_16:
            self.notes.append("UTF-16 text: read as such")

    @property
    def is_plain(self) -> bool:
        """Whether reading may begin at any line: neither packed nor UTF-16, and no pipe."""
        return not self.packed and not self.is_utf_16 and self._seekable()

    def _seekable(self) -> bool:
        return self.path != "-" and self.raw.seekable()

    def _head(self) -> bytes:
        if self._seekable():
            head = self.raw.read(65536)
            self.raw.seek(0)
        else:
            head = (
                self.raw.peek(65536) if hasattr(self.raw, "peek") else b""
            )  # waits for the first bytes only
        for magic, name in _CONTAINERS.items():
            if head.startswith(magic):
                raise cannot_read(self.path, f"it is {name} data, not a log")
        return head

    def _unpacked(self, head: bytes) -> BinaryIO:
        if head[:2] == b"\x1f\x8b":
            self.packed = "gzip"
            return _gzip(self.raw)
        if head[:4] == b"\x28\xb5\x2f\xfd":
            self.packed = "zstd"
            return _zstd(self.raw, self.path)
        return self.raw

    def _read_packed(self, size: int) -> bytes:
        if self._broken:
            return b""
        try:
            block = self.file.read(size)
        except (EOFError, OSError, ValueError) as error:
            self.notes.append(
                f"the {self.packed} data ends early: {type(error).__name__}; what was whole is counted"
            )
        except Exception as error:  # noqa: BLE001  # each decompressor has errors of its own class
            self.notes.append(f"the {self.packed} data is damaged: {error}; what was whole is counted")
        else:
            self._given += len(block)
            return block
        self._broken = True
        return _gzip_rest(self.path, self._given) if self.packed == "gzip" and self.path != "-" else b""

    def _check_end(self) -> None:
        # A cut zstd stream ends silently: a whole one begins with a frame whose end the decompressor has
        # seen.
        if self.packed == "zstd" and not self.notes and self.path != "-" and not is_whole(self.path):
            self.notes.append("the zstd data ends early; what was whole is counted")

    def blocks(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield blocks of bytes; `start` and `end` are offsets of a plain file."""
        if self.packed:
            block = self._pending
            while block:
                yield block
                block = self._read_packed(BLOCK)
            self._check_end()
            return
        if start or self._seekable():
            self.raw.seek(start)
        left = end - start if end is not None else sys.maxsize
        read = self.raw.read1 if self.path == "-" and hasattr(self.raw, "read1") else self.raw.read
        while left > 0 and (block := read(min(BLOCK, left))):
            left -= len(block)
            yield block

    def batches(self, start: int = 0, end: int | None = None, number: int = 1) -> Iterator[Batch]:
        """Yield the lines between two offsets, the last one also without a newline. A line beyond 8 MiB is
        cut off there.
        """
        if self.indented and not start and end is None:
            yield from self._documents()
            return
        held = b""
        skipping = False
        first = place = start  # of the first line that is not given, and of the end of what was read
        for block in self._decoded(self.blocks(start, end)):
            place += len(block)
            lines = BytesIO(block).readlines()  # twice as fast as splitting
            rest = b"" if lines[-1].endswith(b"\n") else lines.pop()
            if not lines:
                held = held if skipping else held + rest
                if len(held) > LONGEST:
                    held, skipping = held[:LONGEST] + b"\0", True
                continue
            lines[0] = held if skipping else held + lines[0]
            skipping = False
            held = rest
            yield Batch(self.path, number, lines, first, place - len(rest) - first)
            number += len(lines)
            first = place - len(rest)
        if held:
            yield Batch(self.path, number, [held], first, place - first)

    def _documents(self) -> Iterator[Batch]:
        found = bytearray()
        for block in self.blocks(0, _DOCUMENT):
            found += block
            if len(found) >= _DOCUMENT:  # packed data knows no offsets
                break
        text = found[:_DOCUMENT].decode("utf-8", "replace")
        self.notes.append("JSON indented over many lines: its records are counted instead of lines")
        if len(found) >= _DOCUMENT:
            self.notes.append(
                "only its first 64 MB were read; jq -c . FILE writes one record a line, which may be "
                "of any length"
            )
        yield Batch(self.path, 1, [json.dumps(row).encode() for row in decode.documents(text)])

    def _decoded(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        if not self.is_utf_16:
            yield from blocks
            return
        import codecs

        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        for block in blocks:
            if text := decoder.decode(block):
                yield text.encode("utf-8", "replace")

    def close(self) -> None:
        """Close the file."""
        if self.path != "-":
            self.raw.close()


def opened(path: str) -> BinaryIO:
    """Open a named file for bytes; InputError says why it cannot be read."""
    try:
        return open(path, "rb")
    except OSError as error:
        raise cannot_read(path, error) from error


def _gzip(raw: BinaryIO) -> BinaryIO:
    try:
        from isal import igzip  # decompresses six times as fast
    except ImportError:
        import gzip

        return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]  # reads bytes
    return igzip.IGzipFile(fileobj=raw)  # type: ignore[no-untyped-call,return-value]  # reads bytes


def _zstd(raw: BinaryIO, path: str) -> BinaryIO:
    try:
        import zstandard
    except ImportError:
        raise InputError(f"{path}: is zstd data; install the package zstandard to read it") from None
    return zstandard.ZstdDecompressor().stream_reader(raw, read_size=1 << 18, read_across_frames=True)


def expanded(words: list[str]) -> list[str]:
    """Return the files that paths, folders and globs name, each once;
    InputError names what cannot be read.
    """
    found: dict[str, str] = {}
    for word in words:
        for path in _expand(word):
            found.setdefault(path if path == "-" else os.path.realpath(path), path)
    return list(found.values())


def _expand(word: str) -> list[str]:
    if word == "-" or os.path.isfile(word):
        return [word]
    if os.path.isdir(word):
        found = in_folder(word)
        if not found:
            raise InputError(
                f"{word}: no log in this folder (names in {' '.join(_SUFFIXES)}, rotated ones too)"
            )
        return found
    if os.path.exists(word):  # a pipe
        return [word]
    paths = (
        sorted(glob.glob(os.path.expanduser(word), recursive=True))
        if any(char in word for char in "*?[")
        else []
    )
    if not paths:
        raise cannot_read(word, "no file matches" if any(char in word for char in "*?[") else "no such file")
    return [inner for path in paths for inner in (in_folder(path) if os.path.isdir(path) else [path])]


def in_folder(folder: str) -> list[str]:
    """Return the logs below a folder, the oldest first; hidden folders are left out."""
    if not os.access(folder, os.R_OK | os.X_OK):
        raise cannot_read(folder, "permission denied")
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [path for name in names if is_log(name) and _is_text(path := os.path.join(place, name))]
    return sorted(found, key=lambda path: (_changed(path), path))


def is_log(name: str) -> bool:
    """Whether a name in a folder is that of a log, rotated ones (`app.log.1`) included."""
    stem = name
    while (parts := stem.rpartition("."))[0] and (parts[2].isdigit() or parts[2] in {"gz", "zst"}):
        stem = parts[0]
    return not name.startswith(".") and (stem.endswith(_SUFFIXES) or name.endswith(_SUFFIXES))


def _is_text(path: str) -> bool:
    """Whether a file that was only found, not named, may be read: no pipe, and no program that is called
    a.out.
    """
    if not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            return not file.read(16).startswith(tuple(_CONTAINERS))
    except OSError:
        return True  # opening it again says what is wrong


def _changed(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0
