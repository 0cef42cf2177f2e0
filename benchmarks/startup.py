"""Whole-process start-up of `explain` as a ratio to `python -c pass` of the same environment, in the same
run.

    python benchmarks/startup.py [--rounds 31] [--small DIR]

All commands run once a round, in turn; the figure is the median of the per-round ratios. Run it from the
environment in which the wheel is installed, on a quiet machine. `--small DIR` is the script folder of a
second environment whose catalogue has ten entries, for comparison (see docs/benchmarks.md).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

PASTE = """Traceback (most recent call last):
  File "/app/job.py", line 12, in main
    message = client.messages.create(model="claude-opus-5-5", max_tokens=64, messages=[])
anthropic.BadRequestError: Error code: 400 - {'type': 'error', 'error': {'type': 'invalid_request_error', 'message': 'messages: at least one message is required'}, 'request_id': 'req_011CExampleExample'}
"""
# No phrase of a page stands in it: the second way of matching answers.
RETOLD = (
    "Claude 429: the number of my concurrent connections went past the rate limit, and I could contact sales"
)
ENVIRONMENT = {
    k: v
    for k, v in os.environ.items()
    if k not in {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH"}
}


def commands(small: str | None) -> dict[str, list[str]]:
    """Return what is timed: name -> argv."""
    script = str(Path(sys.executable).with_name("claude-doctor"))
    timed = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "explain 529": [script, "explain", "529"],
        "explain 529 --json": [script, "explain", "529", "--json"],
        "explain PASTE": [script, "explain", PASTE],
        "explain PASTE --json": [script, "explain", PASTE, "--json"],
        "explain RETOLD": [script, "explain", RETOLD],
        "python -m claude_doctor explain 529": [sys.executable, "-m", "claude_doctor", "explain", "529"],
    }
    if small:
        timed["ten entries: explain 529"] = [str(Path(small) / "claude-doctor"), "explain", "529"]
        timed["ten entries: explain PASTE"] = [str(Path(small) / "claude-doctor"), "explain", PASTE]
    if shutil.which("ruff"):
        timed["ruff rule E501"] = ["ruff", "rule", "E501"]
    if shutil.which("rustc"):
        timed["rustc --explain E0308"] = ["rustc", "--explain", "E0308"]
    return timed


def once(argv: list[str]) -> float:
    """Return the wall time of one run in milliseconds."""
    start = time.perf_counter()
    subprocess.run(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        check=False,
    )
    return (time.perf_counter() - start) * 1000


def launcher() -> str:
    """Return which installer wrote the console script: it decides what is imported before us."""
    script = Path(sys.executable).with_name("claude-doctor")
    text = script.read_text(encoding="utf-8", errors="replace") if script.exists() else ""
    pip = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False
    ).stdout.split()[:2]
    return f"{' '.join(pip)}; the launcher {'imports re' if 'import re' in text else 'imports sys only'}"


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--small", help="script folder of an environment with a ten-entry catalogue")
    options = parser.parse_args()
    timed = commands(options.small)
    for argv in timed.values():
        once(argv)
    rounds = [{name: once(argv) for name, argv in timed.items()} for _ in range(options.rounds)]
    print(f"Python {sys.version.split()[0]}, {launcher()}, {options.rounds} rounds\n")
    print("| command | median ms | x `python -c pass` |\n|---|---|---|")
    for name in timed:
        ratio = statistics.median(r[name] / r["python -c pass"] for r in rounds)
        print(f"| {name} | {statistics.median(r[name] for r in rounds):.1f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
