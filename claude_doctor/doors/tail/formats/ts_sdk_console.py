"""What the TypeScript SDK before 0.40 prints with DEBUG=true: `Anthropic:DEBUG:response (error; retrying, 2
attempts remaining) 529 URL {`, and the headers of an answer over several lines.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

RANK = 405
TAKES = str
_MARK = "Anthropic:DEBUG:"
# It writes "no more retries left" of an answer that is not tried again, and "not retryable" of the last.
_ANSWER = re.compile(
    r"Anthropic:DEBUG:response (?:\((?P<said>error;[^{}\n]{1,60})\) )?(?P<status>\d{3}) https?://\S+"
)
_FAILED = re.compile(r"Anthropic:DEBUG:(?P<said>connection (?:timed out|failed)[^{}\n]{0,60})")
_LEFT = re.compile(r"(\d{1,2}) attempts remaining")


def read(text: str) -> Event | None:
    """Return the outcome of one attempt; how many are left ties it to the attempt before."""
    if _MARK not in text:
        return None
    if found := _ANSWER.search(text):
        said, status = found["said"] or "", int(found["status"])
        if status < 400:
            return Event("ok", status=status, link="closes", looks=_any_left())
        return _failure(said, status)
    if found := _FAILED.search(text):
        return _failure(found["said"], None)
    return Event("noise")


def _failure(said: str, status: int | None) -> Event:
    left = _LEFT.search(said)
    event = Event("retry" if left else "terminal", status=status, message=said or None)
    if status is None:
        event.network = "connection_error"
    number = fields.count(int(left[1]), fields.MOST_RESENDS) or 0 if left else 0
    event.looks = (("turn", "left", number + 1),)
    event.gives = (("turn", "left", number),) if left else ()
    return event


def _any_left() -> tuple[tuple[str, str, int], ...]:
    return tuple(("turn", "left", number) for number in range(1, 11))
