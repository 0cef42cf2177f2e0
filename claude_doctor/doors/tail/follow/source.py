"""One opened file, read forward by place; notices when what it holds is no longer what was read."""

from __future__ import annotations

import os

from claude_doctor.doors.tail.follow.line import Splitter
from claude_doctor.doors.tail.follow.mark import HEAD, TAIL, Mark, digest, read_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.follow.line import Line

CHUNK = 1024 * 1024
# After a change was seen the bytes are compared for this long: a file system's clock may tick no finer.
RACY_S = 2.0
# A file that became shorter but begins as before is looked at again: a network file system may tell an old
# size.
SETTLE_S = 1.0
EARLY_S = 1.0


class Source:
    """A file by its descriptor. After `read`, `more` says that more is there, `replaced` that its old content
    is gone.
    """

    __slots__ = (
        "_changed",
        "_cut_at",
        "_low",
        "_seen",
        "_tail",
        "empty",
        "fd",
        "grown",
        "head",
        "id",
        "more",
        "offset",
        "replaced",
        "splitter",
        "unlinked",
    )

    def __init__(self, path: str, fd: int, now: float, mark: Mark | None = None) -> None:
        status = os.fstat(fd)
        self.fd = fd
        self.id = (status.st_dev, status.st_ino)
        self.offset = mark.offset if mark else 0
        self.splitter = (
            Splitter(path, mark.lines, mark.held, mark.offset - len(mark.held)) if mark else Splitter(path)
        )
        self.head = read_at(fd, min(self.offset, HEAD), 0)
        self._tail = read_at(fd, min(self.offset, TAIL), self.offset - min(self.offset, TAIL))
        self._seen = (-1, -1)
        self._changed = self.grown = now
        self._cut_at: float | None = None
        self._low = 0
        self.empty = status.st_size == 0
        self.more = self.replaced = self.unlinked = False

    def read(self, now: float) -> list[Line]:
        """Return the next lines, at most a chunk's; [] when there are none."""
        status = os.fstat(self.fd)
        self.more = False
        self.unlinked = status.st_nlink == 0
        if status.st_size < self.offset:
            return self._shrunk(status.st_size, now)
        seen = (status.st_size, status.st_mtime_ns)
        if seen != self._seen:
            first, self._seen, self._changed = self._seen[0] < 0, seen, now
            # An empty file that was written to and is empty again was copied and truncated.
            if status.st_size == self.offset == 0 and not first:
                self.replaced = True
                return []
        elif status.st_size == self.offset and now - self._changed > RACY_S:
            return []
        if not self._same():
            return self._changed_under(now)
        self._cut_at = None
        data = read_at(self.fd, CHUNK, self.offset)
        if not data:
            return self.splitter.early() if self.splitter.held and now - self.grown > EARLY_S else []
        if not self._same():
            self.replaced = True
            # Replaced while we read: these bytes are old ones, unless the new content has them at the same
            # place.
            if read_at(self.fd, len(data), self.offset) == data:
                return []
        return self._take(data, now)

    def mark(self) -> Mark:
        """Return the place reached."""
        splitter = self.splitter
        return Mark(
            *self.id, self.offset, splitter.lines, digest(self.head), digest(self._tail), splitter.held
        )

    def close(self) -> None:
        """Let the file go."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def _take(self, data: bytes, now: float) -> list[Line]:
        if len(self.head) < HEAD:
            self.head += data[: HEAD - len(self.head)]
        self._tail = (self._tail + data[-TAIL:])[-TAIL:]
        self.offset += len(data)
        self.more = len(data) == CHUNK
        self.grown = now
        return self.splitter.feed(data)

    def _same(self) -> bool:
        head, tail = self.head, self._tail
        return (
            read_at(self.fd, len(head), 0) == head
            and read_at(self.fd, len(tail), self.offset - len(tail)) == tail
        )

    def _shrunk(self, size: int, now: float) -> list[Line]:
        """Shorter than what was read: emptied and refilled, or only its end cut off."""
        if not self._only_cut(size):
            self.replaced = True
            return []
        if self._cut_at is None:
            self._cut_at, self._low = now, size
        self._low = min(self._low, size)
        if now - self._cut_at >= SETTLE_S:
            self._cut_back()
        return []

    def _only_cut(self, size: int) -> bool:
        head = self.head[:size]
        return len(head) >= 64 and b"\n" in head and read_at(self.fd, len(head), 0) == head

    def _changed_under(self, now: float) -> list[Line]:
        if self._cut_at is not None and self._only_cut(self._low):
            self._cut_back()
            return self.read(now)
        self.replaced = True
        return []

    def _cut_back(self) -> None:
        """Go on from where the file was cut; the lines before it were handed out."""
        place, lines, held = 0, 0, b""
        while place < self._low and (data := read_at(self.fd, min(CHUNK, self._low - place), place)):
            place += len(data)
            lines += data.count(b"\n")
            held = data.rpartition(b"\n")[2] if b"\n" in data else held + data
        self.offset, self._cut_at = place, None
        self.head = self.head[:place]
        self._tail = read_at(self.fd, min(TAIL, place), place - min(TAIL, place))
        self.splitter = Splitter(self.splitter.path, lines, held, place - len(held))
