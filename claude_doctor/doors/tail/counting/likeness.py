"""Whether a line tells of a request that is known: near in time, alike in words, of the same status."""

from __future__ import annotations

from claude_doctor.doors.tail.counting.templates import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.counting.remembered import Request
    from claude_doctor.doors.tail.reading.event import Event

MINUTES = 15 * 60 * 10**6
# Lines between two that tell of one failure, and the time between them.
CLOSE = 12
# Lines between a failure that is tried again and the next one, where nothing else was said.
NEXT = 2
_SECOND = 1_100_000


def is_keyed(event: Event) -> bool:
    """Whether a key better than a count of attempts joins a line to its request."""
    return any(key[0] not in {"turn", "open"} or key[1] == "task" for key in event.looks)


def is_alike(event: Event, last: Request) -> bool:
    """Whether a line tells of the failure that the line before told of: the same record, or the same second
    in other words.
    """
    before = last.last
    assert before is not None
    if event.block > 0 and event.block == last.block and last.several:
        return True
    if event.request_id and last.id and event.request_id != last.id:
        return False
    if event.block < 0:
        return False
    if event.block == last.block:
        return True
    if (
        event.kind != "terminal"
        or not last.closed
        or event.line - last.line > CLOSE
        or ((event.wall is None or last.at is None) and event.format == before.format)
        or (event.wall is None and last.at is not None)
    ):
        return False
    same = (
        event.status == before.status
        if event.status and before.status
        else event.diagnosis == before.diagnosis
    )
    if not same or (
        event.wall is not None
        and last.at is not None
        and (event.at is None or not 0 <= event.at - last.at <= _SECOND)
    ):
        return False
    return mask(event.text) not in last.words


def clash(event: Event, request: Request) -> bool:
    """Whether a line and a request name different pieces of work."""
    before = request.last.units if request.last is not None else ()
    return bool(before and event.units) and not set(before) & set(event.units)


def turn(key: tuple[object, ...]) -> tuple[int, int | None]:
    """Return which attempt a key names, and of how many."""
    most, number = key[1], key[2]
    if most == "left":  # counted down: nobody knows from what
        return (0, None)
    return (
        int(number) if isinstance(number, (int, float)) else 0,
        int(most) if isinstance(most, (int, float)) else None,
    )


def fits(event: Event, waiting: Request) -> bool:
    """Whether a line tells of the status of the request that waits."""
    before = waiting.last
    return before is not None and (event.status or event.status_inferred) == (
        before.status or before.status_inferred
    )


def is_near(event: Event, request: Request) -> bool:
    """Whether a line is at most 15 minutes from its request; a time that is not known is near."""
    at = event.at if event.wall is not None else None
    return at is None or request.at is None or abs(at - request.at) <= MINUTES
