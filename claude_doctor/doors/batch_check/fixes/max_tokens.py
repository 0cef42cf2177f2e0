"""max_tokens over what the model writes: its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.case import Case, Change

RULES = ("max-tokens-over-model-limit", "max-tokens-300k-beta")
SAFE = False


def fix(case: Case) -> Change | None:
    """Ask for as many tokens as the model writes at most."""
    params = case.item.get("params")
    name = params.get("model") if isinstance(params, dict) else None
    model = case.checker.scope.models.get(name) if isinstance(name, str) else None
    if model is None or not model.max_output:
        return None
    return case.put(model.max_output, f"{model.id} writes at most {model.max_output:,} tokens.")
