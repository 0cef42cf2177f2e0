"""A bare error body of the API, one a line."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 280
TAKES = dict
_OTHERS = ("level", "message", "msg", "timestamp", "time", "ts", "severity")


def read(record: Record) -> Event | None:
    """Return the error when the record is the body itself, without a logger's fields."""
    error = record.get("error")
    if not isinstance(error, dict) or any(key in record for key in _OTHERS):
        return None
    bare = record.keys() <= {"type", "error", "request_id"} and (
        fields.text(error.get("type")) or "message" in error
    )
    if "type" not in record and "param" in error and fields.api_type(error.get("type")) is None:
        return Event("noise")  # OpenAI's body
    if not (bare or (record.get("type") == "error" and ("type" in error or "message" in error))):
        return None
    return fields.take_envelope(Event("terminal"), record)
