"""What is known of every file that was read, so that none is read twice under another name."""

from __future__ import annotations

from claude_doctor.doors.tail.follow.mark import HEAD, begins, fits, read_at
from claude_doctor.doors.tail.follow.siblings import snapshot, stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from claude_doctor.doors.tail.follow.mark import Mark
    from claude_doctor.doors.tail.follow.siblings import Id
    from claude_doctor.doors.tail.follow.source import Source

# Files that were let go are remembered up to this number, the longest unseen forgotten first.
REMEMBERED = 20_000
GENERATIONS = 8
# A copy is told by what it begins with; fewer bytes prove nothing.
PROOF = 32


class Ledger:
    """Open sources by identity, and the marks of those let go, by identity and by the stem of their name."""

    def __init__(self, ignored: Id | None = None) -> None:
        self.ignored = ignored
        self.live: dict[Id, Source] = {}
        self.paths: set[str] = set()
        # What stood in the folders when following began.
        self.older: dict[Id, tuple[str, int]] = {}
        self._folders: set[str] = set()
        self._claimed: set[tuple[int, bytes, bytes]] = set()
        self._marks: dict[Id, Mark] = {}
        self._stems: dict[str, list[Mark]] = {}

    def notice(self, folder: str, *, came_later: bool = False) -> None:
        """Remember which files a folder holds, once; one that came later held
        nothing when following began.
        """
        if folder not in self._folders:
            self._folders.add(folder)
            if not came_later:
                self.older |= snapshot(folder)

    def opened(self, source: Source) -> None:
        """Note a source that is read from now on."""
        self.live[source.id] = source

    def close(self, source: Source) -> Mark:
        """Let a source go and remember how far it was read."""
        mark = source.mark()
        if self.live.get(source.id) is source:
            del self.live[source.id]
        self.remember(source.splitter.path, mark)
        source.close()
        return mark

    def remember(self, path: str, mark: Mark) -> None:
        """Keep the mark of a file, or of a content that is gone, under the name it had."""
        self._marks.pop(mark.id, None)
        self._marks[mark.id] = mark
        if len(self._marks) > REMEMBERED:
            del self._marks[next(iter(self._marks))]
        if mark.offset >= PROOF:
            marks = self._stems.setdefault(stem(path), [])
            marks[:] = [*[other for other in marks if other.head != mark.head][1 - GENERATIONS :], mark]
            if len(self._stems) > REMEMBERED:
                del self._stems[next(iter(self._stems))]

    def claim(self, mark: Mark) -> bool:
        """Whether the unended line before a mark may be handed out: it was not, by whatever path or copy its
        content had.
        """
        content = (mark.offset, mark.head, mark.tail)
        if content in self._claimed:
            return False
        self._claimed.add(content)
        return True

    def latest(self, mark: Mark) -> Mark:
        """Return how far a file was read in the end, perhaps under another path."""
        known = self._marks.get(mark.id)
        return known if known and known.offset > mark.offset else mark

    def place(
        self, path: str, fd: int, status: os.stat_result, chain: Sequence[Source] | None
    ) -> Mark | None:
        """Return how far the file that was opened at a path was read already; None when it is new.

        With `chain`, the open files of the path, a file that begins like one read before under a name like it
        is its copy.
        """
        mark = self._marks.get((status.st_dev, status.st_ino))
        if mark and status.st_size >= mark.offset > 0 and fits(mark, fd):
            return mark
        if chain is None:
            return None
        own = (source.mark() for source in reversed(chain))
        return next(
            (mark for mark in own if mark.offset >= PROOF and _holds(mark, fd, status.st_size)), None
        ) or self._copied(path, fd, status.st_size)

    def copy_of_live(self, path: str, fd: int, size: int, skip: Sequence[Source] = ()) -> bool:
        """Whether a file copies one that is open."""
        name = stem(path)
        others = (
            source
            for source in self.live.values()
            if name.startswith(stem(source.splitter.path)) and source not in skip
        )
        return any(begins_as(source, fd, size) for source in others)

    def _copied(self, path: str, fd: int, size: int) -> Mark | None:
        name = stem(path)
        for end in range(len(name), 0, -1):
            for mark in reversed(self._stems.get(name[:end], ())):
                if _holds(mark, fd, size):
                    return mark
        return None


def _holds(mark: Mark, fd: int, size: int) -> bool:
    return fits(mark, fd) if size >= mark.offset else size >= PROOF and begins(mark, fd)


def begins_as(source: Source, fd: int, size: int) -> bool:
    """Whether a file begins as an open source does, by as many bytes as both have."""
    head = source.head or read_at(source.fd, HEAD, 0)
    length = min(len(head), size)
    return length >= PROOF and read_at(fd, length, 0) == head[:length]
