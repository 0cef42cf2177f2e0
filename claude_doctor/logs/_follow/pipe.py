"""Standard input and named pipes: read as they come, never waited for."""

from __future__ import annotations

import os
import queue
import threading

from claude_doctor.logs._follow.line import Splitter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.logs._follow.line import Line

_CHUNK = 64 * 1024
# Chunks that wait: beyond them the writer waits.
_WAITING = 64


class Pipe:
    """A stream read by a thread of its own. `ended` says that its last writer has gone and everything was handed out."""

    def __init__(self, path: str, fd: int) -> None:
        self.path = path
        self.ended = False
        self._splitter = Splitter(path)
        self._chunks: queue.Queue[bytes] = queue.Queue(_WAITING)
        threading.Thread(target=self._read, args=(fd,), daemon=True).start()

    def _read(self, fd: int) -> None:
        while True:
            try:
                data = os.read(fd, _CHUNK)
            except OSError:
                data = b""
            self._chunks.put(data)
            if not data:
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
