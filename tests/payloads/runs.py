"""Runs of the commands inside this process: a payload in every place goes in, what acts in the output comes out.

python -m tests.payloads.runs      every payload, every door, every format
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.payloads import acting, kinds
from tests.secrets import runs as doors


def cases() -> Iterator[tuple[str, str, str]]:
    """Yield (payload's name, door, format)."""
    for name in kinds.ALL:
        for door in doors.DOORS:
            for form in doors.formats(door):
                yield name, door, form


def acts(name: str, door: str, form: str, folder: Path) -> list[str]:
    """Return what acts in everything that a run writes, its two streams together."""
    payload = kinds.ALL[name].encode("utf-8", "replace").decode()
    out, err = doors.written(doors.argv(door, form, payload, folder))
    return [*acting.found(form, out), *acting.found("text", err)]


def run(folder: Path) -> tuple[int, list[str]]:
    """Return how many runs there were, and a line for each that acts."""
    count, left = 0, []
    for name, door, form in cases():
        count += 1
        left += [f"{name}, {door} --format {form}: {one}" for one in acts(name, door, form, folder)]
    return count, left


if __name__ == "__main__":
    import tempfile

    os.environ["CLAUDE_DOCTOR_CONFIG"] = "off"
    with tempfile.TemporaryDirectory() as place:
        runs_made, acting_ones = run(Path(place))
    print("\n".join(acting_ones))
    print(
        f"| {len(kinds.ALL)} payloads in every place, three commands, all formats | {runs_made} runs | {len(acting_ones)} raw |"
    )
    sys.exit(bool(acting_ones))
