"""OTLP logs as JSON lines, above all those of Claude Code: one `api_error` a failed request, its attempts
counted in it.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event, Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.reading.fields import Record

RANK = 110
TAKES = dict


def read(record: Record) -> list[Event | Inner] | None:
    """Return an event for each log record that is Claude Code's, and what other records carry."""
    if "resourceLogs" not in record:
        return None
    items = list(_records(record))
    return [found for item in items if (found := _event(item))] or [
        Event("noise", time=_time(items[-1]) if items else None)
    ]


def _records(record: Record) -> Iterator[Record]:
    for resource in fields.items(record["resourceLogs"]):
        for scope in fields.items(fields.mapping(resource).get("scopeLogs")):
            for item in fields.items(fields.mapping(scope).get("logRecords")):
                if isinstance(item, dict):
                    yield item


def _event(item: Record) -> Event | Inner | None:
    facts = fields.attributes(item.get("attributes"))
    body = fields.mapping(item.get("body")).get("stringValue")
    name = facts.get("event.name", body)
    name = str(name).removeprefix("claude_code.")
    time = facts.get("event.timestamp") or _time(item)
    makers = {"api_error": _api_error, "api_request": _api_request, "api_retries_exhausted": _exhausted}
    if name not in makers:
        return (
            Inner(_carried(item, body, facts), time)
            if isinstance(body, str) and not body.startswith("claude_code.")
            else None
        )
    event = makers[name](facts)
    event.time = time
    event.model = fields.model(facts.get("model"))
    event.request_id = fields.text(facts.get("request_id"))
    event.platform, event.format = "claude-code", "claude_code_otel"
    return event


def _time(item: Record) -> object:
    return fields.first(item, "timeUnixNano", "observedTimeUnixNano")


def _carried(item: Record, body: str, facts: Record) -> Record | str:
    """Return what an application's record says: its body, with the exception
    that stands in its attributes.
    """
    name, words = (fields.text(facts.get(f"exception.{key}")) for key in ("type", "message"))
    words = words or fields.text(facts.get("exception.stacktrace"))
    if not words:
        return body
    error = f"{name}: {words}" if name and name not in words[:200] else words
    return {
        "level": item.get("severityText") or "ERROR",
        "message": body,
        "exception": error,
        "model": facts.get("gen_ai.request.model"),
    }


def _api_error(facts: Record) -> Event:
    event = Event("terminal", status=fields.status(facts.get("status_code")))
    words = fields.text(facts.get("error"))
    if words:
        fields.take_text(event, words)
    attempt = fields.count(facts.get("attempt"), fields.MOST_RESENDS)
    if attempt:
        event.retry = {"attempt": attempt}
        event.resends = attempt - 1
    return event


def _api_request(facts: Record) -> Event:
    usage = {
        key: found
        for key in ("input_tokens", "output_tokens")
        if (found := fields.count(facts.get(key))) is not None
    }
    return Event("ok", usage=usage or None)


def _exhausted(facts: Record) -> Event:
    # Written beside the final api_error: the same failure once more.
    return Event("duplicate", is_error=False, status=fields.status(facts.get("status_code")))
