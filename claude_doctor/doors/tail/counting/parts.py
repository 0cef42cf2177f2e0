"""Files -> parts that can be read apart: lists of pieces, a piece being a file or the lines of it that begin
between two offsets.

Only a plain file is cut, at the beginning of any line. What must be read as one stays in one part: packed
and UTF-16 text, indented JSON, pipes, and transcripts of Claude Code when there are several, whose lines are
copied from one into another.
"""

from __future__ import annotations

import os

from claude_doctor.base.record import record
from claude_doctor.doors.tail.reading import decode
from claude_doctor.doors.tail.reading.files import BLOCK, Source, opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

# A packed byte stands for about nine bytes of text.
_PACKED = 9
_PIECE = 1024 * 1024
# A file that is smaller is not cut.
LEAST = 8 * 1024 * 1024


@record
class Piece:
    """The lines of a file that begin at an offset or behind it, and before another one; None is the end."""

    path: str
    start: int = 0
    end: int | None = None


@record
class Part:
    """What one process reads. `across` says that lines may be copied from one of its files into another;
    `weight` is about how many bytes of text it is.
    """

    pieces: tuple[Piece, ...]
    across: bool = False
    weight: int = 0


def parts(paths: Sequence[str], target: int) -> list[Part]:
    """Return parts of about `target` bytes of text each, in the order of the files.

    InputError says which file cannot be read.
    """
    found: list[Part] = []
    group = copied(paths)
    if group:
        found.append(Part(tuple(map(Piece, group)), True, sum(map(_weight, group))))
    alone = set(group)
    pieces: list[Piece] = []
    weight = 0
    for path in paths:
        if path in alone:
            continue
        for piece, size in _pieces(path, target, weight):
            if pieces and weight + size > target + target // 8:
                found.append(Part(tuple(pieces), False, weight))
                pieces, weight = [], 0
            pieces.append(piece)
            weight += size
    if pieces:
        found.append(Part(tuple(pieces), False, weight))
    return found


def _pieces(path: str, target: int, before: int) -> Iterable[tuple[Piece, int]]:
    """Yield a file's pieces with their weights; the first one fills up what a part holds already."""
    size = _weight(path)
    room = target - before
    if size <= max(room, LEAST) + target // 8 or not may_be_cut(path):
        yield Piece(path), size
        return
    at = 0
    while at < size:
        goal = at + (room if room >= min(target // 8, LEAST) else target)
        end = cut(path, goal) if size - goal > target // 8 else size
        yield Piece(path, at, end if end < size else None), end - at
        at, room = end, target


def total(paths: Iterable[str]) -> int:
    """Return about how many bytes of text there are in files."""
    return sum(map(_weight, paths))


def _weight(path: str) -> int:
    if not os.path.isfile(path):
        return 0
    with opened(path) as file:
        packed = file.read(4)[:2] in {b"\x1f\x8b", b"\x28\xb5"}
    return os.path.getsize(path) * (_PACKED if packed else 1)


def may_be_cut(path: str) -> bool:
    """Whether parts of a file can be read apart: it is plain text, a record is a line or some."""
    if not os.path.isfile(path):
        return False
    with opened(path) as file:
        head = file.read(4096)
    return not decode.is_indented(head) and head[:2] not in {
        b"\xff\xfe",
        b"\xfe\xff",  # UTF-16 begins with a mark that tells the order of its bytes
        b"\x1f\x8b",
        b"\x28\xb5",
    }


def copied(paths: Sequence[str]) -> list[str]:
    """Return the transcripts of Claude Code when there are several: a line that was copied counts once."""
    found = (
        [path for path in paths if os.path.isfile(path) and _is_transcript(path)] if len(paths) > 1 else []
    )
    return found if len(found) > 1 else []


def _is_transcript(path: str) -> bool:
    source = Source(path)
    try:
        return b'"uuid"' in next(source.blocks(0, BLOCK), b"")
    finally:
        source.close()


def cut(path: str, place: int) -> int:
    """Return the offset of the first line that begins at an offset or behind it."""
    if place <= 0:
        return 0
    with opened(path) as file:
        file.seek(place - 1)
        _skip(file)
        return file.tell()


def _skip(file: BinaryIO) -> None:
    line = file.readline(_PIECE)
    while len(line) == _PIECE and not line.endswith(b"\n"):
        line = file.readline(_PIECE)
