"""A platform is a cloud on which Claude runs: how its client is set up, and what can be asked of it for free.

One file a platform. `settled` reads variables and files and sends nothing; the others ask one thing each of
the cloud and answer an Outcome, or None where the platform has nothing to ask. Nothing that they send is
billed, except by `message`.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.engine.outcome import Outcome
    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.settings.cloud import Cloud


class Platform(Protocol):
    """What a platform has."""

    ID: str  # what --platform and the JSON call it: `bedrock`
    TITLE: str  # its name
    RANK: int  # of several that are set up, the lowest is examined; no two are equal
    SWITCH: str  # the variable that sends Claude Code there
    MARKS: tuple[str, ...]  # variables that only the SDK's client of this platform reads

    def settled(self, environment: Mapping[str, str], now: float, /) -> Cloud:
        """Return the platform as the environment sets it up; `now` in seconds since the epoch."""

    def identity(self, state: State, /) -> Outcome | None:
        """Ask who the credential is, or get the token that it gives."""

    def model(self, state: State, /) -> Outcome | None:
        """Ask whether the model's name is one here."""

    def access(self, state: State, /) -> Outcome | None:
        """Ask whether the credential may use the model."""

    def message(self, state: State, /) -> Outcome | None:
        """Send one message of one token (billed)."""
