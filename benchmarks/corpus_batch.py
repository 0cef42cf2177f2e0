"""Score `batch-check` on a file of labelled requests.

    python benchmarks/corpus_batch.py FILE.jsonl [--misses]

Each line has `params`, `anthropic_version`, `betas` and `expect`: null for a valid request, else the rule,
the path and the severity of its one violation. A path below the labelled one counts as the same place; the
places and rules that a `note` calls equally right count too. The day is fixed, so that dates that pass change
no figure.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check import rules
from claude_doctor.doors.batch_check.engine import models as _models
from claude_doctor.doors.batch_check.engine import table as _table
from claude_doctor.doors.batch_check.engine.batch import Batch
from claude_doctor.doors.batch_check.engine.checker import Checker
from claude_doctor.doors.batch_check.engine.reporter import Scope
from claude_doctor.doors.batch_check.engine.tally import Tally

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.models import Models
    from claude_doctor.doors.batch_check.engine.table import Table

TODAY = "2026-11-20"
SAME_FAULT = re.compile(r"([\w-]+) describes the same fault").search
# What the notes say after "may be reported at", as patterns of paths.
PLACES = {
    "the block": r"params\.messages\.\d+\.content\.\d+",
    "the message": r"params\.messages\.\d+",
    "either tool": r"params\.tools\.\d+",
    "at the tool": r"params\.tools\.\d+",
    "the 21st tool": r"params\.tools\.20",
    "either document": r"params\.messages\.0\.content\.\d+",
    "the citations": r"params\..*\.citations",
    "any of tools/system/messages": r"params\.(tools|system|messages)",
    "at messages": r"params\.messages",
    "at tools": r"params\.tools",
    "at max_tokens": r"params\.max_tokens",
    "at thinking": r"params\.thinking",
    "at top_p": r"params\.top_p",
    "at output_config.format": r"params\.output_config\.format",
}


@cache
def _facts() -> tuple[Table, Models]:
    return _table.load(rules), _models.read("2026-11-20")


def found(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return (rule, severity, path) of all that is said of a request."""
    table, models = _facts()
    scope = Scope(row["anthropic_version"], frozenset(row["betas"]), TODAY, models)
    batch = Batch(Checker(scope, table), Tally(table.facts, 1000))
    batch.read([(1, json.dumps({"custom_id": row["id"], "params": row["params"]}).encode())])
    batch.finish()
    return [(rule, severity, path) for _, _, _, rule, severity, path, _, _ in batch.tally.findings()]


def right_place(expect: dict[str, str], note: str, path: str) -> bool:
    """Whether a path is the labelled one, below it, or one the note calls equally right."""
    also = [pattern for words, pattern in PLACES.items() if words in note]
    if "at either document or at messages" in note:
        also.append(PLACES["at messages"])
    return any(
        re.fullmatch(rf"(?:{pattern})(?:\..+)?", path) for pattern in (re.escape(expect["path"]), *also)
    )


def scored(row: dict[str, Any]) -> dict[str, Any]:
    """Return what was right about one request."""
    said = found(row)
    errors = [item for item in said if item[1] == "error"]
    expect = row["expect"]
    if expect is None:
        return {"id": row["id"], "valid": True, "false": errors, "said": said, "want": None}
    same = SAME_FAULT(row["note"])
    names = {expect["rule"], *([same[1]] if same else [])}
    mine = [item for item in said if item[0] in names and item[1] == expect["severity"]]
    placed = [item for item in mine if right_place(expect, row["note"], item[2])]
    second = [item for item in errors if item[0] not in names or (mine and item not in placed)]
    return {
        "id": row["id"],
        "valid": False,
        "rule": bool(mine),
        "place": bool(placed),
        "second": second,
        "said": said,
        "want": expect,
    }


def share(rows: list[dict[str, Any]], right: int) -> str:
    """Return a count and its percentage."""
    return f"{right}/{len(rows)} = {100 * right / max(len(rows), 1):.1f} %"


def main() -> int:
    """Print the figures; exit 1 when a request could not be checked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="show every wrong answer")
    options = parser.parse_args()
    rows, crashes = [], 0
    for line in options.file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        try:
            rows.append(scored(row))
        except Exception as error:  # noqa: BLE001  # a crash is a result here
            crashes += 1
            print(f"CRASH {row['id']}: {type(error).__name__}: {error}")
    valid = [row for row in rows if row["valid"]]
    invalid = [row for row in rows if not row["valid"]]
    print(f"requests {len(rows)}, crashes {crashes}")
    print(f"valid: with a false error {share(valid, sum(bool(row['false']) for row in valid))}")
    print(f"invalid: under their rule {share(invalid, sum(row['rule'] for row in invalid))}")
    print(f"         and at their place {share(invalid, sum(row['place'] for row in invalid))}")
    print(
        "         and without a second "
        f"error {share(invalid, sum(row['place'] and not row['second'] for row in invalid))}"
    )
    if options.misses:
        for row in valid:
            if row["false"]:
                print(f"\n{row['id']} is valid, said {row['false']}")
        for row in invalid:
            if not row["place"] or row["second"]:
                print(f"\n{row['id']} want {row['want']}\n    said {row['said']}")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
