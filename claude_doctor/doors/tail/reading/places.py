"""Places in a file at which a new block of it begins: what is remembered of its lines reaches back to the
block before, whoever reads them.

Blocks are counted from the first byte, 4 MB each, and begin with the first line in them that begins a record,
so that no record is parted. Where a block begins is a matter of its own bytes only.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading.blocks import START

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIZE = 4 * 1024 * 1024


def begins(place: int, raw: bytes) -> bool:
    """Whether a line at a place may be the first of its block: it begins a record, or a quarter passed
    without one.
    """
    return place == 0 or place % SIZE >= SIZE // 4 or _is_record(raw)


def _is_record(raw: bytes) -> bool:
    if raw[:1] == b"{":
        return raw[-3:].rstrip().endswith(b"}")
    return START.match(raw[:80].decode("utf-8", "replace")) is not None


def turns(lines: Iterable[bytes], starts: Iterable[int], block: int) -> Iterator[tuple[int, int]]:
    """Yield (how many lines come before, offset) of each line that begins a new block; `starts` are the
    offsets of the lines, `block` is the number of the block before them.
    """
    for at, (raw, place) in enumerate(zip(lines, starts, strict=False)):
        if place // SIZE > block and begins(place, raw):
            block = place // SIZE
            yield at, place
