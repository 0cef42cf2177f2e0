"""The model asked for, against what is known without asking the API."""

from __future__ import annotations

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine import lifecycle
from claude_doctor.doors.health.engine.outcome import FAIL, WARN, Outcome, passed, skipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.model", "config", 105, (), "none", ""
VERIFIES = "the model asked for, against the known retirement dates"


def run(state: State) -> Outcome:
    """Judge each model by name; what is retired decides before what ends soon."""
    if not state.models:
        return skipped("no model asked for: the newest one the key can list is used")
    facts = (("models", list(state.models)), ("from", state.models_from))
    found = [outcome for outcome in (_one(state, model) for model in state.models) if outcome]
    for status in (FAIL, WARN):
        same = [outcome for outcome in found if outcome.status == status]
        if same:
            return replace(same[0], summary=" ".join(outcome.summary for outcome in same), details=facts)
    return passed(f"{', '.join(state.models)} from {state.models_from}", **dict(facts))


def _one(state: State, model: str) -> Outcome | None:
    """Return what is wrong with a model, None when nothing is known against it."""
    known = lifecycle.known(model, state.now())
    if known is None or not (known.near or known.state == lifecycle.RETIRED):
        return None
    instead = known.replacement or "MODEL"
    fix = f"Ask for {instead}." if known.replacement else "Ask for a model that stays."
    command = f"claude-doctor health --model {instead}"
    if not known.plain:  # other platforms end models on days of their own
        words = (
            f"{model}: {known.id} {known.words} on the Claude API; this platform has dates of its own "
            f"({state.models_from})."
        )
        return Outcome(WARN, words, fix, "")
    words = f"{model} {known.words} ({state.models_from})."
    if known.state == lifecycle.RETIRED:
        return Outcome(FAIL, words, fix, command, "yours", entry="model_retired")
    return Outcome(WARN, words, fix, command)
