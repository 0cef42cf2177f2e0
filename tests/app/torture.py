"""APP 11.26: processes and threads write one log while it rotates and processes are killed; then `tail` reads
it.

python -m tests.app.torture PROCESSES THREADS LINES(a thread) BYTES(a file)
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter


def torture(folder, processes, threads, lines, max_bytes, *, kills=3, seed=7):
    """Return (acknowledged, how often each id was read by tail, damaged lines, processes killed)."""
    path = os.path.join(folder, "app.jsonl")
    rng = random.Random(seed)
    running, outs = [], []
    for number in range(processes):
        out = open(os.path.join(folder, f"ack{number}"), "wb")  # noqa: SIM115
        outs.append(out)
        size = rng.choice((10, 100, 400))
        words = [
            sys.executable,
            "-m",
            "tests.app.writers",
            path,
            f"p{number}",
            threads,
            lines,
            max_bytes,
            size,
        ]
        running.append(subprocess.Popen([str(word) for word in words], stdout=out))
    killed = 0
    for victim in rng.sample(running, min(kills, processes - 1)):
        while (
            os.path.getsize(os.path.join(folder, f"ack{running.index(victim)}")) < 200
            and victim.poll() is None
        ):
            time.sleep(0.01)
        if victim.poll() is None:
            victim.kill()
            killed += 1
    for process in running:
        process.wait()
    for out in outs:
        out.close()
    acknowledged = set()
    for number in range(processes):
        with open(os.path.join(folder, f"ack{number}"), encoding="ascii") as file:
            acknowledged |= {line.strip() for line in file if line.endswith("\n")}
    files = [
        os.path.join(folder, name)
        for name in os.listdir(folder)
        if name.startswith("app.jsonl") and not name.endswith(".lock")
    ]
    run = [
        sys.executable,
        "-m",
        "claude_doctor",
        "tail",
        *sorted(files),
        "--format",
        "events",
        "--fail-on",
        "never",
    ]
    said = subprocess.run(run, check=True, capture_output=True).stdout
    read = Counter(json.loads(line)["request_id"] for line in said.splitlines())
    damaged = 0
    for name in files:
        with open(name, "rb") as file:
            damaged += sum(not _is_json(line) for line in file)
    return acknowledged, read, damaged, killed, len(files)


def _is_json(line):
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def main():
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        acknowledged, read, damaged, killed, files = torture(folder, *(int(word) for word in sys.argv[1:5]))
    lost = [name for name in acknowledged if not read[name]]
    doubled = [name for name, count in read.items() if count > 1]
    print(
        f"{len(acknowledged)} lines acknowledged, {len(lost)} lost, {len(doubled)} doubled, {damaged} "
        f"damaged, {killed} killed, {files} files"
    )
    print(
        f"| app's log under torture | {len(acknowledged)} lines | {len(lost)} lost, {len(doubled)} "
        f"doubled | {time.monotonic() - began:.0f} |"
    )
    return bool(lost or doubled or damaged > killed)


if __name__ == "__main__":
    sys.exit(main())
