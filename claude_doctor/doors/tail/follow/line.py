"""Bytes in, whole lines out: split at newlines only, the last line held until it is whole, nothing handed out
twice.
"""

from __future__ import annotations

import json
from typing import NamedTuple

# A line longer than this is handed out cut; what follows up to its newline is skipped.
LONGEST = 8 * 1024 * 1024


class Line(NamedTuple):
    """One line of a file: where it stands, its bytes without the line end, the offset of the first one."""

    path: str
    number: int
    data: bytes
    place: int = 0


class Splitter:
    """Cuts one file's bytes into lines; `held` is the begun line, `lines` how many were handed out, `place`
    the offset at which the begun line begins.
    """

    __slots__ = ("_early", "_skipping", "held", "lines", "path", "place")

    def __init__(self, path: str, lines: int = 0, held: bytes = b"", place: int = 0) -> None:
        self.path = path
        self.lines = lines
        self.held = held
        self.place = place
        self._early = False
        self._skipping = False

    def feed(self, data: bytes) -> list[Line]:
        """Return the lines that `data` completes."""
        if self._skipping:
            skipped, newline, data = data.partition(b"\n")
            self.place += len(skipped) + len(newline)
            if not newline:
                return []
            self._skipping = False
        *whole, held = (self.held + data).split(b"\n")
        if self._early and (whole or held.strip()):
            self._after_early(whole)
        number, path, place = self.lines, self.path, self.place
        self.lines += len(whole)
        self.held = held
        found = []
        for at, raw in enumerate(whole, number + 1):
            found.append(Line(path, at, raw[:-1] if raw[-1:] == b"\r" else raw, place))
            place += len(raw) + 1
        self.place = place
        return found + self._too_long() if len(held) > LONGEST else found

    def early(self) -> list[Line]:
        """Hand out the held line before its newline when it is one whole JSON object: its writer may write
        none.
        """
        text = self.held.strip(b"\0\r \t")
        if not (text.startswith(b"{") and text.endswith(b"}")):
            return []
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return []
        self._early = True
        return self._given(text)

    def flush(self) -> list[Line]:
        """Hand out what is held: no more is to come."""
        return self._given(self.held.removesuffix(b"\r")) if self.held.strip(b"\0\r \t") else []

    def _given(self, text: bytes) -> list[Line]:
        self.lines += 1
        place, self.place = self.place, self.place + len(self.held)
        self.held = b""
        return [Line(self.path, self.lines, text, place)]

    def _after_early(self, whole: list[bytes]) -> None:
        """Drop the end of a line that was handed out already; more text on it is a line."""
        self._early = False
        if whole and not whole[0].strip(b"\0\r \t"):
            self.place += len(whole[0]) + 1
            del whole[0]
        else:
            self.lines -= 1

    def _too_long(self) -> list[Line]:
        # A file that was truncated under its writer begins with a hole: NULs are no line.
        hole = len(self.held)
        self.held = self.held.lstrip(b"\0")
        self.place += hole - len(self.held)
        if len(self.held) <= LONGEST:
            return []
        self._skipping = True
        return self._given(self.held[:LONGEST] + b"\0")  # longer than the longest that is read
