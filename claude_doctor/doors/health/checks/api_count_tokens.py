"""Does the API take a request for this model? count_tokens is free and checks key, model and body."""

from __future__ import annotations

from claude_doctor.doors.health.engine import api_faults
from claude_doctor.doors.health.engine.http_faults import foreign
from claude_doctor.doors.health.engine.outcome import MissingNeedError, Outcome, passed, skipped, warned
from claude_doctor.doors.health.wire import post

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

ID, STAGE, RANK, NEEDS, COST, OPTION = (
    "api.count_tokens",
    "api",
    240,
    ("auth.models", "model.exists"),
    "credential",
    "",
)
VERIFIES = "POST /v1/messages/count_tokens (free): the model takes a request"
PATH = "/v1/messages/count_tokens"


def run(state: State) -> Outcome:
    """Count the tokens of one word with each model."""
    if state.options.no_auth:
        raise MissingNeedError("auth.models")
    if not state.models:
        return skipped("no model to count with: name one with --model")
    outcomes = [_one(state, model) for model in state.models]
    worst = next((o for status in ("fail", "warn") for o in outcomes if o.status == status), None)
    return worst or passed("; ".join(outcome.summary for outcome in outcomes))


def _one(state: State, model: str) -> Outcome:
    answer = post.post(state, PATH, {"model": model, "messages": post.MESSAGES})
    if answer.status in (404, 405, 501) and not state.base.is_first_party and not foreign(state, answer):
        return _not_served(answer)
    problem = api_faults.refused(state, answer)
    if problem:
        return problem
    tokens = answer.json.get("input_tokens")
    if not isinstance(tokens, int) or tokens <= 0:
        return warned(
            f"{model}: the answer holds no count of tokens (by {answer.speaker}).",
            "Look at the gateway.",
            "",
            **dict(api_faults.facts(answer)),
        )
    return passed(f"{model} takes a request ({tokens} tokens)", tokens=tokens)


def _not_served(answer: Answer) -> Outcome:
    words = f"{answer.speaker} does not serve count_tokens ({answer.status}); it is optional for gateways."
    return warned(
        words,
        "Use --deep to test a real message.",
        "claude-doctor health --deep",
        **dict(api_faults.facts(answer)),
    )
