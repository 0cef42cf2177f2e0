"""Runs of the commands inside this process: a secret in a place goes in,
what every output shows comes out.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from claude_doctor import cli
from claude_doctor.cli import door as commands
from claude_doctor.cli import output
from tests.secrets import kinds, places

DOORS = ("explain", "tail", "batch-check")
# Beside a telling name; what has none is for the net over free text, and for known kinds.
TELLING = {**places.NAMED, **places.TORN}
EVERYWHERE = {**TELLING, **places.BARE}


def formats(door: str) -> list[str]:
    """Return the output formats of a door."""
    return output.formats(commands.load(door))


def written(argv: list[str]) -> tuple[str, str]:
    """Return what one run of claude-doctor writes to stdout and to stderr."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(argv)
    assert code in (0, 1), (code, argv, err.getvalue())
    return out.getvalue(), err.getvalue()


def shown(argv: list[str]) -> str:
    """Return everything that one run writes to its two streams."""
    return "".join(written(argv))


def argv(door: str, form: str, text: str, folder: Path) -> list[str]:
    """Return the command line that meets a text in the way of this door; files go into `folder`."""
    if door == "explain":
        file = folder / "paste.txt"
        file.write_text(
            f"Error code: 401 authentication_error invalid x-api-key\n{text}\n", encoding="utf-8", newline=""
        )
        return ["explain", "--format", form, "-f", str(file)]
    if door == "tail":
        file = folder / "log.jsonl"
        error = {"type": "error", "error": {"type": "authentication_error", "message": text}}
        record = {
            "ts": "2026-11-30T12:00:00Z",
            "level": "error",
            "status": 401,
            "message": text,
            "error": error["error"],
        }
        lines = (
            json.dumps(record),
            f"2026-11-30T12:00:01Z ERROR anthropic.AuthenticationError: Error code: 401 - {error!r}",
            text,
        )
        file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
        return ["tail", "--format", form, "--raw", "--malformed", str(file)]
    file = folder / "batch.jsonl"
    params = {
        "model": text,
        "max_tokens": 5,
        text: 1,
        "metadata": {"user_id": text},
        "messages": [{"role": text, "content": text}],
        "service_tier": text,
    }
    file.write_text(
        json.dumps({"custom_id": text, "params": params}) + "\n" + text + "\n", encoding="utf-8", newline=""
    )
    return ["batch-check", "--format", form, str(file)]


def cases(seed: int, count: int) -> Iterator[tuple[bool, str, str, str, str, str, str]]:
    """Yield (known, kind, place, door, format, text, random part), drawn evenly from all there are."""
    source = random.Random(seed)
    of_known, of_unknown = kinds.known(seed), kinds.unknown(seed)
    outputs = [(door, form) for door in DOORS for form in formats(door)]
    for number in range(count):
        is_known = number % 5 > 0
        group, where = (of_known, EVERYWHERE) if is_known else (of_unknown, TELLING)
        kind, place = source.choice(sorted(group)), source.choice(sorted(where))
        door, form = outputs[number % len(outputs)]
        secret, made = group[kind]
        yield is_known, kind, place, door, form, where[place](secret), made


def run(seed: int, count: int, folder: Path) -> tuple[int, list[str], list[str], int]:
    """Make so many runs; return how many known kinds went in, which came out, which unknown came out, and of
    how many kinds.
    """
    known_runs, known_left, unknown_left, seen = 0, [], [], set()
    for is_known, kind, place, door, form, text, made in cases(seed, count):
        seen.add(kind)
        known_runs += is_known
        piece = places.left(shown(argv(door, form, text, folder)), made)
        if piece:
            (known_left if is_known else unknown_left).append(
                f"{kind} in {place}, {door} --format {form}: {piece}"
            )
    return known_runs, known_left, unknown_left, len(seen)


if __name__ == "__main__":
    import tempfile
    import time

    began = time.monotonic()
    wanted = int(sys.argv[1])
    os.environ["CLAUDE_DOCTOR_CONFIG"] = "off"
    with tempfile.TemporaryDirectory() as place_of_files:
        known_count, known_out, unknown_out, kind_count = run(int(sys.argv[2]), wanted, Path(place_of_files))
    print("\n".join([*known_out, *unknown_out]))
    of_unknown_count = wanted - known_count
    print(
        f"| secrets of {kind_count} kinds in {len(EVERYWHERE)} places, three commands, all formats "
        f"| {wanted} runs | known kinds: "
        f"{len(known_out)} of {known_count} left, unknown beside a name: {len(unknown_out)} "
        f"of {of_unknown_count} | {time.monotonic() - began:.0f} |"
    )
    sys.exit(bool(known_out) or len(unknown_out) * 100 > of_unknown_count)
