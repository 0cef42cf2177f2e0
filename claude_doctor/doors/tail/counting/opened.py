"""A file that is being read: what is open in its lines, what is known of its requests, how far it is."""

from __future__ import annotations

from itertools import accumulate

from claude_doctor.doors.tail.counting.twin import Twin
from claude_doctor.doors.tail.reading import lines as logs
from claude_doctor.doors.tail.reading import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from claude_doctor.doors.tail.counting.remembered import Copies
    from claude_doctor.doors.tail.reading.event import Event


class Opened:
    """One file. `place` is the offset behind the last line that was read, `block` the number of its block."""

    __slots__ = ("_copies", "_counted", "block", "context", "path", "place", "twin")

    def __init__(
        self, path: str, is_json: bool, counted: Callable[[Any, str], Event], copies: Copies | None
    ) -> None:
        self.path = path
        self.context = logs.Context(path, is_json)
        self._counted, self._copies = counted, copies
        self.place = self.block = 0
        self.twin = Twin(counted, copies)

    def begin(self, place: int) -> None:
        """Go to the first line of a block, or to the beginning, and know of nothing."""
        self.place, self.block = place, place // places.SIZE
        self.twin = Twin(self._counted, self._copies)

    def blocks(
        self, lines: list[bytes], starts: Sequence[int] | None, size: int | None
    ) -> Iterator[tuple[int, int, bool]]:
        """Yield (first, behind, new) of the lines block by block; `new` says that they begin one. `starts`
        are their offsets where it is known, `size` how many bytes they are.
        """
        begin = starts[0] if starts else self.place
        if begin < self.place:  # new content at the path, while it is followed
            self.block = begin // places.SIZE
        size = sum(map(len, lines)) if size is None else size
        self.place = begin + size
        if self.place <= (self.block + 1) * places.SIZE:
            yield 0, len(lines), False
            return
        before, new = 0, False
        # A line that is cut off is longer in the file than in memory.
        known = starts if starts and len(starts) > 1 else _starts(lines, begin, size)
        for at, place in places.turns(lines, known, self.block):
            if at > before:
                yield before, at, new
            self.block = place // places.SIZE
            before, new = at, True
        yield before, len(lines), new

    def forget(self) -> None:
        """Forget the requests: too many files are open."""
        self.twin = Twin(self._counted, self._copies)

    def turn(self) -> None:
        """Begin with the next block."""
        self.context.turn()
        self.twin.turn()


def _starts(lines: list[bytes], begin: int, size: int) -> Iterator[int]:
    """Yield the offset of each line; the first one may be longer in the file than here."""
    yield begin
    yield from accumulate(map(len, lines[1:]), initial=begin + size - sum(map(len, lines[1:])))
