"""Processor time of a Tab, every help and the printed lists, as ratios to `python -c pass` of the same run.

    python benchmarks/tab_and_help.py [--rounds 9] [--limits]

All run once a round, in turn; the figure is the least of the rounds, as other programs only add to it. Run
it from the environment in which the wheel is installed. `--limits` exits 1 when a Tab takes more than 8 times
a bare interpreter, or a help or the list of checks more than 4 times.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

TABS = (
    "claude-doctor ",
    "claude-doctor explain over",
    "claude-doctor explain --platform ",
    "claude-doctor batch-check --select ",
    "claude-doctor health --only ",
    "claude-doctor tail --format ",
)
HELPED = ("", "explain", "health", "batch-check", "tail", "models", "preflight")
TAB_LIMIT, HELP_LIMIT = 8.0, 4.0


def jobs() -> dict[str, tuple[list[str], dict[str, str], float | None]]:
    """Return what is timed: name -> argv, further environment, limit."""
    script = str(Path(sys.executable).with_name("claude-doctor"))
    found: dict[str, tuple[list[str], dict[str, str], float | None]] = {
        "python -c pass": ([sys.executable, "-c", "pass"], {}, None)
    }
    for words in TABS:
        asked = {
            "_CLAUDE_DOCTOR_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        found[f"{words}<Tab>"] = ([script], asked, TAB_LIMIT)
    for name in HELPED:
        argv = [*([name] if name else []), "--help"]
        found[" ".join(argv)] = ([script, *argv], {}, HELP_LIMIT)
    found["health --list-checks"] = ([script, "health", "--list-checks"], {}, HELP_LIMIT)
    return found


def cost(argv: list[str], more: dict[str, str]) -> float:
    """Return the processor time of one run in milliseconds; SystemExit when it failed."""
    silent = [(os.POSIX_SPAWN_OPEN, at, os.devnull, os.O_RDWR, 0) for at in range(3)]
    pid = os.posix_spawn(argv[0], argv, {**os.environ, **more}, file_actions=silent)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{' '.join(argv)} failed: {os.waitstatus_to_exitcode(status)}")
    return (used.ru_utime + used.ru_stime) * 1000


def main() -> int:
    """Print a Markdown table; 1 when a limit was asked for and is passed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--limits", action="store_true")
    options = parser.parse_args()
    timed = jobs()
    for argv, more, _ in timed.values():
        cost(argv, more)
    rounds = [{name: cost(job[0], job[1]) for name, job in timed.items()} for _ in range(options.rounds)]
    least = {name: min(one[name] for one in rounds) for name in timed}
    over = []
    print("| command | ms | x `python -c pass` | limit |\n|---|---|---|---|")
    for name, (_, _, limit) in timed.items():
        ratio = least[name] / least["python -c pass"]
        print(f"| {name} | {least[name]:.1f} | {ratio:.2f} | {limit or ''} |")
        if limit and ratio > limit:
            over.append(name)
    for name in over if options.limits else ():
        print(f"over its limit: {name}", file=sys.stderr)
    return 1 if over and options.limits else 0


if __name__ == "__main__":
    sys.exit(main())
