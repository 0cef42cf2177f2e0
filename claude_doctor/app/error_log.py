"""A JSONL log of failures that `tail` reads back without loss; safe from many threads and processes."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
import time
from typing import TYPE_CHECKING, Any, Literal

from claude_doctor.app import events, house
from claude_doctor.app.clock import clock
from claude_doctor.app.failure import failure_of

try:
    import fcntl
except ImportError:  # Windows: one process rotates a file, see the class
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.app.events import Event
    from claude_doctor.doors.tail.report import TailSummary

_LINE = 16 * 1024
_MORE = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_LOOK_S = 1.0
_LOOK_LINES = 1000


class ErrorLog:
    """A log of failures, one JSON line each: what the Doctor tells, and what `log` is given.

    `path` may hold `{pid}`: one file a process, for a file system over the network, where appending is not
    atomic. At `max_bytes` the file is renamed to `path.1` and so on, `keep` of them. `sync`: "none" leaves it
    to the system when lines reach the disk, "second" and "line" call fsync. `successes` logs answers too.
    Files are for their owner alone (mode 0600).
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        max_bytes: int = 64_000_000,
        keep: int = 5,
        sync: Literal["none", "second", "line"] = "none",
        successes: bool = False,
    ) -> None:
        self._pattern = os.fspath(path)
        self._max = max_bytes
        self._keep = keep
        self._sync = sync
        self.successes = successes
        self._lock = threading.Lock()
        self._fd = -1
        self._pid = 0
        self._looked = 0.0
        self._lines = 0
        self._synced = 0.0
        self._torn = False
        self.lost = 0

    @property
    def path(self) -> str:
        """The file that is written now."""
        return self._pattern.replace("{pid}", str(os.getpid()))

    def log(self, error: object, context: object = None, request: Mapping[str, Any] | None = None) -> Event:
        """Append one failure and return it; never raises, and never writes prompts.

        `error` is an exception, a text or an error body; `context` a text or a mapping of plain values; of
        `request` only model, max_tokens and how many messages and tools there are is kept.
        """
        try:
            event = _event(error, context, request)
        except Exception as own:  # noqa: BLE001  # it promises never to raise
            event = events.Event(
                ts=events.stamp(clock().wall()),
                pid=os.getpid(),
                message=f"not described: {type(own).__name__}",
            )
        self.write(event)
        return event

    def write(self, event: Event) -> bool:
        """Append an event; False (and `lost` counts) when the file cannot be written."""
        try:
            return self.write_line(line_of(event))
        except (OSError, ValueError, TypeError):
            self.lost += 1
            return False

    def write_line(self, line: bytes) -> bool:
        """Append a line that ends in a newline by one write; OSError when the file cannot be opened."""
        with self._lock:
            fd = self._opened()
            if (
                self._torn
            ):  # a write that was cut short left half a line: it is ended, so that no other is damaged
                line = b"\n" + line
            try:
                written = os.write(fd, line)
            except OSError:
                self.lost += 1
                return False
            if written != len(line):
                self._torn = written > 0 or self._torn
                self.lost += 1
                return False
            self._torn = False
            self._lines += 1
            self._flushed(fd)
            return True

    def _opened(self) -> int:
        now = time.monotonic()
        if (
            self._fd >= 0
            and self._pid == os.getpid()
            and self._lines < _LOOK_LINES
            and now - self._looked < _LOOK_S
        ):
            return self._fd
        self._looked, self._lines = now, 0
        path = self.path
        if self._fd >= 0 and self._pid == os.getpid():
            with contextlib.suppress(OSError):
                here, there = os.fstat(self._fd), os.stat(path)
                is_same = (here.st_ino, here.st_dev) == (there.st_ino, there.st_dev)
                if is_same and (here.st_size < self._max or not self._rotated(path)):
                    return self._fd
        if self._fd >= 0:
            if self._pid == os.getpid():
                os.close(self._fd)
            self._fd = -1
        self._fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _MORE, 0o600)
        self._pid = os.getpid()
        return self._fd

    def _rotated(self, path: str) -> bool:
        """Rename the files, n to n + 1, unless another process is doing so; False when it was left to that
        one.
        """
        lock = os.open(f"{path}.lock", os.O_WRONLY | os.O_CREAT | _MORE, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if (
                os.fstat(self._fd).st_ino == os.stat(path).st_ino
            ):  # else somebody was faster: open the new one
                self._shift(path)
        except OSError:
            # on Windows a file that another process has open cannot be renamed: it grows until it can
            return False
        else:
            return True
        finally:
            os.close(lock)

    def _shift(self, path: str) -> None:
        for number in range(self._keep - 1, 0, -1):
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{path}.{number}", f"{path}.{number + 1}")
        if self._keep > 0:
            os.replace(path, f"{path}.1")
        else:
            os.unlink(path)

    def _flushed(self, fd: int) -> None:
        if self._sync == "line" or (self._sync == "second" and time.monotonic() - self._synced >= 1):
            self._synced = time.monotonic()
            os.fsync(fd)

    def close(self) -> None:
        """Close the file; the next event opens it again."""
        with self._lock:
            if self._fd >= 0 and self._pid == os.getpid():
                os.close(self._fd)
            self._fd = -1

    def files(self) -> list[str]:
        """Return the files that exist, the oldest first."""
        path = self.path
        names = [f"{path}.{number}" for number in range(self._keep, 0, -1)]
        return [name for name in (*names, path) if os.path.exists(name)]

    def analyze(self, hours: float = 24) -> TailSummary:
        """Return what `claude-doctor tail` says of the last hours, rotated files included.

        Different from the popular version: `hours` counts, times have a zone, and causes are those of the
        catalogue.
        """
        return house.summary(self.files(), int((clock().wall() - hours * 3600) * 10**6))

    def handler(self) -> logging.Handler:
        """Return a handler for the standard library's logging: records with exc_info of an error of the API
        become events.
        """
        return _Handler(self)


class _Handler(logging.Handler):
    def __init__(self, log: ErrorLog) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Log the exception of a record, if it has one."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._log.log(error, context=record.name)


def line_of(event: Event) -> bytes:
    """Return an event as its line: ASCII JSON of at most 16 KiB."""
    found = event.as_dict()
    line = json.dumps(found, separators=(",", ":"), allow_nan=False).encode()
    for name, most in (("message", 2000), ("context", 500), ("gave_up", 300)):
        if len(line) < _LINE:
            break
        if isinstance(found.get(name), str):
            found[name] = found[name][:most]
            line = json.dumps(found, separators=(",", ":"), allow_nan=False).encode()
    return line + b"\n"


def _event(error: object, context: object, request: Mapping[str, Any] | None) -> Event:
    model, sizes = events.of_request(request)
    words = events.context(context)
    if sizes:
        told = ", ".join(f"{name}={value}" for name, value in sizes.items())
        words = f"{words}; {told}" if words else told
    if isinstance(error, BaseException):
        failure = failure_of(error)
    else:
        from claude_doctor.app.classify import failure_of_words

        failure = failure_of_words(error)
    return events.of_failure(failure, "terminal", pid=os.getpid(), model=model, context=words)
