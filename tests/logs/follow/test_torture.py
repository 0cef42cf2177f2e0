"""A real writer at full speed, every kind of rotation, the follower in real time: each event comes exactly once.

`DOCTOR_TORTURE_EVENTS` sets how many events there are in all (10^5; `.ci/soak` takes 10^6).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from claude_doctor.logs._follow import Follower

EVENTS = int(os.environ.get("DOCTOR_TORTURE_EVENTS", "100000"))
WRITER = Path(__file__).with_name("writer.py")
PLAIN = ("create", "move", "dated", "copytruncate", "copyover", "compress", "truncate", "refill", "delete")
CASES = {
    "file": (0.5, "app.log", "app.log", PLAIN),
    "folder": (0.25, "", "app.log", (*PLAIN, "another")),
    "pattern": (0.15, "app*.log", "app.log", ("create", "copytruncate", "another", "delete")),
    "link": (0.1, "app.log", "app.log", ("switch",)),
}


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


@pytest.mark.parametrize("case", CASES)
def test_each_event_comes_exactly_once(case, tmp_path):
    share, target, name, kinds = CASES[case]
    count = int(EVENTS * share)
    reader = Reader(os.path.join(tmp_path, target) if target else str(tmp_path))
    argv = [sys.executable, str(WRITER), str(tmp_path), name, "0", str(count), "7", *kinds]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        for line in writer.stdout:
            word, _, number = line.rpartition(" ")
            if not reader.wait(int(number)) or word == "end":
                break
            writer.stdin.write("\n")
            writer.stdin.flush()
    reader.stopped.set()
    reader.thread.join(30)
    assert not reader.thread.is_alive()
    assert len(reader.seen) - len(set(reader.seen)) == 0, "events came twice"
    assert sorted(set(range(int(number))) - set(reader.seen)) == [], "events were lost"
    assert (word, int(number), writer.returncode) == ("end", count, 0)
    # What fills the file up to its old size is no event; nothing else may come.
    assert all(set(text) == {ord("#")} for text in reader.other), reader.other[:3]
    assert reader.follower.rotations > 10
