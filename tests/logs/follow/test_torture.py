"""A real writer at full speed, every kind of rotation, the follower in real time: each event comes exactly
once.

`DOCTOR_TORTURE_EVENTS` sets how many events there are in all (10^5; `.ci/soak` takes 10^6).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_doctor.doors.tail.follow import Follower

EVENTS = int(os.environ.get("DOCTOR_TORTURE_EVENTS", "100000"))
WRITER = Path(__file__).with_name("writer.py")
PLAIN = ("create", "move", "dated", "copytruncate", "copyover", "compress", "truncate", "refill", "delete")
CASES = {
    "file": (0.5, "app.log", "app.log", PLAIN),
    "folder": (0.25, "", "app.log", (*PLAIN, "another")),
    "pattern": (0.15, "app*.log", "app.log", ("create", "copytruncate", "another", "delete")),
    "link": (0.1, "app.log", "app.log", ("switch",)),
}


class Command:
    """The real command, printing every event it counts."""

    def __init__(self, folder: Path) -> None:
        argv = [sys.executable, "-m", "claude_doctor", "tail", "-f", "app.log", "--format", "events"]
        self.process = subprocess.Popen(argv, cwd=folder, stdout=subprocess.PIPE)
        self.count = 0
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self) -> None:
        for line in self.process.stdout:
            self.count += b'"overloaded_529"' in line

    def wait(self, number: int) -> bool:
        end = time.monotonic() + 60
        while self.count < number and time.monotonic() < end:
            time.sleep(0.005)
        return self.count >= number


class Reader:
    """Follows in a thread until the writer has ended and everything was looked at again."""

    def __init__(self, target: str) -> None:
        self.seen: list[int] = []
        self.other: list[bytes] = []
        self.stopped = threading.Event()
        self.follower = Follower([target], time.monotonic())
        self.thread = threading.Thread(target=self.follow, daemon=True)
        self.thread.start()

    def follow(self) -> None:
        for batch in self.follower.run(time.monotonic, time.sleep, self.stopped.is_set):
            for line in batch:
                try:
                    self.seen.append(json.loads(line.data)["n"])
                except (ValueError, TypeError, KeyError):
                    self.other.append(line.data)

    def wait(self, number: int) -> bool:
        """Wait until so many events came; half a minute without any is a loss, which the test then shows."""
        last, since = len(self.seen), time.monotonic()
        while len(self.seen) < number and time.monotonic() - since < 30:
            time.sleep(0.005)
            if len(self.seen) != last:
                last, since = len(self.seen), time.monotonic()
        return len(self.seen) >= number


def write(
    folder: Path, name: str, count: int, kinds: tuple[str, ...], wait: Callable[[int], bool]
) -> tuple[str, int, int]:
    """Run the writer, answering it when so many events were seen; returns its last word, number and exit
    code.
    """
    argv = [sys.executable, str(WRITER), str(folder), name, "0", str(count), "7", *kinds]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        for line in writer.stdout:
            word, _, number = line.rpartition(" ")
            if not wait(int(number)) or word == "end":
                break
            writer.stdin.write("\n")
            writer.stdin.flush()
    return word, int(number), writer.returncode


@pytest.mark.parametrize("case", CASES)
def test_each_event_comes_exactly_once(case, tmp_path):
    share, target, name, kinds = CASES[case]
    count = int(EVENTS * share)
    reader = Reader(os.path.join(tmp_path, target) if target else str(tmp_path))
    end = write(tmp_path, name, count, kinds, reader.wait)
    reader.stopped.set()
    reader.thread.join(30)
    assert not reader.thread.is_alive()
    assert len(reader.seen) - len(set(reader.seen)) == 0, "events came twice"
    assert sorted(set(range(end[1])) - set(reader.seen)) == [], "events were lost"
    assert end == ("end", count, 0)
    # What fills the file up to its old size is no event; nothing else may come.
    assert all(set(text) == {ord("#")} for text in reader.other), reader.other[:3]
    assert reader.follower.rotations > 10


def test_the_command_counts_each_event_once(tmp_path):
    count = EVENTS // 10
    (tmp_path / "app.log").touch()
    command = Command(tmp_path)
    end = write(tmp_path, "app.log", count, PLAIN, command.wait)
    command.process.send_signal(signal.SIGINT)
    command.thread.join(60)
    assert command.process.wait(60) == 0
    command.process.stdout.close()
    assert end == ("end", count, 0)
    assert command.count == count
