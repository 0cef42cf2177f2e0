"""Kong's file log with its AI plugin: status, headers and model of a proxied request."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 240
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of one request."""
    response = record.get("response")
    if "latencies" not in record or not isinstance(response, dict):
        return None
    status = fields.status(response.get("status"))
    if status is None:
        return None
    event = Event(
        "terminal" if status >= 400 else "ok", status=status, time=fields.first(record, "started_at")
    )
    headers = {key.lower(): value for key, value in fields.mapping(response.get("headers")).items()}
    event.request_id = fields.text(fields.first(headers, "request-id", "x-request-id"))
    after = fields.number(headers.get("retry-after"))
    if after is not None:
        event.retry = {"delay_ms": after * 1000}
    # Under `ai` stands one object a plugin; which names they have depends on Kong's version.
    for plugin in fields.mapping(record.get("ai")).values():
        event.model = event.model or fields.model(
            fields.mapping(fields.mapping(plugin).get("meta")).get("request_model")
        )
        event.usage = event.usage or _usage(fields.mapping(fields.mapping(plugin).get("usage")))
    return event


def _usage(counts: Record) -> dict[str, int] | None:
    found = {
        name: fields.count(counts.get(key))
        for name, key in (("input_tokens", "prompt_tokens"), ("output_tokens", "completion_tokens"))
    }
    return {name: count for name, count in found.items() if count is not None} or None
