"""A million shuffled results beside their requests: counts against the key, peak memory, time.

python benchmarks/batch_results.py [COUNT]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.batch import life

LIMIT = 200_000_000
# The peak of the process itself: what the system counts of a child begins with the memory of the parent.
_MEASURED = """
import sys
from claude_doctor.cli import main
main(sys.argv[1:])
sys.stderr.write(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def main(count: int) -> int:
    """Print the figures; return 1 when a count differs or memory passes 200 MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key = life.made(folder, count, 11, shuffled=True)
        words = [
            str(folder / "requests.jsonl"),
            "--results",
            str(folder / "results.jsonl"),
            "--retry-file",
            str(folder / "again.jsonl"),
        ]
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, "batch-check", *words, "--json"],
            capture_output=True,
            check=False,
        )
        took = time.perf_counter() - began
        peak = int(done.stderr.split()[-1]) * 1024
        life.compare(json.loads(done.stdout)["results"], key)
        with (folder / "again.jsonl").open("rb") as again:
            written = sum(1 for _ in again)
        print(
            f"{count:,} results: {took:.1f} s, peak {peak / 1e6:.0f} MB, {written:,} to send again, "
            "counts equal to the key"
        )
        return int(peak > LIMIT or written != len(key["again"]))


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
