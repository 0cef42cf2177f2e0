"""How many faults of the table are named right: `python -m tests.health.score [--failures FILE] [NAME |
held_out | table ...]`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.health.lab import judging, running

WORKERS = 5


def judged(lab: running.Lab, row: running.Row) -> list[str]:
    """Return what was wrong with a row's run."""
    try:
        return judging.mistakes(row, lab.run(row))
    except Exception as error:  # noqa: BLE001 - one broken row must not hide the others
        return [f"the run broke: {error!r}"]


def main(names: list[str], failures: str | None) -> None:
    """Run the rows of these names, or all, and print the score by family."""
    groups = {"table": running.table, "held_out": running.held_out}
    names = [
        each
        for name in names
        for each in ([row["name"] for row in groups[name]()] if name in groups else [name])
    ]
    rows = [
        row
        for row in (*running.table(), *running.held_out(), *running.controls())
        if not names or row["name"] in names
    ]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        lab = running.Lab(Path(folder))
        skipped = {row["name"]: reason for row in rows if (reason := lab.missing(row))}
        wanted = [row for row in rows if row["name"] not in skipped]
        with ThreadPoolExecutor(WORKERS) as pool:
            results = dict(
                zip(
                    [row["name"] for row in wanted],
                    pool.map(lambda row: judged(lab, row), wanted),
                    strict=True,
                )
            )
        lab.real.close()
    family = {row["name"]: row.get("family", "controls") for row in rows}
    total, right = (
        Counter(family[name] for name in results),
        Counter(family[name] for name in results if not results[name]),
    )
    for name in total:
        print(f"{name:14} {right[name]:3} of {total[name]:3}")
    print(
        f"faults {sum(right[each] for each in total if each != 'controls')} "
        f"of {sum(total[each] for each in total if each != 'controls')}"
    )
    print(f"skipped {len(skipped)}: {skipped}" if skipped else "skipped 0")
    print(f"{time.monotonic() - started:.0f} s")
    lines = [
        f"- **{name}** ({family[name]})\n" + "".join(f"  - {each}\n" for each in wrong)
        for name, wrong in results.items()
        if wrong
    ]
    if failures:
        Path(failures).write_text("".join(lines))
    else:
        print("".join(lines))


if __name__ == "__main__":
    words = sys.argv[1:]
    place = words[words.index("--failures") + 1] if "--failures" in words else None
    main([word for word in words if word not in {"--failures", place}], place)
