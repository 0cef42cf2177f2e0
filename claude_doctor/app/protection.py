"""`protect()`: the one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import anthropic

from claude_doctor.app.doctor import Doctor
from claude_doctor.app.groups import place_of
from claude_doctor.app.resume import Resume

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_doctor.app.error_log import ErrorLog
    from claude_doctor.app.events import Event
    from claude_doctor.app.fallback import Fallback
    from claude_doctor.app.monitor import Monitor
    from claude_doctor.app.policy import Policy

C = TypeVar("C")


class Bound(anthropic.Middleware):
    """A Doctor at one client: it knows the client's address and credential."""

    def __init__(self, doctor: Doctor, place: str) -> None:
        self.doctor = doctor
        self.place = place

    def handle(self, request: anthropic.APIRequest, call_next: Any) -> Any:
        """Run one call of a sync client."""
        return self.doctor.run(request, call_next, self.place)

    async def handle_async(self, request: anthropic.APIRequest, call_next: Any) -> Any:
        """Run one call of an async client."""
        return await self.doctor.arun(request, call_next, self.place)


def protect(  # noqa: PLR0913  # one line for everything
    client: C,
    *,
    policy: Policy | None = None,
    resume: Resume | None = Resume(),  # noqa: B008  # immutable
    fallbacks: Sequence[Fallback] = (),
    log: ErrorLog | None = None,
    monitor: Monitor | None = None,
    on_event: Callable[[Event], None] | None = None,
    doctor: Doctor | None = None,
) -> C:
    """Return a copy of a client (sync or async, any platform) whose calls are guarded; the original is
    unchanged.

    A deadline for each call, retries that end when they are of no use, streams that never end silently.
    `doctor` is an existing Doctor to share between clients; the other options are then its own and may not be
    given. TypeError for what is no client.
    """
    given = (
        policy is not None
        or bool(fallbacks)
        or log is not None
        or monitor is not None
        or on_event is not None
    )
    if doctor is not None and given:
        raise TypeError("give a doctor or the options to make one, not both")
    with_options = getattr(client, "with_options", None)
    existing = getattr(client, "middleware", None)
    if with_options is None or existing is None:
        raise TypeError(
            f"{type(client).__name__} is no client of the Anthropic SDK (anthropic 2.10 or later)"
        )
    made = doctor or Doctor(
        policy, resume=resume, fallbacks=fallbacks, log=log, monitor=monitor, on_event=on_event
    )
    found: C = with_options(max_retries=0, middleware=[*existing, Bound(made, place_of(client))])
    return found


def doctor_of(client: object) -> Doctor | None:
    """Return the Doctor of a protected client, None for any other."""
    for item in getattr(client, "middleware", ()):
        if isinstance(item, Bound):
            return item.doctor
        if isinstance(item, Doctor):
            return item
    return None
