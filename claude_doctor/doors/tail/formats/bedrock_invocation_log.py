"""Bedrock's model invocation log: failed records have a code and no message."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import aws, fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 170
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of one invocation."""
    if record.get("schemaType") != "ModelInvocationLog":
        return None
    code = fields.text(record.get("errorCode"))
    event = Event("terminal" if code else "ok", time=record.get("timestamp"), platform="bedrock", code=code)
    event.status_inferred = aws.status(code)
    event.request_id = fields.text(record.get("requestId"))
    event.model = fields.model(record.get("modelId"))
    counts = {
        "input_tokens": fields.mapping(record.get("input")).get("inputTokenCount"),
        "output_tokens": fields.mapping(record.get("output")).get("outputTokenCount"),
    }
    event.usage = {key: value for key, value in counts.items() if isinstance(value, int)} or None
    return event
