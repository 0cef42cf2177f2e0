"""How far a large file is read: one line on the terminal, from the second second on, gone when the report
comes.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from claude_doctor.base.inputs import is_terminal
from claude_doctor.base.text import clean, one_line

if TYPE_CHECKING:
    from types import TracebackType
    from typing import BinaryIO, Self

    from claude_doctor.doors.batch_check.engine.batch import Batch

AFTER, EVERY = 1.0, 0.25
_NAME = 30


class Progress:
    """Looks at the position in the file whenever a timer rings, so reading knows nothing of it and pays
    nothing for it.

    A timer and no thread: the second half of a file is read by a fork, and a fork and threads do not go
    together.
    """

    def __init__(self) -> None:
        self._live: Any = None
        self._task: Any = None
        self._before: Any = None
        self._name = ""
        self._stream: BinaryIO | None = None
        self._batch: Batch | None = None
        self._halves = False
        self._is_ringing = False

    def begin(self, path: str, stream: BinaryIO, batch: Batch, halves: bool) -> None:
        """Say what is read now; of a file read in halves this process has the first."""
        self._name = "standard input" if path == "-" else one_line(clean(os.path.basename(path)), _NAME)
        self._stream, self._batch, self._halves = stream, batch, halves

    def __enter__(self) -> Self:
        if is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb" and _able():
            import signal

            self._before = signal.signal(signal.SIGALRM, lambda *_: self._ring())
            signal.setitimer(signal.ITIMER_REAL, AFTER, EVERY)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            import signal

            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)
        if self._live is not None:
            with suppress(OSError):
                self._live.stop()

    def _ring(self) -> None:
        # The first ring imports rich; on a busy machine the next one comes while that is half done.
        if self._is_ringing:
            return
        self._is_ringing = True
        try:
            with suppress(OSError):  # a terminal that went away is no reason to stop
                self._show()
        finally:
            self._is_ringing = False

    def _show(self) -> None:
        if self._stream is None or self._batch is None:
            return
        share = min(_share(self._stream) * (2 if self._halves else 1), 1)
        seen = f"{share:4.0%}" if share else f"{len(self._batch.ids):,} requests"
        now: dict[str, Any] = {
            "description": f"Checking {self._name}",
            "total": 1 if share else None,
            "completed": share,
            "seen": seen,
        }
        if self._live is None:
            self._live = _live()
            self._task = self._live.add_task(**now)
            self._live.start()
        self._live.update(self._task, **now)
        self._live.refresh()


def _able() -> bool:
    """Whether there are timers, and this is the thread that they ring in."""
    import signal
    import threading

    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _share(stream: BinaryIO) -> float:
    """Return how much of a file is read, 0 where that cannot be known: of a pipe."""
    try:
        number = stream.fileno()
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode) or not found.st_size:
            return 0
        return os.lseek(number, 0, os.SEEK_CUR) / found.st_size
    except (OSError, AttributeError):
        return 0


def _live() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    bar = BarColumn(24, style="dim", complete_style="cyan", finished_style="cyan", pulse_style="cyan")
    columns = (
        TextColumn("{task.description}", markup=False),
        bar,
        TextColumn("{task.fields[seen]}", markup=False),
    )
    return Bar(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
