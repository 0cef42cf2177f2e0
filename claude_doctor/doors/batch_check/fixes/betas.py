"""Betas in params: they are a header of the call that creates the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.case import Case, Change

RULES = ("betas-in-params",)
SAFE = False


def fix(case: Case) -> Change | None:
    """Remove them, and say which header to send instead."""
    holder = case.holder()
    found = holder.get(case.steps[-1]) if isinstance(holder, dict) and case.steps else None
    names = found.split(",") if isinstance(found, str) else found if isinstance(found, list) else []
    header = ",".join(name.strip() for name in names if isinstance(name, str) and name.strip())
    return case.remove(header=header)
