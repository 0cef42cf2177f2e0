"""The model asked for, against what is known without asking the API."""

from __future__ import annotations

from claude_doctor.checks import _lifecycle
from claude_doctor.checks._outcome import Outcome, passed, skipped, warned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.checks._state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.model", "config", 105, (), "none", ""
VERIFIES = "the model asked for, against the known retirement dates"


def run(state: State) -> Outcome:
    """Judge each model by name."""
    if not state.models:
        return skipped("no model asked for: the newest one the key can list is used")
    facts = {"models": list(state.models), "from": state.models_from}
    for model in state.models:
        words = _lifecycle.known(model, state.now())
        if words:
            return warned(f"{words} ({state.models_from}).", "Ask for a model that stays.", "claude-doctor health --model MODEL", **facts)
    return passed(f"{', '.join(state.models)} from {state.models_from}", **facts)
