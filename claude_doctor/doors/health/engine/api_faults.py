"""Errors of the API (or a gateway speaking for it) on an authenticated request: whose fault, and the fix."""

from __future__ import annotations

from claude_doctor.base import clock
from claude_doctor.doors.health.engine import gateways
from claude_doctor.doors.health.engine.between import curl
from claude_doctor.doors.health.engine.http_faults import foreign
from claude_doctor.doors.health.engine.outcome import FAIL, Outcome
from claude_doctor.doors.health.engine.web_pages import refused_before
from claude_doctor.doors.health.settings import headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Entry
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer

# The API's own error types.
_TYPES = (
    "invalid_request_error",
    "authentication_error",
    "billing_error",
    "permission_error",
    "not_found_error",
    "conflict_error",
    "request_too_large",
    "rate_limit_error",
    "api_error",
    "timeout_error",
    "overloaded_error",
)
_CONSOLE = "https://platform.claude.com/settings"


def refused(state: State, answer: Answer) -> Outcome | None:
    """Return the failure an answer is, None for a success."""
    problem = foreign(state, answer)
    if problem or answer.status < 400:
        return problem
    if answer.status in (403, 429) and not isinstance(answer.json, dict):
        return refused_before(state, answer)
    words, fix, fault, entry = _words(state, answer)
    known = _known(answer, clock.day(state.now()))
    if known:
        fix = known.fixes[0]
    return Outcome(
        FAIL, words, fix, _command(state, answer), fault, facts(answer), says=answer.as_sdk_text, entry=entry
    )


def _known(answer: Answer, today: str) -> Entry | None:
    """Return the page of this very message or code; None when only the status is known, about which we can
    say more here.
    """
    from claude_doctor import catalogue, signals

    found = catalogue.diagnose(signals.read(answer.as_sdk_text), today=today)
    best = found[0] if found and found[0].confidence == "certain" else None
    if best is None or best.entry.status == 401 or str(best.entry.status) in best.entry.aliases:
        return None
    return best.entry


def facts(answer: Answer) -> tuple[tuple[str, object], ...]:
    """Return what programs want to know of an answer."""
    shown = {
        "status": answer.status,
        "type": answer.error_type or None,
        "message": answer.error_message[:300] or None,
        "answered_by": answer.speaker,
        "request_id": answer.request_id or None,
        "retry_after": answer.header("retry-after") or None,
    }
    return tuple((name, value) for name, value in shown.items() if value is not None)


def _words(state: State, answer: Answer) -> tuple[str, str, str, str]:
    """Return words, fix, fault and page."""
    message = answer.error_message or answer.text[:120].strip() or "no message"
    said = f"{answer.status}: {message[:200]}".rstrip(".")
    is_unknown_key = answer.error_type == "no_db_connection"  # so LiteLLM says that it does not know the key
    if answer.status in (401, 402, 403) or is_unknown_key:
        return _account_words(state, answer, said)
    if answer.status == 529 and _is_the_apis(state, answer):
        return (
            f"The API is overloaded ({said}).",
            "Wait and try again, with growing pauses.",
            "theirs",
            "overloaded_529",
        )
    if answer.status >= 500:
        return _server_words(state, answer, said)
    return _request_words(state, answer, said)


def _account_words(state: State, answer: Answer, said: str) -> tuple[str, str, str, str]:
    """Say what is wrong with who asks: the key, the money, the permission."""
    name = state.credential.source
    if answer.status == 402:
        words, fix = f"The account cannot pay ({said}).", "Put the billing right in the Console."
        return words, fix, "yours", "billing_error"
    if answer.status != 403:
        words, fix = f"The key from {name} is refused ({said}).", _key_fix(state, answer)
        return words, fix, "yours", "invalid_api_key"
    if not state.base.is_first_party and not _is_the_apis(state, answer):
        words, fix = f"The gateway refuses the key from {name} ({said}).", gateways.refusal(state, answer)[0]
    else:
        words = f"The key is known but not allowed to do this ({said})."
        fix = "Ask an admin of the organization for the permission."
    return words, fix, "yours", "permission_error"


def _request_words(state: State, answer: Answer, said: str) -> tuple[str, str, str, str]:
    """Say what is wrong with what is asked: its place, its size, its pace, itself."""
    if answer.status == 404:
        words, fix = f"Not found ({said}).", f"Check the model and the path in {state.base.source}."
        return words, fix, "yours", "not_found_error"
    if answer.status == 413:
        words = f"The request is too large for {answer.speaker} ({said})."
        return words, "Make it smaller.", "yours", "request_too_large_413"
    if answer.status == 429:
        return f"A limit is reached ({said}).", _limit_fix(answer), "yours", "rate_limit_error"
    return (
        f"The request is refused ({said}).",
        "Read the message; the request of this check is the smallest there is.",
        "yours",
        "invalid_request_error",
    )


def _key_fix(state: State, answer: Answer) -> str:
    name = state.credential.source
    if any(header.lower() in ("authorization", "x-api-key") for header in state.custom.overrides):
        return f"Unset {headers.VARIABLE}: it replaces the credential from {name}."
    if state.credential.kind == "oauth_token" and state.credential.way == "key":
        return f"Move the OAuth token from {name} to ANTHROPIC_AUTH_TOKEN or CLAUDE_CODE_OAUTH_TOKEN."
    if not state.base.is_first_party and not _is_the_apis(state, answer):
        return gateways.refusal(state, answer)[0]
    return f"Make a new key and set {name}: this one is wrong, revoked, expired or of another organization."


def _limit_fix(answer: Answer) -> str:
    after = answer.header("retry-after")
    if after:
        return f"Wait {after} s; a limit that stays is raised in the Console."
    return "Raise the limit in the Console: without a retry-after no wait helps."


def _is_the_apis(state: State, answer: Answer) -> bool:
    """Whether the API itself spoke; behind a gateway its own types and a request id of its form say so."""
    if not answer.is_api_error:
        return False
    return state.base.is_first_party or (answer.error_type in _TYPES and answer.request_id.startswith("req_"))


def _server_words(state: State, answer: Answer, said: str) -> tuple[str, str, str, str]:
    if _is_the_apis(state, answer):
        return (
            f"The API failed ({said}).",
            "Wait and try again; report the request id if it stays.",
            "theirs",
            "internal_server_error",
        )
    found = gateways.known(answer)
    if found:
        return (
            f"The gateway ({found.name}) failed, not the API itself ({said}).",
            found.fix,
            "between",
            "service_unavailable_503",
        )
    words = f"{answer.speaker} failed, not the API itself ({said})."
    return words, f"Look at the log of {answer.speaker}.", "between", "bad_gateway_502"


def _command(state: State, answer: Answer) -> str:
    if answer.status == 401 and state.custom.overrides:
        return f"unset {headers.VARIABLE}"
    if answer.status in (401, 403) and not state.base.is_first_party and not _is_the_apis(state, answer):
        return gateways.refusal(state, answer)[1]
    if answer.status == 401:
        return f"export {state.credential.source}='…'   # from {_CONSOLE}/keys"
    if answer.status in (402, 429) and not answer.header("retry-after"):
        return f"open {_CONSOLE}/limits"
    if answer.status >= 500 or answer.status == 429:
        return f"sleep {answer.header('retry-after') or 30}; claude-doctor health"
    return curl(state, answer.path)
