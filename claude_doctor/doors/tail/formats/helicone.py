"""Helicone's exported requests: `response_status`, the body of the answer, the model (field names of its
export tool).
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 220
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of one request."""
    if "response_status" not in record:
        return None
    status = fields.status(record["response_status"])
    event = Event("ok" if status and status < 400 else "terminal", status=status)
    event.time = fields.first(record, "response_created_at", "request_created_at", "created_at")
    event.model = fields.model(fields.first(record, "model", "response_model", "request_model"))
    body = record.get("response_body")
    body = fields.decoded(body) if isinstance(body, str) else body
    if event.is_error and isinstance(body, dict):
        fields.take_envelope(event, body)
    return event
