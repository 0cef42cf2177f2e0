"""A follower with a clock of its own, and the operations of writers and rotators on one folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from claude_doctor.doors.tail.follow import Follower, Line


class Desk:
    """A folder, a follower of something in it, and the time."""

    def __init__(self, folder: Path, *inputs: str) -> None:
        self.folder = folder
        self.now = 1000.0
        self.seen: list[Line] = []
        self.follower = Follower(
            [str(folder / name) if name else str(folder) for name in inputs], self.now, timer=lambda: 0.0
        )
        self.take(self.follower.backlog(self.now))

    def take(self, batches) -> list[str]:
        lines = [line for batch in batches for line in batch]
        self.seen += lines
        return [line.data.decode() for line in lines]

    def look(self, passed: float = 0.05) -> list[str]:
        """Let time pass and look once; returns the lines that came."""
        self.now += passed
        return self.take(self.follower.round(self.now))

    def end(self) -> list[str]:
        self.now += 0.05
        lines = self.take(self.follower.finish(self.now))
        self.follower.close()
        return lines

    @property
    def texts(self) -> list[str]:
        return [line.data.decode() for line in self.seen]

    def write(self, name: str, *lines: str, end: str = "\n") -> None:
        with (self.folder / name).open("ab") as file:
            file.write("".join(line + end for line in lines).encode())

    def rename(self, name: str, to: str) -> None:
        os.replace(self.folder / name, self.folder / to)

    def copytruncate(self, name: str, to: str) -> None:
        shutil.copyfile(self.folder / name, self.folder / to)
        os.truncate(self.folder / name, 0)

    def refill(self, name: str, *lines: str) -> None:
        with (self.folder / name).open("r+b") as file:
            file.truncate(0)
            file.write("".join(line + "\n" for line in lines).encode())


def numbered(first: int, count: int, width: int = 90) -> list[str]:
    """Return lines that are unlike each other from their first byte on."""
    return [f"{number:06d} ".ljust(width, "x") for number in range(first, first + count)]
