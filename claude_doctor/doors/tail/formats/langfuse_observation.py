"""Langfuse observations: level ERROR and a statusMessage that is the exception's text."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 210
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of a generation."""
    if (
        not ("statusMessage" in record or "status_message" in record)
        or "level" not in record
        or "type" not in record
    ):
        return None
    words = fields.text(fields.first(record, "statusMessage", "status_message"))
    time = fields.first(record, "endTime", "end_time", "startTime", "start_time")
    model = fields.model(fields.first(record, "model", "providedModelName", "provided_model_name"))
    if record.get("type") != "GENERATION" or fields.is_other_model(model):
        return Event("noise", time=time)
    if record.get("level") != "ERROR" or not words:
        return Event("ok", time=time, model=model)
    return fields.take_text(Event("terminal", time=time, model=model), words)
