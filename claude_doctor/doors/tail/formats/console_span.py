"""Spans as OpenTelemetry's console exporter prints them: one indented object a span, attributes as a plain object."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 105
TAKES = dict
_LOCAL = ("connection_error", "client_timeout_error", "client_error")


def read(record: Record) -> Event | None:
    """Return the outcome of a span of the SDK; other spans are noise."""
    facts, context, status = record.get("attributes"), record.get("context"), record.get("status")
    if not (isinstance(facts, dict) and isinstance(context, dict) and "trace_id" in context and isinstance(status, dict)):
        return None
    if "anthropic" not in str(facts.get("gen_ai.provider.name", record.get("name"))) and "anthropic.request.id" not in facts:
        return Event("noise", time=record.get("end_time"))
    number = fields.status(facts.get("http.response.status_code"))
    failed = status.get("status_code") == "ERROR" or (number or 0) >= 400
    event = Event("terminal" if failed else "ok", time=record.get("end_time"), status=number)
    kind = facts.get("error.type")
    event.type = fields.api_type(kind)
    event.network = "connection_error" if kind in _LOCAL else None
    event.request_id = fields.text(facts.get("anthropic.request.id"))
    event.model = fields.model(facts.get("gen_ai.request.model"))
    event.resends = fields.count(facts.get("http.request.resend_count"), fields.MOST_RESENDS) or 0
    if event.resends:
        event.retry = {"attempt": event.resends + 1}
    return event
