"""A writer and its rotator, a process of their own: numbered events at full speed, every kind of rotation
between them.

    python writer.py FOLDER NAME FIRST COUNT SEED KIND [KIND ...]

Before something is destroyed for good (truncated without a copy, deleted) it asks on stdout, `N`, and waits
for a line on stdin: the reader has seen N events. All other rotations leave a rotator's pauses and ask
nobody.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import sys
import time

KEPT = 9
EVENT = (
    b'{"timestamp": "2026-11-20T12:00:00Z", "category": "server", "status_code": 529, "message": '
    b'"Overloaded", "n": %d, "pad": "%s"}\n'
)


class Writer:
    """Appends to a log as a program does: by a descriptor, in pieces that end where they happen to end."""

    def __init__(self, folder: str, name: str, first: int, count: int, seed: int) -> None:
        self.path = os.path.join(folder, name)
        self.next, self.end = first, first + count
        self.written = 0
        self.random = random.Random(seed)
        self.turn = itertools.count(1)
        self.fd = self.opened()

    def opened(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def reopen(self) -> None:
        os.close(self.fd)
        self.fd = self.opened()

    def lines(self, most: int) -> bytes:
        last = min(self.next + self.random.randint(1, most), self.end)
        text = b"".join(EVENT % (number, b"p" * (number % 180)) for number in range(self.next, last))
        self.written += last - self.next
        self.next = last
        return text

    def burst(self, most: int = 400) -> None:
        """Write some lines; now and then a line comes in two pieces."""
        text = self.lines(most)
        cut = self.random.randint(0, len(text)) if self.random.random() < 0.3 else 0
        for piece in (text[:cut], text[cut:]):
            if piece:
                os.write(self.fd, piece)
            if cut:
                time.sleep(self.random.random() * 0.002)

    def pause(self) -> None:
        time.sleep(self.random.choice((0.0, 0.005, 0.02, 0.06)))

    def ask(self) -> None:
        print(self.written, flush=True)
        if not sys.stdin.readline():
            sys.exit("the reader is gone")

    def shift(self) -> None:
        """Make room at .1, as a rotator does; the oldest goes."""
        if os.path.exists(f"{self.path}.{KEPT}"):
            self.ask()
            os.unlink(f"{self.path}.{KEPT}")
        for number in range(KEPT - 1, 0, -1):
            if os.path.exists(f"{self.path}.{number}"):
                os.rename(f"{self.path}.{number}", f"{self.path}.{number + 1}")

    def create(self) -> None:
        """logrotate's `create`: rename, make the new file, tell the program, which writes on to the old one
        until it hears.
        """
        self.shift()
        os.rename(self.path, self.path + ".1")
        os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o644))
        self.burst(50)
        self.pause()
        self.burst(50)
        self.reopen()

    def move(self) -> None:
        """A program that rotates by itself: the old file is closed first."""
        self.shift()
        os.close(self.fd)
        os.rename(self.path, self.path + ".1")
        self.fd = self.opened()

    def dated(self) -> None:
        """logrotate's `dateext`: a name that is never used again."""
        os.rename(self.path, f"{self.path}-20261120{next(self.turn):05}")
        self.reopen()

    def copytruncate(self) -> None:
        self.shift()
        shutil.copyfile(self.path, self.path + ".1")
        os.truncate(self.path, 0)

    def copyover(self) -> None:
        """A copy to one and the same name, again and again; what it overwrites is gone."""
        if os.path.exists(self.path + ".old"):
            self.ask()
        shutil.copyfile(self.path, self.path + ".old")
        os.truncate(self.path, 0)

    def compress(self) -> None:
        """Rename, and put a compressed file in its place at once."""
        self.ask()
        self.create()
        os.rename(self.path + ".1", self.path + ".1.gz")

    def truncate(self) -> None:
        self.ask()
        os.truncate(self.path, 0)

    def refill(self) -> None:
        """Emptied and filled to exactly the old size before anybody looks."""
        self.ask()
        size = os.path.getsize(self.path)
        os.truncate(self.path, 0)
        text = b""
        while len(text) + 600 < size and self.next < self.end:
            text += self.lines(1)
        os.write(self.fd, text + b"#" * (size - len(text) - 1) + b"\n" if len(text) < size else text)

    def delete(self) -> None:
        self.ask()
        os.unlink(self.path)
        self.pause()
        self.reopen()

    def switch(self) -> None:
        """A link to a new file takes the path's place; the old one was seen, its last lines were not."""
        self.ask()
        self.burst()
        target = f"{self.path}-{next(self.turn):05}.txt"
        os.close(self.fd)
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT, 0o644))
        os.symlink(target, self.path + ".new")
        os.rename(self.path + ".new", self.path)
        self.fd = self.opened()

    def another(self) -> None:
        """The program goes on in a file of another name."""
        os.close(self.fd)
        folder, name = os.path.split(self.path)
        self.path = os.path.join(folder, f"{name.split('.')[0]}x{next(self.turn)}.log")
        self.fd = self.opened()


def main() -> None:
    folder, name, first, count, seed, *kinds = sys.argv[1:]
    writer = Writer(folder, name, int(first), int(count), int(seed))
    each = max(min(int(count) // 200, 1000), 1)
    rotate_at = writer.next + each
    while writer.next < writer.end:
        writer.burst()
        if writer.next >= rotate_at:
            getattr(writer, writer.random.choice(kinds))()
            writer.pause()
            rotate_at = writer.next + each
    os.close(writer.fd)
    print(f"end {writer.written}", flush=True)


if __name__ == "__main__":
    main()
