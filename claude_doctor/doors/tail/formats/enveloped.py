"""Any other object that holds an API error body, or a status beside a message."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields, meaning
from claude_doctor.doors.tail.reading.event import Event
from claude_doctor.doors.tail.reading.evidence import is_ours, vendor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 310
TAKES = dict
_STATUSES = ("status", "status_code", "statusCode", "code", "http_status")


def read(record: Record) -> Event | None:
    """Return the error that stands at most three levels deep, never one below a prompt."""
    status = fields.status(fields.first(record, *_STATUSES))
    body = record if fields.is_envelope(record) else fields.envelope_in(record)
    event = Event("terminal", status=status, time=fields.time_of(record), model=fields.model_of(record))
    event.request_id = fields.request_id(record)
    if body is not None:
        return _completed(fields.take_envelope(event, body), record)
    words = fields.text(fields.first(record, "error", "errorMessage"))
    if words and vendor(words) and not is_ours(words):
        return None
    if words and ("Error code:" in words or '"error"' in words or "anthropic" in words):
        return _completed(fields.take_text(event, words), record)
    return None


def _completed(event: Event, record: Record) -> Event:
    """Add what stands elsewhere in the record under other spellings."""
    named = meaning.plain(record) or {}
    event.status = event.status or named.get("status")
    event.model = event.model or fields.model(named.get("model"))
    event.request_id = event.request_id or named.get("request_id")
    event.time = event.time if event.time is not None else named.get("time")
    return event
