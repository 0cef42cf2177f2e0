"""Any other object that holds an API error body, or a status beside a message."""

from __future__ import annotations

from claude_doctor.logs import _fields
from claude_doctor.logs._event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.logs._fields import Record

RANK = 310
TAKES = dict
_STATUSES = ("status", "status_code", "statusCode", "code", "http_status")


def read(record: Record) -> Event | None:
    """Return the error that stands at most three levels deep, never one below a prompt."""
    status = _fields.status(_fields.first(record, *_STATUSES))
    body = record if _fields.is_envelope(record) else _fields.envelope_in(record)
    event = Event("terminal", status=status, time=_fields.time_of(record), model=_fields.model_of(record))
    event.request_id = _fields.request_id(record)
    if body is not None:
        return _fields.take_envelope(event, body)
    words = _fields.text(_fields.first(record, "error", "errorMessage"))
    if words and ("Error code:" in words or '"error"' in words or "anthropic" in words):
        return _fields.take_text(event, words)
    return None
