"""Sampling parameters that the version or the model no longer takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.case import Case, Change

RULES = (
    "v20261021-sampling-params",
    "sampling-temperature-removed",
    "sampling-top-p-removed",
    "sampling-top-k-removed",
    "temperature-with-thinking",
    "top-p-with-thinking",
    "top-k-with-thinking",
)
SAFE = False


def fix(case: Case) -> Change | None:
    """Remove it: the default is used then."""
    return case.remove()
