"""One path that is followed, and the files that stood behind it: the renamed ones are read to their end
before the next.
"""

from __future__ import annotations

import os

from claude_doctor.base.record import replace
from claude_doctor.doors.tail.follow.files import settled
from claude_doctor.doors.tail.follow.line import Line
from claude_doctor.doors.tail.follow.mark import begins, fits
from claude_doctor.doors.tail.follow.siblings import between, heir, open_at, status_of
from claude_doctor.doors.tail.follow.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.follow.ledger import Ledger
    from claude_doctor.doors.tail.follow.mark import Mark
    from claude_doctor.doors.tail.follow.siblings import Id

# A writer may keep a renamed file for long; one that was deleted keeps its space on the disk only through us.
LATE_S = 600.0
LATE_UNLINKED_S = 10.0
# After this much quiet a renamed file's last line has no newline to come.
UNENDED_S = 5.0
# A rotation under way may hide a file from one listing of its folder.
RELIST_S = 0.5
# Renamed files of one path that are kept open, and chunks that are read of it before others have their turn.
OLD = 8
BUDGET = 16


class Tracked:
    """A followed path. `chain` holds its open files, the oldest first; the last is the one that stands at the
    path.
    """

    __slots__ = (
        "_awaited",
        "_current",
        "_folder",
        "_late",
        "_ledger",
        "_left",
        "_mark",
        "_relist",
        "_resumed",
        "_seen",
        "busy",
        "chain",
        "changed",
        "gone",
        "looked",
        "path",
        "rotations",
        "trouble",
    )

    def __init__(
        self, path: str, ledger: Ledger, now: float, mark: Mark | None = None, *, late: bool = False
    ) -> None:
        self.path = path
        self.chain: list[Source] = []
        self.looked = self.changed = now
        self.busy = False
        self.gone = status_of(path) is None
        self._awaited = late or self.gone
        self.trouble = ""
        self.rotations = 0
        self._ledger = ledger
        self._mark = mark
        # A mark of an earlier run: the copy of that content may have been there before us.
        self._resumed = mark is not None
        self._late = late
        self._seen: tuple[Id, int, int] | None = None
        self._relist = -1.0
        self._left: list[Line] = []
        self._folder = -1
        self._current: Source | None = None
        ledger.notice(os.path.dirname(path))
        if os.path.islink(path):
            ledger.notice(os.path.dirname(os.path.realpath(path)))

    def poll(self, now: float) -> Iterator[list[Line]]:
        """Yield what is new, a chunk at a time; `busy` afterwards says that more is there."""
        self.looked = now
        status = status_of(self.path)
        self.gone = status is None
        if status is not None:
            self._look(status, now)
        if self._relist >= 0 or (self.gone and self._moved()):
            self._list_again(now)
        yield from self._spare()
        place, budget = 0, BUDGET
        while place < len(self.chain) and budget:
            source = self.chain[place]
            if source.empty and self._filled(place, now):
                continue
            if lines := source.read(now):
                budget -= 1
                self.changed = now
                yield lines
            if source.replaced:
                self._replace(place, now)
                yield from self._spare()
            elif not source.more:
                place += 1
        self.busy = place < len(self.chain)
        self._current = self.chain[-1] if self.chain else None
        self._retire(now)
        yield from self._spare()

    def rest(self, now: float) -> None:
        """Close the file at the path until it changes, its place is kept; renamed ones that are quiet are let
        go.
        """
        if self.busy:
            return
        for source in self.chain[:-1]:
            if now - source.grown > UNENDED_S:
                self._drop(source)
        if len(self.chain) == 1:
            source = self.chain.pop()
            status = os.fstat(source.fd)
            self._seen = (
                (source.id, status.st_size, status.st_mtime_ns) if status.st_size == source.offset else None
            )
            self._mark, self._current = self._ledger.close(source), None

    def finish(self) -> Iterator[list[Line]]:
        """Hand out the lines that were held, and let all files go."""
        for source in self.chain:
            self._flush(source)
            self._ledger.close(source)
        self.chain.clear()
        if self._mark:
            self._give_held(self._mark)
        yield from self._spare()

    def _spare(self) -> Iterator[list[Line]]:
        if self._left:
            lines, self._left = self._left, []
            yield lines

    def _look(self, status: os.stat_result, now: float) -> None:
        """Compare what stands at the path with what we read."""
        identity = (status.st_dev, status.st_ino)
        if identity == self._ledger.ignored or (self.chain and self.chain[-1].id == identity):
            return
        if (identity, status.st_size, status.st_mtime_ns) == self._seen:
            return
        again = next((source for source in self.chain if source.id == identity), None)
        if again:
            # A link that was switched back, or a rotation undone.
            self.chain.remove(again)
            self.chain.append(again)
        elif identity not in self._ledger.live:
            self._arrive(now)

    def _arrive(self, now: float) -> None:
        """Open the file that stands at the path now, behind everything that came before it."""
        try:
            fd = open_at(self.path)
        except PermissionError as error:
            self.trouble = error.strerror or "Permission denied"
            return
        if fd is None:
            return
        self.trouble = ""
        status = os.fstat(fd)
        identity = (status.st_dev, status.st_ino)
        first = not self.chain and self._mark is None and not self._late
        if identity in self._ledger.live or (
            not first and self._ledger.copy_of_live(self.path, fd, status.st_size, self.chain)
        ):
            # Its lines come from the file that another path has open.
            os.close(fd)
            return
        was, self._mark, self._seen = self._mark and self._ledger.latest(self._mark), None, None
        if was and was.offset and was.id == identity and (known := _at_most(was, fd, status.st_size)):
            self._add(Source(self.path, fd, now, known))
        else:
            self._succeed(fd, was, now, copies=not first)

    def _succeed(self, fd: int, was: Mark | None, now: float, *, copies: bool) -> None:
        """Put new content behind what was read at the path before, the closed file and rotations nobody saw
        included.
        """
        if was and was.offset and was.id not in self._ledger.live:
            self._resume_elsewhere(was, now)
        rotated = bool(self.chain or (was and was.offset))
        self.rotations += rotated
        self._open(fd, now, copies=copies)
        if rotated or was or self._awaited:
            self._awaited = False
            source = self.chain.pop()
            self._unseen(source.id, now)
            self.chain.append(source)

    def _resume_elsewhere(self, mark: Mark, now: float) -> None:
        """Read on first where the content went that we had read; it may be gone."""
        older, self._resumed = ({} if self._resumed else self._ledger.older), False
        fd = heir(self.path, mark, older, self._ledger.live) if mark.offset else None
        if fd is None:
            self._give_held(mark)
            self._ledger.remember(self.path, replace(mark, held=b""))
        else:
            self._add(Source(self.path, fd, now, mark))

    def _give_held(self, mark: Mark) -> None:
        if mark.held.strip(b"\0\r \t") and self._ledger.claim(mark):
            self._left.append(Line(self.path, mark.lines + 1, mark.held.removesuffix(b"\r")))

    def _flush(self, source: Source) -> None:
        """Hand out a last line that has no newline, unless another path had the file and did."""
        if source.splitter.held and self._ledger.claim(source.mark()):
            self._left += source.splitter.flush()

    def _unseen(self, current: Id, now: float) -> None:
        """Read the files of whole rotations that went by between two looks."""
        self._relist = now + RELIST_S
        self._open_between(current, now)

    def _open_between(self, current: Id, now: float) -> None:
        for fd in between(self.path, self._ledger.older, {*self._ledger.live, current}, self._ledger.paths):
            if self._ledger.copy_of_live(self.path, fd, os.fstat(fd).st_size):
                os.close(fd)
            else:
                self._open(fd, now, copies=True)

    def _moved(self) -> bool:
        """Whether something happened in the folder of a path at which nothing stands: it may have come and
        gone.
        """
        was, self._folder = self._folder, settled(os.path.dirname(self.path))
        return was != self._folder or was < 0

    def _list_again(self, now: float) -> None:
        status = status_of(self.path)
        current = (status.st_dev, status.st_ino) if status else (-1, -1)
        last = [self.chain.pop()] if self.chain else []
        self._open_between(current, now)
        self.chain += last
        if 0 <= self._relist < now:
            self._relist = -1.0

    def _open(self, fd: int, now: float, *, copies: bool) -> None:
        status = os.fstat(fd)
        mark = self._ledger.place(self.path, fd, status, self.chain if copies else None)
        # A copy made before we had read so far has nothing new in it.
        self._add(Source(self.path, fd, now, mark and _at_most(mark, fd, status.st_size)))

    def _filled(self, place: int, now: float) -> bool:
        """Look at a file that was empty and is not: it may be a copy, or may have been copied and emptied
        before.
        """
        source = self.chain[place]
        size = os.fstat(source.fd).st_size
        if not size:
            return False
        later = self.chain[place + 1 :]
        del self.chain[place:]
        self._reopen(source, now)
        self.chain += later
        return True

    def _reopen(self, old: Source, now: float) -> None:
        """Read the new content of an open file from where it is new; one that copies an open file has nothing
        new.
        """
        fd = os.dup(old.fd)
        self._ledger.close(old)
        self._open_between(old.id, now)
        if self._ledger.copy_of_live(self.path, fd, os.fstat(fd).st_size, self.chain):
            os.close(fd)
        else:
            self._open(fd, now, copies=True)

    def _add(self, source: Source) -> None:
        self.chain.append(source)
        self._ledger.opened(source)
        self._ledger.older[source.id] = (self.path, os.fstat(source.fd).st_mtime_ns)

    def _replace(self, place: int, now: float) -> None:
        """Finish content that is gone from its copy when there is one, then read the new content from its
        start.

        New content in a file that had left the path before is none of ours: a rotator copied over it.
        """
        self.rotations += 1
        old = self.chain[place]
        later = self.chain[place + 1 :]
        del self.chain[place:]
        self._resume_elsewhere(old.mark(), now)
        old.splitter.held = b""
        if later and old is not self._current:
            self._ledger.close(old)
            self._open_between(later[-1].id, now)
        else:
            self._relist = now + RELIST_S
            self._reopen(old, now)
        self.chain += later

    def _retire(self, now: float) -> None:
        """Let old files go that have been quiet for long; a last line without a newline is handed out."""
        old = list(self.chain) if self.gone else self.chain[:-1]
        for source in old:
            quiet = now - source.grown
            if quiet > UNENDED_S:
                self._flush(source)
            crowded = len(self.chain) > OLD and not source.more
            if crowded or quiet > (LATE_UNLINKED_S if source.unlinked else LATE_S):
                mark = self._drop(source)
                self._mark = self._mark if self.chain else mark

    def _drop(self, source: Source) -> Mark:
        self.chain.remove(source)
        self._flush(source)
        return self._ledger.close(source)


def _at_most(mark: Mark, fd: int, size: int) -> Mark | None:
    """Return the mark as far as the file holds what it stands for: all, or a shorter copy; None when it holds
    something else.
    """
    if size >= mark.offset:
        return mark if fits(mark, fd) else None
    return replace(mark, offset=size, held=b"") if size and begins(mark, fd) else None
