"""Each shape of a log against the hot one: processor time a line, or a kilobyte of longer ones.

    python benchmarks/tail_shapes.py [NAME ...]

The hot shape is the log of `tail_generate.py`; the others are the files of tests/corpus, repeated up to a
megabyte. Ratios are steadier than times on a busy machine; the target is at most 3.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import tail_generate

from claude_doctor.doors.tail.counting import work
from claude_doctor.doors.tail.counting.options import Options

ROOT = Path(__file__).parent.parent
SIZE = 1_000_000
ROUNDS = 2


def shapes(wanted: list[str]) -> dict[str, bytes]:
    """Return some text of each shape."""
    found = {"hot": b"".join(line.encode() + b"\n" for line, _ in tail_generate.records(15_000, 5, 0.001))}
    for path in sorted((ROOT / "tests" / "corpus").rglob("*")):
        name = str(path.relative_to(ROOT / "tests" / "corpus"))
        if "log" in name and path.suffix in {".jsonl", ".log", ".txt"} and ".expected." not in name:
            text = path.read_bytes()
            if text and (not wanted or any(word in name for word in wanted)):
                text = text if text.endswith(b"\n") else text + b"\n"
                found[name] = text * (SIZE // len(text) + 1)
    return found


def cost(path: Path, text: bytes) -> float:
    """Return microseconds a line of up to a kilobyte, a kilobyte of longer ones."""
    path.write_bytes(text)
    units = sum(max(len(line) / 1024, 1) for line in text.split(b"\n") if line)
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        work.run([str(path)], Options())
        best = min(best, time.process_time() - began)
    return best / units * 1e6


def main() -> None:
    """Print each shape's cost and its ratio to the hot one, the dearest last."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.log"
        costs = {name: cost(path, text) for name, text in shapes(sys.argv[1:]).items()}
    hot = costs.pop("hot")
    print(f"{hot:8.1f} us  hot")
    for name, value in sorted(costs.items(), key=lambda item: item[1]):
        print(f"{value:8.1f} us {value / hot:6.2f}  {name}")
    ratios = sorted(value / hot for value in costs.values())
    if ratios:
        above = sum(ratio > 3 for ratio in ratios)
        middle = ratios[len(ratios) // 2]
        print(f"{len(ratios)} shapes: median {middle:.2f}, largest {ratios[-1]:.2f}, above 3: {above}")


if __name__ == "__main__":
    main()
