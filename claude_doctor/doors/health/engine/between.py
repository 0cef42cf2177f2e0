"""The failure of an answer that the API did not give: its words, its facts and the command that shows it."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import FAIL, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.answer import Answer


def between(  # noqa: PLR0913  # the parts of an Outcome
    state: State,
    answer: Answer,
    words: str,
    fix: str,
    command: str = "",
    *,
    entry: str,
    says: str = "",
    fault: str = "between",
) -> Outcome:
    """Return the failure an answer is that somebody between this machine and the API gave."""
    command = command or curl(state, answer.path)
    return Outcome(
        FAIL, words, fix, command, fault, facts(answer), says=says or answer.as_sdk_text, entry=entry
    )


def facts(answer: Answer) -> tuple[tuple[str, object], ...]:
    """Return what programs want to know of an answer that may be anybody's."""
    shown = {
        "status": answer.status or None,
        "answered_by": answer.speaker if answer.status else None,
        "content_type": answer.header("content-type") or None,
        "request_id": answer.request_id or None,
        "cf_ray": answer.header("cf-ray") or None,
    }
    return tuple((name, value) for name, value in shown.items() if value is not None)


def curl(state: State, path: str) -> str:
    """Return the command that shows the answer."""
    return f"curl -sv {state.base.url(path)}"
