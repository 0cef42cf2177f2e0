"""Langfuse observations: level ERROR and a statusMessage that is the exception's text."""

from __future__ import annotations

from claude_doctor.logs import _fields
from claude_doctor.logs._event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.logs._fields import Record

RANK = 210
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of a generation."""
    if "statusMessage" not in record or "level" not in record or "type" not in record:
        return None
    words = _fields.text(record.get("statusMessage"))
    time = _fields.first(record, "endTime", "startTime")
    model = _fields.model(_fields.first(record, "model", "providedModelName"))
    if record.get("type") != "GENERATION":
        return Event("noise", time=time)
    if record.get("level") != "ERROR" or not words:
        return Event("ok", time=time, model=model)
    return _fields.take_text(Event("terminal", time=time, model=model), words)
