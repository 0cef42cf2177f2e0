"""Spans as OpenTelemetry's console exporter prints them: one indented object a span, attributes as a plain
object.
"""

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
    if not (
        isinstance(facts, dict)
        and isinstance(context, dict)
        and "trace_id" in context
        and isinstance(status, dict)
    ):
        return None
    if not _is_ours(record, facts):
        return Event("noise", time=record.get("end_time"))
    number = fields.status(facts.get("http.response.status_code"))
    failed = status.get("status_code") == "ERROR" or (number or 0) >= 400
    event = Event("terminal" if failed else "ok", time=record.get("end_time"), status=number)
    kind = facts.get("error.type")
    event.type = fields.api_type(kind)
    event.network = "connection_error" if kind in _LOCAL else None
    event.request_id = fields.text(facts.get("anthropic.request.id"))
    event.model = fields.model(
        fields.first(facts, "gen_ai.request.model", "llm.model_name", "llm.request.model_name")
    )
    if failed and number is None and (words := _words(record, status)):
        fields.take_text(event, words)
    event.resends = fields.count(facts.get("http.request.resend_count"), fields.MOST_RESENDS) or 0
    if event.resends:
        event.retry = {"attempt": event.resends + 1}
    return event


def _is_ours(record: Record, facts: Record) -> bool:
    asked = fields.first(
        facts, "gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"
    ) or record.get("name")
    return "anthropic" in str(asked).lower() or "anthropic.request.id" in facts


def _words(record: Record, status: Record) -> str | None:
    """Return what was raised: the status' description, or the message of the exception that the span
    recorded.
    """
    said = fields.text(status.get("description"))
    for item in fields.items(record.get("events")):
        held = fields.mapping(fields.mapping(item).get("attributes"))
        said = said or fields.text(held.get("exception.message"))
    return said
