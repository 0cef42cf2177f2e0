"""Results of a message batch: one line a request, with the error one or two levels deep."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 150
TAKES = dict
_KINDS = {"succeeded": "ok", "errored": "terminal", "canceled": "batch_canceled", "expired": "batch_expired"}


def read(record: Record) -> Event | None:
    """Return the outcome of one request."""
    result = record.get("result")
    if "custom_id" not in record or not isinstance(result, dict):
        return None
    event = Event(_KINDS.get(str(result.get("type")), "noise"), custom_id=str(record["custom_id"]))
    if event.kind == "ok":
        message = fields.mapping(result.get("message"))
        event.model = fields.model(message.get("model"))
        usage = {
            key: value
            for key, value in fields.mapping(message.get("usage")).items()
            if key.endswith("_tokens") and isinstance(value, int)
        }
        event.usage = usage or None
    elif event.kind == "terminal":
        body = fields.mapping(result.get("error"))
        fields.take_envelope(event, body if isinstance(body.get("error"), dict) else {"error": body})
    return event
