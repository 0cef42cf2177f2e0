"""Arbitrary sequences of what writers and rotators do, against a model of what the file system had at each
look.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.logs.follow.desk import Desk

KEPT = 3


class Content:
    """What one file holds that nobody has looked at since; `known` once a look found the file."""

    def __init__(self) -> None:
        self.unseen: list[str] = []
        self.begun = ""
        self.known = False


class World:
    """Writers and rotators of app.log, and the lines that must, or may, come."""

    def __init__(self, folder: Path, whole_folder: bool, closing: bool) -> None:
        self.closing = closing
        self.desk = Desk(folder, "" if whole_folder else "app.log")
        self.folder = folder
        self.files: dict[str, Content] = {}
        self.unlinked: list[Content] = []
        self.kept: tuple[int, Content] | None = None
        self.written: set[str] = set()
        self.parts: list[str] = []
        self.must: list[str] = []
        self.numbers = itertools.count()

    def line(self) -> str:
        return f"{next(self.numbers):05d} " + "y" * 80

    def current(self) -> Content:
        (self.folder / "app.log").touch()
        return self.files.setdefault("app.log", Content())

    def write(self, count: int) -> None:
        content = self.current()
        for _ in range(count):
            line = self.line()
            text = line[len(content.begun) :] if content.begun else line
            line = content.begun + text
            content.begun = ""
            self.desk.write("app.log", text)
            content.unseen.append(line)
            self.written.add(line)

    def begin(self, _count: int) -> None:
        content = self.current()
        if not content.begun:
            content.begun = self.line()[:40]
            self.parts.append(content.begun)
            self.desk.write("app.log", content.begun, end="")

    def late(self, count: int) -> None:
        """The writer has not reopened its log: it writes on to the renamed file."""
        if self.kept and not self.closing and not self.kept[1].begun and self.kept[1] not in self.unlinked:
            for _ in range(count):
                line = self.line()
                os.write(self.kept[0], line.encode() + b"\n")
                self.kept[1].unseen.append(line)
                self.written.add(line)

    def shift(self) -> None:
        self.remove(f"app.log.{KEPT}")
        for number in range(KEPT - 1, 0, -1):
            self.move(f"app.log.{number}", f"app.log.{number + 1}")

    def move(self, name: str, to: str) -> None:
        if name in self.files:
            self.remove(to)
            self.desk.rename(name, to)
            self.files[to] = self.files.pop(name)

    def remove(self, name: str) -> None:
        if name in self.files:
            (self.folder / name).unlink()
            content = self.files.pop(name)
            # Only an open file outlives its name.
            if content.known and not self.closing:
                self.unlinked.append(content)

    def rename(self, count: int) -> None:
        if "app.log" in self.files:
            self.shift()
            self.keep()
            self.move("app.log", "app.log.1")
            if count:
                self.write(count)

    def keep(self) -> None:
        if self.kept:
            os.close(self.kept[0])
        self.kept = (os.open(self.folder / "app.log", os.O_WRONLY | os.O_APPEND), self.files["app.log"])

    def copytruncate(self, count: int) -> None:
        if "app.log" not in self.files:
            return
        if count:
            self.shift()
        content = self.files["app.log"]
        shutil.copyfile(self.folder / "app.log", self.folder / "app.log.1")
        self.truncate()
        if self.kept and self.kept[1] is self.files.get("app.log.1"):
            os.close(self.kept[0])
            self.kept = None
        copy = self.files["app.log.1"] = Content()
        copy.unseen, content.unseen = content.unseen, []

    def truncate(self) -> None:
        os.truncate(self.folder / "app.log", 0)
        self.files["app.log"].begun = ""

    def refill(self, count: int) -> None:
        if "app.log" in self.files:
            self.truncate()
            self.files["app.log"].unseen = []
            self.write(count)

    def delete(self, _count: int) -> None:
        self.remove("app.log")

    def compress(self, _count: int) -> None:
        self.remove("app.log.1")

    def look(self, count: int) -> None:
        # A file that one path gives up is taken by another in its next turn.
        self.desk.look((0.05, 0.05, 1.5, 20.0)[count % 4])
        self.desk.look()
        if self.closing:
            # As among thousands of files: none is kept open between two looks.
            for item in self.desk.follower._order:
                item.rest(self.desk.now)
        for content in (*self.files.values(), *self.unlinked):
            self.must += content.unseen
            content.unseen = []
            content.known = True
        self.check()

    def check(self) -> None:
        seen = self.desk.texts
        assert len(seen) == len(set(seen)), "a line came twice"
        assert set(self.must) <= set(seen), "a line was lost"
        others = set(seen) - self.written
        assert all(any(part.startswith(text) for part in self.parts) for text in others), others

    def close(self) -> None:
        self.desk.end()
        self.desk.follower.close()
        if self.kept:
            os.close(self.kept[0])


OPERATIONS = (
    "write",
    "write",
    "write",
    "look",
    "look",
    "look",
    "rename",
    "copytruncate",
    "refill",
    "delete",
    "late",
    "begin",
    "compress",
)
STEPS = st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 3)), max_size=40)


@pytest.mark.parametrize("closing", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("whole_folder", [False, True], ids=["file", "folder"])
@settings(
    max_examples=int(os.environ.get("DOCTOR_FOLLOW_EXAMPLES", "250")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(steps=STEPS)
def test_nothing_that_was_there_is_lost_and_nothing_comes_twice(whole_folder, closing, steps):
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        world = World(Path(folder), whole_folder, closing)
        try:
            for name, count in steps:
                getattr(world, name)(count)
            world.look(0)
            world.desk.end()
            world.check()
        finally:
            world.close()
