"""OpenRouter's errors: `error.code` is the status, `error.metadata.raw` what the provider said, as JSON or
free text.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 230
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the error; what the provider said is the innermost message."""
    error = record.get("error")
    if (
        not isinstance(error, dict)
        or isinstance(error.get("code"), bool)
        or not isinstance(error.get("code"), int)
    ):
        return None
    if "metadata" not in error and not ("user_id" in record and "message" in error):
        return None
    event = Event(
        "terminal",
        status=fields.status(error["code"]),
        platform="gateway:openrouter",
        time=fields.time_of(record),
    )
    raw = fields.mapping(error.get("metadata")).get("raw")
    body = (
        raw
        if isinstance(raw, dict)
        else fields.decoded(raw)
        if isinstance(raw, str) and raw[:1] == "{"
        else None
    )
    if isinstance(body, dict):
        fields.take_envelope(event, body)
    elif isinstance(raw, str) and raw.strip():
        event.type = fields.api_type(raw.partition(":")[0].strip())
        event.message = raw.strip()
    event.message = event.message or fields.text(error.get("message"))
    event.model = fields.model_of(record)
    return event
