"""What a record says of the attempts before it: how often the request was sent, and in which loop."""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields as _fields
from claude_doctor.doors.tail.reading import logged_error
from claude_doctor.doors.tail.reading.shapes import MESSAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Event
    from claude_doctor.doors.tail.reading.fields import Record

_SHORT = 200
_TYPES = ("error_type", "err_type", "errorType", "error_kind", "err_kind")
_MOST = (
    "max",
    "max_attempts",
    "maxAttempts",
    "max_retries",
    "maxRetries",
    "of",
    "attempts_max",
    "total_attempts",
)
# The AI SDK sent it so often itself, and logs only the end.
_SEVERAL = re.compile(r"(?:\A|RetryError: )Failed after ([1-9]\d{0,2}) attempts\b")
_AGAIN = re.compile(
    r"\bretry(?:ing)?\b|\bwill (?:re)?try\b|\bonce more\b|\brequeu"
    r"|\bback(?:ing)?[ -]?off\b|\btry(?:ing)? again\b",
    re.I,
)


def retold(event: Event, record: Record) -> Event:
    """Say how often the request was sent, and of which loop of one's own the record is an attempt."""
    said = (event.message or "", *logged_error.texts(record))
    if several := next((found for words in said if (found := _SEVERAL.search(words[:_SHORT]))), None):
        event.resends = event.resends or min(int(several[1]), _fields.MOST_RESENDS) - 1
    event.block = -1
    if event.type is None:
        event.type = _fields.api_type(
            _fields.first(record, *_TYPES) or _fields.first(_fields.mapping(record.get("context")), *_TYPES)
        )
    number = _fields.count(
        _fields.first(
            record, "attempt", "retry", "retry_count", "retryCount", "attempt_number", "attemptNumber", "try"
        ),
        _fields.MOST_RESENDS,
    )
    most = _fields.count(_fields.first(record, *_MOST), _fields.MOST_RESENDS)
    if number and most and not event.looks and event.kind in {"terminal", "retry"}:
        event.retry = {**(event.retry or {}), "attempt": number, "max": most}
        event.kind = "retry" if number < most else event.kind
        event.looks = (("turn", most, number - 1),) if number > 1 else ()
        event.gives = (("turn", most, number),) if event.kind == "retry" else ()
    elif (
        number
        and not event.looks
        and not event.gives
        and event.kind in {"terminal", "retry"}
        and _AGAIN.search(_words_of(record))
    ):
        event.retry = {**(event.retry or {}), "attempt": number}
        event.kind = "retry"
        event.looks = (("turn", None, number - 1),) if number > 1 else ()
        event.gives = (("turn", None, number),)
    elif took := _fields.count(_fields.first(record, "tries", "attempts"), _fields.MOST_RESENDS):
        event.took = took if took > 1 else 0
    return event


def _words_of(record: Record) -> str:
    """Return the message of a record, as far as it is looked at for words of a retry."""
    message = _fields.first(record, *MESSAGES)
    return message[:_SHORT] if isinstance(message, str) else ""
