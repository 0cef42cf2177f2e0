"""Platforms that speak the Claude API's own paths: the list of models, count_tokens, a message."""

from __future__ import annotations

from claude_doctor.doors.health.engine import cloud_calls, cloud_faults, lifecycle
from claude_doctor.doors.health.engine.outcome import Outcome, passed, warned
from claude_doctor.doors.health.wire import post
from claude_doctor.facts import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

_UNNAMED = "none was named"
COUNT, MESSAGES, LIST = "/v1/messages/count_tokens", "/v1/messages", "/v1/models?limit=1000"


def headers(state: State) -> dict[str, str]:
    """Return what these platforms want beside the credential."""
    workspace = cloud_calls.cloud(state).part("workspace")
    return {
        "anthropic-version": versions.NEWEST,
        **({"anthropic-workspace-id": workspace} if workspace else {}),
    }


def models(state: State) -> tuple[str, ...]:
    """Return the models that are asked for: those named, else the newest one of ours."""
    if not state.models:
        state.models, state.models_from = (lifecycle.usual(state.now()),), _UNNAMED
    return state.models


def listed(state: State) -> Outcome | None:
    """Ask for the list of models and compare the names."""
    answer = cloud_calls.ask(state, "GET", LIST, extra=headers(state))
    if answer.status != 200:
        return cloud_faults.refused(state, answer, state.base.host)
    rows = answer.json.get("data") if isinstance(answer.json, dict) else None
    ids = [str(row["id"]) for row in rows if isinstance(row, dict) and row.get("id")] if rows else []
    if not state.models and ids:
        state.models, state.models_from = (ids[0],), "the first model listed"
    absent = [model for model in state.models if model not in ids]
    if absent:
        words = f"{', '.join(absent)} is not among the {len(ids)} models listed here."
        return warned(words, "Correct --model: the next checks decide.", models=absent, listed=ids[:100])
    return passed(f"{len(ids)} models listed, {', '.join(state.models)} among them", listed=ids[:100])


def counted(state: State) -> Outcome | None:
    """Count the tokens of one word with each model: free, and it goes the whole way."""
    failure = _each(state, COUNT, {}, counting)
    return failure or passed(f"{', '.join(state.models)} takes a request; nothing was billed")


def _each(
    state: State,
    path: str,
    more: dict[str, object],
    judged: Callable[[State, Answer, str], Outcome | None],
) -> Outcome | None:
    """Send the shortest request with each model; return the first answer that is judged a failure."""
    for model in models(state):
        body = {"model": model, **more, "messages": post.MESSAGES}
        answer = cloud_calls.ask(state, "POST", path, body, extra=headers(state))
        if failure := judged(state, answer, model):
            return failure
    return None


def counting(state: State, answer: Answer, model: str) -> Outcome | None:
    """Return why an answer to count_tokens is no count, None when it is one."""
    if answer.status == 404 and state.models_from == _UNNAMED and cloud_faults.message(answer)[1]:
        words = f"{model} is not here (404), and no model was named: the credential was not refused."
        return warned(words, "Name the model or deployment to check.", "claude-doctor health --model NAME")
    if answer.status != 200:
        return cloud_calls.named(cloud_faults.refused(state, answer, state.base.host), f"{model}:")
    count = answer.json.get("input_tokens") if isinstance(answer.json, dict) else None
    if isinstance(count, int) and count > 0:
        return None
    return warned(
        f"{model}: the answer of {state.base.host} holds no count of tokens.", "Look at what answers."
    )


def sent(state: State) -> Outcome | None:
    """Send one message of one token with each model (billed)."""
    return _each(state, MESSAGES, {"max_tokens": 1}, answered) or works(state)


def works(state: State) -> Outcome:
    """Return the pass of a message to each model."""
    return passed(f"{', '.join(state.models)} answers a message")


def answered(state: State, answer: Answer, model: str) -> Outcome | None:
    """Return why an answer is no message, None when it is one."""
    if answer.status != 200:
        return cloud_calls.named(cloud_faults.refused(state, answer, state.base.host), f"{model}:")
    if isinstance(answer.json, dict) and answer.json.get("type") == "message":
        return None
    return warned(f"{model}: the answer of {state.base.host} is no message.", "Look at what answers.")
