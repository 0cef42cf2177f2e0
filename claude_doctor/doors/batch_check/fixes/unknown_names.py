"""Unknown names that are near to no known one: removed. One that is near a known one is asked about, never
removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.fault import nearest

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.case import Case, Change

RULES = (
    "params-unknown-field",
    "nested-unknown-field",
    "request-unknown-key",
    "metadata-unknown",
    "message-missing-field",
    "sdk-kwargs-in-params",
    "batch-hints",
)
SAFE = False


def fix(case: Case) -> Change | None:
    """Remove a name that nobody knows; what the page has instead is said."""
    if (
        not case.known
        or not case.steps
        or nearest(str(case.steps[-1]), case.known)
        or case.fix.startswith("Did you mean")
    ):
        return None
    return case.remove()
