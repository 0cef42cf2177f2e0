"""Where a part begins to look back: the lines before its own that say what is known at its first one."""

from __future__ import annotations

from itertools import accumulate

from claude_doctor.doors.tail.counting.parts import cut
from claude_doctor.doors.tail.reading import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.files import Source


def look_back(source: Source, start: int) -> tuple[int, int]:
    """Return (offset, lines from there): the beginning of the block before that of the line at `start`."""
    back = 1
    while True:
        first = max(start // places.SIZE - back, 0)
        place = cut(source.path, first * places.SIZE)
        found = [(0, 0)] if first == 0 else []
        lines = 0
        for batch in source.batches(place, start):
            starts = accumulate(map(len, batch.lines), initial=batch.start)
            block = (found[-1][0] // places.SIZE) if found else first - 1
            found += ((at, lines + before) for before, at in places.turns(batch.lines, starts, block))
            lines += len(batch.lines)
        if len(found) > 1 or first == 0:
            at, before = found[-2] if len(found) > 1 else found[0]
            return at, lines - before
        back *= 2
