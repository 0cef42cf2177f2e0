"""The order of lines of an SDK's or client's own log, where those of several requests interleave: which
attempt a notice of a retry is about, which retry a new attempt is, whose failure an exception tells again.
"""

from __future__ import annotations

from claude_doctor.doors.tail.counting import likeness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.counting.remembered import Lane, Request
    from claude_doctor.doors.tail.reading.event import Event

_NEVER = frozenset((400, 401, 402, 403, 404, 413, 422))
_SECONDS = 5 * 10**6
# Logs that write whole seconds say a moment up to one second too early.
_EARLY = 1_000_000


def tried(lane: Lane, event: Event, request: Request) -> None:
    """Remember the outcome of an attempt."""
    lane.last = request
    request.line = event.line
    if event.is_error and request not in lane.tries:
        lane.tries.append(request)


def noticed(lane: Lane, event: Event) -> Request | None:
    """Return the request that a notice says is tried again: the last attempt, or one shortly before it."""
    last = lane.last
    if last is not None and _may(last, lane):
        return last
    return next(
        (held for held in reversed(lane.tries) if _may(held, lane) and _is_recent(event, held)),
        None,
    )


def wait(lane: Lane, event: Event, request: Request) -> None:
    """Remember that a request is tried again, and when."""
    delay = (event.retry or {}).get("delay_ms")
    request.due = event.at + int(delay * 1000) if delay is not None and event.at is not None else None
    lane.retrying.append(request)


def is_waiting(lane: Lane, event: Event) -> bool:
    """Whether a notice was read before, word for word."""
    delay = (event.retry or {}).get("delay_ms")
    return (
        delay is not None
        and event.at is not None
        and any(held.due == event.at + int(delay * 1000) for held in lane.retrying)
    )


def again(lane: Lane, event: Event) -> Request | None:
    """Take the request whose next attempt an event is: the one that was due first."""
    due = [held for held in lane.retrying if is_due(event, held)]
    if not due:
        return None
    found = min(due, key=lambda held: held.due or 0)
    lane.retrying.remove(found)
    return found


def is_due(event: Event, request: Request) -> bool:
    """Whether the wait of a request was over when an event was logged; where no time is known it was."""
    return request.due is None or event.at is None or request.due <= event.at + _EARLY


def told_again(lane: Lane, event: Event) -> Request | None:
    """Return the attempt that an exception ends, where others were logged between them."""
    return next(
        (
            held
            for held in reversed(lane.tries)
            if held.last is not None
            and held not in lane.retrying
            and not held.closed
            and event.status is not None
            and held.status == event.status
            and (held.id is None or held.id == event.request_id)
            and _is_recent(event, held)
        ),
        None,
    )


def _may(request: Request, lane: Lane) -> bool:
    return (
        request.last is not None
        and request not in lane.retrying
        and not request.closed
        and request.status not in _NEVER
    )


def _is_recent(event: Event, request: Request) -> bool:
    at = event.at
    if at is None or request.at is None:
        return event.line - request.line <= likeness.CLOSE if request.line else False
    return 0 <= at - request.at <= _SECONDS
