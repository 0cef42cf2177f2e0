"""Score `tail` on labelled log lines: which fields of which lines are as expected.

    python benchmarks/corpus_logs.py FOLDER [--misses]

FOLDER holds `NAME.jsonl` (any lines, whatever the suffix says) and `NAME.expected.jsonl` (line N is the label
of line N). A label's fields must be met; a field that a label leaves out is not scored (null means that the
line gives none). A line that is no error and has no kind may give no event at all.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from claude_doctor.doors.tail.counting.diagnose import diagnose
from claude_doctor.doors.tail.reading import decode, times
from claude_doctor.doors.tail.reading import lines as logs

ALWAYS = ("ts", "status", "error_type", "error_code", "message", "request_id", "model", "is_error", "kind")
WHERE_LABELLED = (
    "status_inferred",
    "retry",
    "usage",
    "cc_category",
    "network",
    "custom_id",
    "ts_naive",
    "diagnosis",
)


def facts(event: Any) -> dict[str, Any]:
    """Return the fields of one event under the names of the labels."""
    names = (
        "status",
        "status_inferred",
        "message",
        "request_id",
        "model",
        "is_error",
        "kind",
        "retry",
        "usage",
        "cc_category",
        "network",
        "custom_id",
    )
    found = {name: getattr(event, name) for name in (*names, "diagnosis")}
    return found | {
        "ts": times.shown(event.wall, event.naive),
        "ts_naive": event.naive,
        "error_type": event.type,
        "error_code": event.code,
    }


def misses(events: list[Any], label: dict[str, Any]) -> list[str]:
    """Return the fields in which the events of a line differ from its label; a line of noise may give
    nothing.
    """
    if len(events) == label.get("errors") and all(event.is_error for event in events):
        events = events[:1]  # a line of several failures; the label's fields are the first one's
    if len(events) != 1:
        silent = label.get("kind") in {"noise", "partial"} or (
            "kind" not in label and label.get("is_error") is False
        )
        return [] if not events and silent else [f"{len(events)} events"]
    diagnose(events[0])
    got = facts(events[0])
    names = [name for name in (*ALWAYS, *WHERE_LABELLED) if name in label]
    return [
        f"{name}: {got[name]!r} instead of {label.get(name)!r}"
        for name in names
        if got[name] != label.get(name)
    ]


def main() -> None:
    """Print the share of lines that are right in every field, and the fields that are not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    total = right = 0
    fields: Counter[str] = Counter()
    for expected in sorted(given.folder.glob("*.expected.jsonl")):
        path = expected.with_name(expected.name.replace(".expected", ""))
        data = path.read_bytes()
        context = logs.Context(path.name, decode.is_json(data[:65536]))
        labels = expected.read_text(encoding="utf-8").splitlines()
        for number, (line, label) in enumerate(
            zip(data.removesuffix(b"\n").split(b"\n"), labels, strict=True), 1
        ):
            wrong = misses(logs.read(line, context), json.loads(label))
            total += 1
            right += not wrong
            fields.update(item.partition(":")[0] for item in wrong)
            if wrong and given.misses:
                print(f"{path.name}:{number}", *wrong, sep="\n    ")
    print(f"{right} of {total} lines right in every field")
    for name, count in fields.most_common():
        print(f"  {count:>4} {name}")


if __name__ == "__main__":
    main()
