"""Loguru with `serialize=True`: `text` repeats everything, the facts are in `record`."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event, Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 260
TAKES = dict


def read(record: Record) -> Event | Inner | None:
    """Return the exception, or hand on the message."""
    inner = record.get("record")
    if "text" not in record or not isinstance(inner, dict) or "level" not in inner:
        return None
    time = fields.mapping(inner.get("time")).get("repr")
    model = fields.model_of(inner)
    error = inner.get("exception")
    if isinstance(error, dict) and error.get("type"):
        name, value = str(error["type"]), str(error.get("value") or "")
        event = fields.take_text(Event("terminal", time=time, model=model), f"{name}: {value}")
        if _ours(event, str(record["text"])):
            return event
        return Event("noise", time=time)
    found = Inner(inner.get("message"), time)
    found.model, found.format = model, "loguru"
    return found


def _ours(event: Event, words: str) -> bool:
    return bool(event.type or event.status or "anthropic" in words)
