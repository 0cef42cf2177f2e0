"""A real message of one token: billing, spend limits, rate limits. Only with --deep."""

from __future__ import annotations

from claude_doctor.doors.health.engine import api_faults
from claude_doctor.doors.health.engine.outcome import MissingNeedError, Outcome, passed, skipped, warned
from claude_doctor.doors.health.wire import post

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = (
    "api.message",
    "billing",
    260,
    ("auth.models", "api.count_tokens"),
    "billed",
    "--deep",
)
VERIFIES = (
    "POST /v1/messages with max_tokens 1: billing, spend and rate limits (billed, about 10 tokens a model)"
)
IS_LONG = True


def run(state: State) -> Outcome:
    """Send one message to each model."""
    if state.options.no_auth:
        raise MissingNeedError("auth.models")
    if not state.models:
        return skipped("no model to ask: name one with --model")
    outcomes = [_one(state, model) for model in state.models]
    worst = next((o for status in ("fail", "warn") for o in outcomes if o.status == status), None)
    return worst or passed("; ".join(outcome.summary for outcome in outcomes))


def _one(state: State, model: str) -> Outcome:
    answer = post.post(state, "/v1/messages", {"model": model, "max_tokens": 1, "messages": post.MESSAGES})
    problem = api_faults.refused(state, answer)
    if problem:
        return problem
    if answer.json.get("type") != "message":
        words = f"{model}: 200, but the answer is no message of the API (by {answer.speaker})."
        return warned(
            words, "Check that the gateway speaks the Messages API.", "", **dict(api_faults.facts(answer))
        )
    usage = answer.json.get("usage")
    tokens = usage.get("output_tokens") if isinstance(usage, dict) else None
    state.timings["message"] = answer.total_ms
    return passed(
        f"{model} answers in {answer.total_ms:.0f} ms",
        output_tokens=tokens,
        request_id=answer.request_id or None,
    )
