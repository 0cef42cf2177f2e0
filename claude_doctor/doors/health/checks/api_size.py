"""A large body: does something on the way limit it below the API's 32 MB? Only with --size."""

from __future__ import annotations

from claude_doctor.doors.health.engine import api_faults
from claude_doctor.doors.health.engine.outcome import MissingNeedError, Outcome, passed, skipped, warned
from claude_doctor.doors.health.wire import post

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "api.size", "http", 280, ("auth.models",), "credential", "--size"
VERIFIES = "a 5 MB body to count_tokens (free) passes what is on the way"
IS_LONG = True
_BYTES = 5_000_000


def run(state: State) -> Outcome:
    """Send it and see who refuses it."""
    if state.options.no_auth:
        raise MissingNeedError("auth.models")
    if not state.models:
        return skipped("no model to count with: name one with --model")
    body: dict[str, object] = {
        "model": state.models[0],
        "messages": [{"role": "user", "content": "a " * (_BYTES // 2)}],
    }
    answer = post.post(state, "/v1/messages/count_tokens", body)
    if answer.status == 413 or answer.error:
        who = answer.speaker if answer.status else "something on the way"
        words = (
            f"{who} refuses a body of {_BYTES // 1_000_000} MB "
            f"({answer.status or type(answer.error).__name__}); the API itself takes 32 MB."
        )
        return warned(
            words,
            "Raise the body limit there (nginx: client_max_body_size 32m).",
            "",
            **dict(api_faults.facts(answer)),
        )
    if answer.status == 400 and answer.is_api_error:
        return passed("5 MB reach the API (which counts them as too long a prompt)")
    if answer.status >= 400:
        return skipped(f"{answer.status} by {answer.speaker}: not decided")
    return passed("5 MB reach the API")
