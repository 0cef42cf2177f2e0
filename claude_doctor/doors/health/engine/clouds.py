"""The platforms by name: which one is examined, and asking it."""

from __future__ import annotations

from claude_doctor.base import registry
from claude_doctor.doors.health import platforms
from claude_doctor.doors.health.engine.cloud_calls import clear_text, cloud
from claude_doctor.doors.health.engine.outcome import MissingNeedError, Outcome, failed_by, skipped
from claude_doctor.doors.health.engine.state import UnreadableError
from claude_doctor.doors.health.platforms.contract import Platform

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State


def members() -> list[Platform]:
    """Return all platforms, lowest RANK first."""
    return [member for _, member in registry.ranked(platforms, Platform)]


def member(name: str) -> Platform:
    """Return the platform that --platform calls so."""
    return registry.load(platforms, name.replace("-", "_"), Platform)


def asked(state: State, question: str) -> Outcome:
    """Ask the platform that is examined one of its questions: identity, model, access or message.

    MissingNeedError with --no-auth: all of them send the credential.
    """
    if state.options.no_auth:
        raise MissingNeedError("cloud.identity")
    found = member(cloud(state).id)
    refused = clear_text(state, state.base)
    if refused:
        return refused
    ask = {
        "identity": found.identity,
        "model": found.model,
        "access": found.access,
        "message": found.message,
    }[question]
    try:
        return ask(state) or skipped(f"{found.TITLE} has nothing to ask for this")
    except UnreadableError as error:
        return failed_by(error.args[0])
