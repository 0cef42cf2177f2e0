"""Ids that are missing, of the wrong form, or there twice: clean and unique
ones, with a map from new to old.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.case import Case, Change

RULES = (
    "custom-id-length",
    "custom-id-pattern",
    "custom-id-type",
    "custom-id-missing",
    "custom-id-duplicate",
)
SAFE = False
_LONGEST = 64
_ROOM = 54  # so that a number fits behind it
_OTHER = re.compile(r"[^A-Za-z0-9_-]")


def fix(case: Case) -> Change | None:
    """Write a new id, and keep what it was."""
    old = case.item.get("custom_id")
    words = str(old) if isinstance(old, str | int) and not isinstance(old, bool) else ""
    plain = _OTHER.sub("-", words)[:_LONGEST] or f"row-{case.number}"
    new, count = plain, 1
    while new in case.ids.taken:
        count += 1
        new = f"{plain[:_ROOM]}-{count}"
    case.ids.taken.add(new)
    case.ids.old[new] = old
    case.steps = ("custom_id",)
    return case.put(new)
