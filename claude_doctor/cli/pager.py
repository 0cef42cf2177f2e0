"""Text for a terminal that may be longer than its screen: then it goes
through the pager ($PAGER, else less).
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO

_LESS = "less -FRX"


class Paged(io.TextIOBase):
    """Keeps what is written until it is more than a screen, then starts the pager; leaving that early is no
    error.
    """

    def __init__(self, out: TextIO, rows: int) -> None:
        self._out, self._rows = out, rows
        self._kept: list[str] = []
        self._lines = 0
        self._pager: subprocess.Popen[str] | None = None
        self._is_left = False

    @property
    def encoding(self) -> str:  # type: ignore[override]  # the base class has an attribute without a value
        """The encoding of the terminal."""
        return self._out.encoding

    def write(self, text: str) -> int:
        """Keep the text, or pass it on."""
        if self._pager is None:
            self._kept.append(text)
            self._lines += text.count("\n")
            if self._lines >= self._rows and not self._start():
                self._rows = 1 << 60  # there is no pager
        else:
            self._send(text)
        return len(text)

    def flush(self) -> None:
        """Nothing to do: what is kept is written at the end."""

    def __enter__(self) -> TextIO:  # type: ignore[override]  # what a view writes to
        return self  # type: ignore[return-value]  # it has all that a view uses of one

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pager is None:
            self._out.write("".join(self._kept))
            self._out.flush()
            return
        if self._pager.stdin is not None:
            try:
                self._pager.stdin.close()
            except BrokenPipeError:
                self._is_left = True
        self._wait(self._pager)

    def _start(self) -> bool:
        words = command()
        if not words:
            return False
        self._out.flush()
        try:
            self._pager = subprocess.Popen(  # noqa: S603  # the person's own pager
                words, stdin=subprocess.PIPE, text=True, encoding=self.encoding, errors="replace"
            )
        except OSError:
            return False
        self._send("".join(self._kept))
        self._kept = []
        return True

    def _send(self, text: str) -> None:
        # The command goes on when its reader has seen enough: its exit code is that of the whole answer.
        if self._is_left or self._pager is None or self._pager.stdin is None:
            return
        try:
            self._pager.stdin.write(text)
        except BrokenPipeError:
            self._is_left = True

    @staticmethod
    def _wait(pager: subprocess.Popen[str]) -> None:
        # Ctrl-C is the pager's while it is on the screen.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            pager.wait()
        finally:
            signal.signal(signal.SIGINT, before)


def command() -> list[str]:
    """Return the pager's words: $PAGER, else less with what keeps colours and leaves a short text alone; []
    for none.
    """
    try:
        words = shlex.split(os.environ.get("PAGER", _LESS))
    except ValueError:
        return []
    return words if words and shutil.which(words[0]) else []
