"""Standard input and named pipes: read as they come, never waited for."""

from __future__ import annotations

import os
import queue
import threading

from claude_doctor.doors.tail.follow.line import Splitter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.follow.line import Line

_CHUNK = 64 * 1024
# Chunks that wait: beyond them the writer waits.
_WAITING = 64


class Pipe:
    """A stream read by a thread of its own. `ended` says that its last writer has gone and everything was
    handed out.

    A named pipe (`fd` None) is opened by its path, and again whenever its writer has gone: it never ends.
    """

    def __init__(self, path: str, fd: int | None = None) -> None:
        self.path = path
        self.ended = False
        self._splitter = Splitter(path)
        self._chunks: queue.Queue[bytes] = queue.Queue(_WAITING)
        threading.Thread(target=self._read, args=(fd,), daemon=True).start()

    def _read(self, fd: int | None) -> None:
        if fd is not None:
            self._take(fd)
            self._chunks.put(b"")
            return
        while True:
            try:
                named = os.open(self.path, os.O_RDONLY)  # waits for a writer
            except OSError:
                self._chunks.put(b"")
                return
            self._take(named)
            os.close(named)

    def _take(self, fd: int) -> None:
        try:
            while data := os.read(fd, _CHUNK):
                self._chunks.put(data)
        except OSError:
            return

    def poll(self) -> Iterator[list[Line]]:
        """Yield the lines that came since the last call."""
        while not self.ended:
            try:
                data = self._chunks.get_nowait()
            except queue.Empty:
                return
            self.ended = not data
            lines = self._splitter.feed(data) if data else self._splitter.flush()
            if lines:
                yield lines

    def finish(self) -> Iterator[list[Line]]:
        """Hand out what came, and the line that has no end yet."""
        yield from self.poll()
        if not self.ended and (lines := self._splitter.flush()):
            yield lines
