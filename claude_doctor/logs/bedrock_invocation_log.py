"""Bedrock's model invocation log: failed records have a code and no message."""

from __future__ import annotations

from claude_doctor.logs import _aws, _fields
from claude_doctor.logs._event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.logs._fields import Record

RANK = 170
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of one invocation."""
    if record.get("schemaType") != "ModelInvocationLog":
        return None
    code = _fields.text(record.get("errorCode"))
    event = Event("terminal" if code else "ok", time=record.get("timestamp"), platform="bedrock", code=code)
    event.status_inferred = _aws.status(code)
    event.request_id = _fields.text(record.get("requestId"))
    event.model = _fields.model(record.get("modelId"))
    counts = {
        "input_tokens": _fields.mapping(record.get("input")).get("inputTokenCount"),
        "output_tokens": _fields.mapping(record.get("output")).get("outputTokenCount"),
    }
    event.usage = {key: value for key, value in counts.items() if isinstance(value, int)} or None
    return event
