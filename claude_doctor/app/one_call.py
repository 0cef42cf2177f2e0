"""One call of the application: what its attempts share, the steps its loop asks for, and what it needs of its
Doctor.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Protocol

from claude_doctor.app.clock import clock

if TYPE_CHECKING:
    import anthropic
    import httpx2

    from claude_doctor.app import events
    from claude_doctor.app.decision import Decision
    from claude_doctor.app.events import Event
    from claude_doctor.app.failure import Failure
    from claude_doctor.app.fallback import Fallback
    from claude_doctor.app.groups import Group
    from claude_doctor.app.interrupted import StreamInterrupted
    from claude_doctor.app.policy import Policy
    from claude_doctor.app.resume import Resume


class Send:
    """Send this request."""

    __slots__ = ("request",)

    def __init__(self, request: anthropic.APIRequest) -> None:
        self.request = request


class Sleep:
    """Wait."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Other:
    """Ask another client, or a function, with this request's body: a fallback."""

    __slots__ = ("body", "fallback", "request")

    def __init__(self, fallback: Fallback, request: anthropic.APIRequest, body: dict[str, Any]) -> None:
        self.fallback = fallback
        self.request = request
        self.body = body


Step = Send | Sleep | Other


class Keeper(Protocol):
    """What a call needs of its Doctor: the policy, what calls share, and where to tell what happened (see
    `doctor`).
    """

    policy: Policy
    resume: Resume | None

    def now(self) -> float: ...
    def group(self, place: str, path: str, model: str | None) -> Group: ...
    def next_fallback(self, call: Call, failure: Failure) -> tuple[Fallback, dict[str, Any]] | None: ...
    def arrived(self, call: Call) -> None: ...
    def sent(self, call: Call) -> None: ...
    def succeeded(self, call: Call, result: Any, began: float) -> None: ...
    def failed(self, call: Call) -> None: ...
    def waited(self, call: Call, seconds: float) -> None: ...
    def gave_up(self, call: Call, error: BaseException) -> None: ...
    def resumed(self, call: Call) -> None: ...
    def in_stream(
        self, call: Call, body: dict[str, Any], request: httpx2.Request, *, passed_on: bool
    ) -> None: ...
    def interrupted(self, call: Call, error: StreamInterrupted) -> None: ...
    def emit(self, event: Event) -> None: ...


class Call:
    """One call of the application: what its attempts share. `number` counts attempts, `billed` those that may
    be billed.
    """

    __slots__ = (
        "_id",
        "attempts",
        "billed",
        "body",
        "decision",
        "doctor",
        "error",
        "failure",
        "group",
        "model",
        "number",
        "once",
        "place",
        "request",
        "seq",
        "span",
        "started",
        "step",
        "waited",
    )

    def __init__(self, doctor: Keeper, request: anthropic.APIRequest, place: str, *, once: bool) -> None:
        body = request.json
        self.doctor = doctor
        self.request = request
        self.place = place
        self.once = once
        self.body: dict[str, Any] = body if isinstance(body, dict) else {}
        model = self.body.get("model")
        self.model: str | None = model if isinstance(model, str) else None
        self.group: Group = doctor.group(place, request.url, self.model)
        self.error: BaseException | None = None
        self.started = clock().now()
        self.number = self.billed = self.seq = self.step = 0
        self.waited = 0.0
        self.attempts: list[events.Attempt] = []
        self.failure: Failure | None = None
        self.decision: Decision | None = None
        self.span: Any = None
        self._id = ""

    @property
    def id(self) -> str:
        """16 hexadecimal digits that join the events of this call; made when it is first needed."""
        if not self._id:
            self._id = os.urandom(8).hex()
        return self._id

    @property
    def elapsed(self) -> float:
        """Seconds since the call began."""
        return clock().now() - self.started

    @property
    def left(self) -> float:
        """Seconds left before the deadline; infinity without one."""
        deadline = self.doctor.policy.deadline_s
        return float("inf") if deadline is None else deadline - self.elapsed
