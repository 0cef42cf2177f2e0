"""The log of `claude_doctor.app.ErrorLog`, and the lines of `tail --format events` themselves."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import OUTCOMES, Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 103
TAKES = dict
# What every line of `--format events` has, absent values included.
_EVENTS = ("ts_naive", "status_inferred", "is_error", "kind", "format", "file", "line")
_NAMES = ("terminal", "retry", "attempt", "ok", "duplicate", "batch_canceled", "batch_expired")


def read(record: Record) -> Event | None:
    """Return the event; attempts of one call are joined by its `call`."""
    if record.get("claude_doctor") == 1:
        return _own(record)
    if all(name in record for name in _EVENTS):
        return _printed(record)
    return None


def _own(record: Record) -> Event:
    kind = record.get("kind")
    shown = "terminal" if kind == "partial" else kind
    if shown not in OUTCOMES:
        return Event("noise", time=record.get("ts"))
    event = _filled(Event(str(shown)), record)
    call = fields.text(record.get("call"))
    if call is not None:
        event.looks = event.gives = (("claude_doctor", call),)
    return event


def _printed(record: Record) -> Event:
    kind = record.get("kind")
    if kind not in _NAMES:
        return Event("noise", time=record.get("ts"))
    event = _filled(Event("duplicate" if record.get("duplicate") is True else str(kind)), record)
    event.format = fields.text(record.get("format")) or ""
    event.status_inferred = fields.status(record.get("status_inferred"))
    event.cc_category = fields.text(record.get("cc_category"))
    event.network = fields.text(record.get("network"))
    event.custom_id = fields.text(record.get("custom_id"))
    return event


def _filled(event: Event, record: Record) -> Event:
    event.time = record.get("ts")
    event.status = fields.status(record.get("status"))
    event.type = fields.text(record.get("error_type"))
    event.code = fields.text(record.get("error_code"))
    event.message = fields.text(record.get("message"))
    event.request_id = fields.text(record.get("request_id"))
    event.model = fields.model(record.get("model"))
    event.platform = fields.text(record.get("platform"))
    event.hint = fields.text(record.get("diagnosis"))
    event.retry = _numbers(record.get("retry"))
    usage = _numbers(record.get("usage"))
    event.usage = {name: int(value) for name, value in usage.items()} if usage else None
    return event


def _numbers(value: object) -> dict[str, float] | None:
    found = {
        str(name): number
        for name, item in fields.mapping(value).items()
        if (number := fields.number(item)) is not None
    }
    return found or None
