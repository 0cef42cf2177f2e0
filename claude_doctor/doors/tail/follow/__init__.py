"""Following files as they grow, through every kind of rotation: nothing the file system still has is lost,
nothing comes twice.

Plain polling: it works on network file systems, in containers and everywhere else. `follow` yields lists of
lines as they come, and an empty list after each round, so that the caller can look at the clock.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time

from claude_doctor.doors.tail.follow.files import Scan
from claude_doctor.doors.tail.follow.ledger import Ledger
from claude_doctor.doors.tail.follow.line import Line
from claude_doctor.doors.tail.follow.mark import Mark, mark_at
from claude_doctor.doors.tail.follow.pipe import Pipe
from claude_doctor.doors.tail.follow.siblings import COMPRESSED
from claude_doctor.doors.tail.follow.tracked import Tracked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from claude_doctor.doors.tail.follow.siblings import Id

__all__ = ["HOT", "Follower", "Line", "Mark", "follow", "mark_at"]

POLL_S = 0.05
# Files that are looked at in every round, the ones written last; of the others this many, in turn.
HOT = 16
COLD = 16
# Files that are kept open; one that is closed is found again by what is known of it.
OPEN = 100


def follow(
    inputs: Sequence[str],
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    stop: Callable[[], bool] = lambda: False,
    marks: Mapping[str, Mark] | None = None,
) -> Iterator[list[Line]]:
    """Yield the lines of files, directories, patterns and `-` as they come, until `stop`; [] ends each round.

    `marks` says by path how far a file was read before.
    """
    follower = Follower(inputs, clock(), marks)
    yield from follower.run(clock, sleep, stop)


class Follower:
    """All files that are followed. `round` looks at those whose turn it is; `run` does so every 50 ms."""

    def __init__(
        self,
        inputs: Sequence[str],
        now: float,
        marks: Mapping[str, Mark] | None = None,
        timer: Callable[[], float] = time.perf_counter,
        ignored: Id | None = None,
    ) -> None:
        self._timer = timer
        self._marks = dict(marks or {})
        self._ledger = Ledger(ignored)
        pipes = [path for path in inputs if path != "-" and _is_pipe(path)]
        self._pipes = [*([Pipe("-", 0)] if "-" in inputs else []), *map(Pipe, pipes)]
        self._named = {path for path in inputs if path != "-" and path not in pipes}
        self._scan = Scan([path for path in inputs if path in self._named], now)
        self._files: dict[str, Tracked] = {}
        self._order: list[Tracked] = []
        self._cold = 0
        found = self._scan.paths(now)
        for folder in self._scan.folders:
            self._ledger.notice(folder)
        for path in found:
            self._add(path, now, late=False)
        self._sort()

    @property
    def paths(self) -> list[str]:
        """The files that are followed, the last written first."""
        return [item.path for item in self._order]

    @property
    def rotations(self) -> int:
        """How often a file was replaced by a new one."""
        return sum(item.rotations for item in self._order)

    def troubles(self) -> list[tuple[str, str]]:
        """Return (path, reason) of the files that cannot be read now."""
        missing = [
            (item.path, "does not exist yet")
            for item in self._order
            if item.gone and item.path in self._named and not item.chain
        ]
        return missing + [(item.path, item.trouble) for item in self._order if item.trouble]

    def stale_s(self, now: float) -> float:
        """Return how long ago the file was looked at that waits longest."""
        return max((now - item.looked for item in self._order), default=0.0)

    def run(
        self, clock: Callable[[], float], sleep: Callable[[float], None], stop: Callable[[], bool]
    ) -> Iterator[list[Line]]:
        """Yield lists of lines until `stop`, or until there is nothing that could still grow."""
        try:
            yield from self.backlog(clock())
            yield []
            while not stop() and not self._ended():
                began = clock()
                yield from self.round(began)
                yield []
                if not any(item.busy for item in self._order[:HOT]):
                    sleep(max(began + POLL_S - clock(), 0.001))
            yield from self.finish(clock())
        finally:
            self.close()

    def backlog(self, now: float) -> Iterator[list[Line]]:
        """Yield everything that is there, file by file, the longest unwritten first."""
        for item in reversed(self._order):
            yield from item.poll(now)
            while item.busy:
                yield from item.poll(now)
            self._close_some(now)

    def round(self, now: float) -> Iterator[list[Line]]:
        """Yield what is new in the files whose turn it is, the last written first."""
        for pipe in self._pipes:
            yield from pipe.poll()
        if self._scan.due(now):
            self._rescan(now)
        turn = self._turn()
        before = [item.changed for item in turn]
        for item in turn:
            yield from item.poll(now)
        if any(item.changed != was for item, was in zip(turn, before, strict=True)):
            self._sort()
        self._close_some(now)

    def finish(self, now: float) -> Iterator[list[Line]]:
        """Yield what came since the last round, then the lines that were held."""
        self._rescan(now)
        for item in self._order:
            yield from item.poll(now)
            while item.busy:
                yield from item.poll(now)
            yield from item.finish()
        for pipe in self._pipes:
            yield from pipe.finish()

    def close(self) -> None:
        """Let all files go."""
        for item in self._order:
            for source in item.chain:
                source.close()

    def _ended(self) -> bool:
        return not self._named and all(pipe.ended for pipe in self._pipes)

    def _turn(self) -> list[Tracked]:
        hot, cold = self._order[:HOT], self._order[HOT:]
        if not cold:
            return hot
        start = self._cold % len(cold)
        self._cold = start + COLD
        return hot + (cold + cold)[start : start + min(COLD, len(cold))]

    def _rescan(self, now: float) -> None:
        began = self._timer()
        found = self._scan.paths(now)
        for folder in self._scan.folders:
            self._ledger.notice(folder, came_later=True)
        self._scan.cost(self._timer() - began)
        for path in found:
            self._add(path, now, late=True)
        kept = {*found, *self._named}
        for item in [item for item in self._order if item.path not in kept and item.gone and not item.chain]:
            self._order.remove(item)
            self._ledger.paths.discard(item.path)
            del self._files[item.path]

    def _add(self, path: str, now: float, *, late: bool) -> None:
        if path in self._files or (path not in self._named and path.endswith(COMPRESSED)):
            return
        self._ledger.paths.add(path)
        item = Tracked(path, self._ledger, now, self._marks.get(path), late=late)
        if not late:
            item.changed = _age(path)
        self._files[path] = item
        self._order.insert(0, item)

    def _sort(self) -> None:
        self._order.sort(key=lambda item: item.changed, reverse=True)

    def _close_some(self, now: float) -> None:
        if len(self._ledger.live) > OPEN:
            for item in self._order[: HOT - 1 : -1]:
                item.rest(now)


def _is_pipe(path: str) -> bool:
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except OSError:
        return False


def _age(path: str) -> float:
    """Return a time that is before every time of the clock and orders files by when they were written."""
    with contextlib.suppress(OSError):
        return os.stat(path).st_mtime - 1e12
    return -1e12
