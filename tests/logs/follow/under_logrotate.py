"""Follow a log while the real logrotate rotates it: everything that is in any of the files afterwards came,
and came once.

    python under_logrotate.py [--rotations 150]

`copytruncate` itself loses what is written between the copy and the truncation; that is in no file and counts
for nobody. With `create` the program reopens its log when its path leads elsewhere, so nothing at all may be
missing.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from claude_doctor.doors.tail.follow import Follower

CONFIGURATIONS = {
    "create": "create 0644\nrotate 5000",
    "create dateext": "create 0644\nrotate 5000\ndateext\ndateformat -%Y%m%d-%s",
    "create compress": "create 0644\nrotate 5000\ncompress",
    "create delaycompress": "create 0644\nrotate 5000\ncompress\ndelaycompress",
    "copytruncate": "copytruncate\nrotate 5000",
}
PAUSE_S = 0.12


class Program(threading.Thread):
    """A program that logs without a pause, and reopens its log when the path leads to another file."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.written = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        fd = self.opened()
        for number in itertools.count():
            if self.stopped.is_set():
                break
            os.write(fd, b"%09d %s\n" % (number, b"." * (number % 150)))
            self.written = number + 1
            if number % 10 == 0:
                if not self.path.exists() or os.stat(self.path).st_ino != os.fstat(fd).st_ino:
                    os.close(fd)
                    fd = self.opened()
                time.sleep(0.002)
        os.close(fd)

    def opened(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)


def numbers_in(folder: Path) -> set[int]:
    found: set[int] = set()
    for path in folder.iterdir():
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found |= {int(line[:9]) for line in data.split(b"\n") if line[:9].isdigit() and line[9:10] == b" "}
    return found


def one(name: str, rules: str, rotations: int, target: str) -> str:
    """Run one configuration and return what was wrong, or nothing."""
    work = Path(tempfile.mkdtemp())
    logs = work / "logs"
    logs.mkdir(mode=0o755)
    path = logs / "app.log"
    path.touch()
    (work / "conf").write_text(f"{path} {{\n{rules}\nmissingok\n}}\n")
    seen: list[int] = []
    stop = threading.Event()
    follower = Follower([str(logs / target) if target else str(logs)], time.monotonic())

    def follow() -> None:
        for batch in follower.run(time.monotonic, time.sleep, stop.is_set):
            seen.extend(int(line.data[:9]) for line in batch)

    reader, program = threading.Thread(target=follow, daemon=True), Program(path)
    reader.start()
    program.start()
    # Dates are told to the second.
    pause, rotations = (1.05, rotations // 5) if "dateext" in rules else (PAUSE_S, rotations)
    for _ in range(rotations):
        time.sleep(pause)
        subprocess.run(["logrotate", "-f", "-s", work / "state", work / "conf"], check=True)
    time.sleep(PAUSE_S)
    program.stopped.set()
    program.join()
    time.sleep(1.2)
    stop.set()
    reader.join()
    there = numbers_in(logs)
    lost, twice = there - set(seen), len(seen) - len(set(seen))
    never = 0 if "copytruncate" in rules else program.written - len(set(seen))
    print(
        (
            f"{name:22} {target or 'folder':8} {program.written:>8} lines, {len(there):>8} "
            f"in {len(list(logs.iterdir())):>4} files: "
        ),
        end="",
    )
    print(f"{len(lost)} lost, {twice} twice" + (f", {never} never seen" if never else ""))
    shutil.rmtree(work)
    return f"{name}: {len(lost)} lost, {twice} twice, {never} never seen" if lost or twice or never else ""


def main() -> None:
    """Run every configuration, as a file and as a folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rotations", type=int, default=150)
    rotations = parser.parse_args().rotations
    wrong = [
        one(name, rules, rotations // 2, target)
        for name, rules in CONFIGURATIONS.items()
        for target in ("app.log", "")
    ]
    sys.exit("\n".join(filter(None, wrong)) or 0)


if __name__ == "__main__":
    main()
