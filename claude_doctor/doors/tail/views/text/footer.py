"""Lines that stay below what scrolls: rewritten in one piece, at most four times a second, whatever the
window does.
"""

from __future__ import annotations

import os
import re
import time

from claude_doctor.base.lines import harmless
from claude_doctor.base.record import replace
from claude_doctor.doors.tail.views.text import pulse as tailpulse
from claude_doctor.render.canvas import width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from claude_doctor.doors.tail.report import TailPulse
    from claude_doctor.render.style import Style

REDRAW_S = 0.25
_CODES = re.compile(r"\x1b\[[0-9;]*m")


class Footer:
    """The lines of the last pulse, below everything written through `above`."""

    def __init__(self, out: TextIO, style: Style, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._style, self._clock = out, style, clock
        self._shown: list[str] = []
        self._drawn = float("-inf")
        self._pending = ""
        self._width = 0

    @property
    def width(self) -> int:
        """The window's width now."""
        try:
            columns = os.get_terminal_size(self._out.fileno()).columns
        except (OSError, ValueError):
            return self._style.width
        return max(min(columns, 100), 20) if columns else self._style.width

    def above(self, text: str) -> None:
        """Write text above the lines, with the next pulse."""
        self._pending += text

    def pulse(self, report: TailPulse) -> None:
        """Write what waits, and the new lines when it is time and they differ."""
        fresh, width = self._shown, self.width
        if width != self._width or self._clock() - self._drawn >= REDRAW_S:
            fresh = [
                harmless(line, color=self._style.color)
                for line in tailpulse.lines(report, replace(self._style, width=width))
            ]
            self._width = width
        if self._pending or fresh != self._shown:
            self._write(fresh)

    def clear(self) -> None:
        """Write what waits and take the lines away."""
        if self._pending or self._shown:
            self._write([])

    def _write(self, fresh: list[str]) -> None:
        text = self._erased() + self._pending + "\n".join(fresh)
        self._pending = ""
        if fresh != self._shown:
            self._drawn = self._clock()
        self._shown = fresh
        self._out.write(text)
        self._out.flush()

    def _erased(self) -> str:
        """Return what takes the lines away. In a window made narrower each may stand on several rows."""
        if not self._shown:
            return ""
        width = self.width
        rows = sum(max(-(-width_of(_CODES.sub("", line)) // width), 1) for line in self._shown)
        return "\r" + (f"\x1b[{rows - 1}A" if rows > 1 else "") + "\x1b[J"
