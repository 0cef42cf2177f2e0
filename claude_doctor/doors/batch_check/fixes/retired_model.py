"""A retired model: its replacement. What the new one does not take is found and repaired next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.case import Case, Change

RULES = ("model-retired",)
SAFE = False


def fix(case: Case) -> Change | None:
    """Write the replacement that the models file names."""
    params = case.item.get("params")
    name = params.get("model") if isinstance(params, dict) else None
    model = case.checker.scope.models.get(name) if isinstance(name, str) else None
    if model is None or not model.known.replacement:
        return None
    return case.put(
        model.known.replacement, f"{model.id} {model.known.words}; answers of another model differ."
    )
