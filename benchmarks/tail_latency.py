"""How soon `tail --follow` shows a line, and what it costs while nothing happens.

    python benchmarks/tail_latency.py [--appends 200] [--files 1 16 200]

The whole command in a process of its own, writing events to a pipe. Lines are appended at random moments to a
file picked at random; the delay runs from the write to the arrival of the event here. With more than 16 files
the one written is the last written ("hot") or one that was quiet ("cold", which waits for its turn). Idle CPU
is user + system time over ten quiet seconds. Targets: p95 of at most 60 ms with up to 16 files, less than 2 %
CPU when idle.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IDLE_S = 10.0
PATIENCE_S = 30.0


def line(number: int) -> str:
    """Return a log line of the simple shape that names its number."""
    event = {
        "timestamp": "2026-11-20T12:00:00Z",
        "category": "server",
        "status_code": 529,
        "message": "Overloaded",
        "context": {},
        "request": {"model": "claude-opus-5-5"},
        "request_id": f"req_{number:024}",
    }
    return json.dumps(event) + "\n"


class Command:
    """The command under test and the lines it has printed."""

    def __init__(self, folder: Path) -> None:
        argv = [sys.executable, "-m", "claude_doctor", "tail", "-f", str(folder), "--format", "events"]
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE)
        self.out = self.process.stdout
        assert self.out is not None

    def wait(self) -> float:
        """Return the time at which the next event arrived."""
        assert self.out is not None
        if not select.select([self.out], [], [], PATIENCE_S)[0]:
            raise SystemExit("no event within half a minute")
        at = time.perf_counter()
        os.read(self.out.fileno(), 65536)
        return at

    def drain(self) -> None:
        """Take everything that is printed until it is quiet for two seconds."""
        self.wait()
        while self.out and select.select([self.out], [], [], 2)[0]:
            os.read(self.out.fileno(), 1 << 20)

    def cpu(self) -> float:
        """Return the seconds of CPU it has used."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """End it in good order."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=PATIENCE_S)


def measured(count: int, appends: int, chance: random.Random) -> tuple[list[float], float]:
    """Return the delays in milliseconds and the share of a CPU when idle, for a number of files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"worker{number:04}.jsonl" for number in range(count)]
        for number, path in enumerate(paths):
            path.write_text(line(number), encoding="ascii")
        command = Command(folder)
        command.drain()
        delays = []
        for number in range(count, count + appends):
            time.sleep(chance.uniform(0.02, 0.2))
            with chance.choice(paths).open("a", encoding="ascii") as file:
                file.write(line(number))
                file.flush()
                began = time.perf_counter()
            delays.append((command.wait() - began) * 1000)
        time.sleep(3)
        before = command.cpu()
        time.sleep(IDLE_S)
        idle = (command.cpu() - before) / IDLE_S
        command.end()
    return delays, idle


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--appends", type=int, default=200)
    parser.add_argument("--files", type=int, nargs="+", default=[1, 16, 200])
    options = parser.parse_args()
    chance = random.Random(20261120)
    print("| files | appends | median ms | p95 ms | max ms | idle CPU |\n|---|---|---|---|---|---|")
    for count in options.files:
        delays, idle = measured(count, options.appends, chance)
        p95 = statistics.quantiles(delays, n=20)[-1]
        print(
            (
                f"| {count} | {len(delays)} | {statistics.median(delays):.1f} | {p95:.1f} "
                f"| {max(delays):.1f} | {idle:.2%} |"
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
