"""The same key twice in one JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from claude_doctor.doors.batch_check.engine.anchors import ELEMENT
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.reporter import Reporter


@rule("batch-duplicate-json-key", at=ELEMENT)
def keys(raw: bytes, report: Reporter) -> None:
    """Decode once more by a reader that shows every pair; text that is no JSON is another rule's."""
    if _whole(raw):
        return
    twice: list[str] = []

    def look(pairs: list[tuple[str, object]]) -> None:
        if len(pairs) > 1 and len({key for key, _ in pairs}) < len(pairs):
            seen: set[str] = set()
            twice.extend(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]

    try:
        json.loads(raw, object_pairs_hook=look)
    except (ValueError, RecursionError):
        return
    for key in dict.fromkeys(twice):
        report.found(
            "batch-duplicate-json-key",
            "",
            f"the key {quoted(key)} is used twice in one object",
            "Write it once; most readers take the last value.",
        )


def _whole(raw: bytes) -> bool:
    """Whether nothing is lost when it is read and written again: only the same key twice is, or escapes and
    numbers of another form.
    """
    try:
        return len(msgspec.json.format(raw, indent=-1)) == len(msgspec.json.encode(msgspec.json.decode(raw)))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False
