"""The simple error logger: `{timestamp, category, status_code, message, context, request}`."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 290
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the error; nothing below `request` but the model is read, because prompts quote errors."""
    if not (
        isinstance(record.get("category"), str)
        and "status_code" in record
        and "message" in record
        and "timestamp" in record
    ):
        return None
    status = fields.status(record["status_code"])
    event = Event("ok" if status and status < 400 else "terminal", status=status, time=record["timestamp"])
    event.type = fields.api_type(record["category"])
    message = record["message"]
    if isinstance(message, dict) and fields.is_envelope(message):
        fields.take_envelope(event, message)
    elif isinstance(message, str):
        _message(event, message)
    event.request_id = (
        event.request_id
        or fields.request_id(record)
        or fields.request_id(fields.mapping(record.get("context")))
    )
    event.model = fields.model(fields.mapping(record.get("request")).get("model")) or fields.model_of(record)
    if record["category"] == "network" and not status:
        event.network = "connection_error"
    return event


def _message(event: Event, message: str) -> None:
    # Only a text that wraps something needs the readers; most are the API's message as it is.
    if event.is_error and (
        message[:1] in "<{" or "{'" in message or '{"' in message or "Error code:" in message
    ):
        status = event.status
        fields.take_text(event, message)
        event.status = status or event.status
    else:
        event.message = message
