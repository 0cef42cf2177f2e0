"""stream: a batch does not stream, so without it the answer is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.case import Case, Change

RULES = ("batch-stream-true",)
SAFE = True


def fix(case: Case) -> Change | None:
    """Remove it."""
    return case.remove("A batch does not stream; the answer is the same without it.")
