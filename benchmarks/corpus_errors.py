"""Score `explain` on a file of labelled pastes.

    python benchmarks/corpus_errors.py FILE.jsonl [--misses]

Each line has `text` and the lists of answers that count as right: `accept`, `accept_category` (optional),
`accept_retryable`. `not_a_claude_api_error` or `foreign` in `accept` means that silence, or a guess, is right
too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from claude_doctor import catalogue
from claude_doctor.doors.explain.command import explain

FOREIGN = frozenset(("not_a_claude_api_error", "foreign"))


def scored(sample: dict[str, Any], ids: set[str]) -> dict[str, Any]:
    """Return what was right about one sample."""
    report = explain(sample["text"])
    found = report.main.diagnoses
    best = found[0] if found else None
    silent = best is None or best.confidence == "guess"
    accept = sample["accept"]
    foreign = bool(FOREIGN & set(accept))
    only = bool(accept) and set(accept) <= FOREIGN
    right = (best is not None and best.entry.id in accept) or (foreign and silent)
    return {
        "id": sample["id"],
        "foreign_only": only,
        "has_entry": bool(ids & set(accept)) or foreign,
        "top1": right,
        "top3": right or any(item.entry.id in accept for item in found[:3]),
        "category": "accept_category" not in sample
        or (best is not None and best.entry.category in sample["accept_category"])
        or (foreign and silent),
        "retryable": (best is not None and best.entry.retryable in sample["accept_retryable"])
        or (foreign and silent),
        "claimed": only and not silent,
        "wrong_claim": not silent and best is not None and best.entry.id not in accept,
        "confidence": best.confidence if best else "none",
        "got": best.entry.id if best else None,
        "want": accept,
    }


def share(rows: list[dict[str, Any]], key: str) -> str:
    """Return a count and its percentage."""
    right = sum(bool(row[key]) for row in rows)
    return f"{right}/{len(rows)} = {100 * right / max(len(rows), 1):.1f} %"


def main() -> int:
    """Print the figures; exit 1 when a sample could not be read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="show every wrong answer")
    options = parser.parse_args()
    ids = {heading.id for heading in catalogue.headings()}
    rows, crashes = [], 0
    samples = [
        json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    for sample in samples:
        try:
            rows.append(scored(sample, ids))
        except Exception as error:  # noqa: BLE001  # a crash is a result here
            crashes += 1
            print(f"CRASH {sample['id']}: {type(error).__name__}: {error}")
    covered = [row for row in rows if row["has_entry"]]
    print(f"samples {len(samples)}, crashes {crashes}, with an entry {len(covered)}")
    for name, group in (("with an entry", covered), ("all", rows)):
        print(
            f"{name:14} top-1 {share(group, 'top1')}   top-3 {share(group, 'top3')}   "
            f"category {share(group, 'category')}   retryable {share(group, 'retryable')}"
        )
    foreign = [row for row in rows if row["foreign_only"]]
    print(
        f"foreign errors claimed as certain or likely: {sum(row['claimed'] for row in foreign)} "
        f"of {len(foreign)}"
    )
    print(f"wrong answers given as certain or likely: {share(rows, 'wrong_claim')} of all pastes")
    print("confidence of the first answer:", dict(Counter(row["confidence"] for row in rows)))
    for level in ("certain", "likely", "guess"):
        group = [row for row in rows if row["confidence"] == level]
        if group:
            print(f"  {level:8} right {share(group, 'top1')}")
    if options.misses:
        text = {sample["id"]: sample["text"] for sample in samples}
        for row in rows:
            if not row["top1"] or not row["retryable"]:
                print(
                    f"\n{row['id']} got {row['got']} ({row['confidence']}) want {row['want']}\n   "
                    f" {text[row['id']][:300]!r}"
                )
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
