"""Score `tail` on whole labelled log files: failed and recovered requests, and attempts, as a person counts
them.

    python benchmarks/corpus_log_files.py FOLDER [--misses]

FOLDER holds the files and `expected.json`: a list of {"name", "expect": {"failed_requests", "recovered",
"attempts"}}. A number that a label leaves out is not scored.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def counted(path: Path) -> dict[str, int]:
    """Return what `tail` counts in one file."""
    command = [
        sys.executable,
        "-m",
        "claude_doctor",
        "tail",
        "--no-config",
        str(path),
        "--format",
        "json",
        "--tz",
        "UTC",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode not in {0, 1}:
        raise SystemExit(f"{path.name}: exit {said.returncode}: {said.stderr.strip()[:400]}")
    found: dict[str, Any] = json.loads(said.stdout)
    recovered = sum(group["recovered"] for group in found["groups"])
    return {
        "failed_requests": found["failed_requests"],
        "recovered": recovered,
        "attempts": found["attempts"],
    }


def main() -> None:
    """Print how many files are right in every number that their label names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    labels = json.loads((given.folder / "expected.json").read_text(encoding="utf-8"))
    right = 0
    for label in labels:
        got = counted(given.folder / label["name"])
        wrong = [
            f"{name} {got[name]} instead of {wanted}"
            for name, wanted in label["expect"].items()
            if name in got and got[name] != wanted
        ]
        right += not wrong
        if wrong and given.misses:
            print(f"{label['name']}: {', '.join(wrong)}")
    print(f"{right} of {len(labels)} files right in every number")


if __name__ == "__main__":
    main()
