"""OTLP traces as JSON lines: one span is one request; `http.request.resend_count` says how often the SDK sent it again."""

from __future__ import annotations

from claude_doctor.logs import _fields
from claude_doctor.logs._event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.logs._fields import Record

RANK = 100
TAKES = dict
# Values of error.type that the SDK makes up for failures without a status (anthropic 2.10.0).
_LOCAL = ("connection_error", "client_timeout_error", "client_error")
# Who was asked: the GenAI conventions, their older name, and OpenInference.
_PROVIDERS = ("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system")


def read(record: Record) -> list[Event] | None:
    """Return an event for each span of a model request."""
    if "resourceSpans" not in record:
        return None
    spans = list(_spans(record))
    return [event for span in spans if (event := _event(span))] or [Event("noise", time=spans[-1].get("endTimeUnixNano") if spans else None)]


def _spans(record: Record) -> Iterator[Record]:
    for resource in record["resourceSpans"] if isinstance(record["resourceSpans"], list) else ():
        for scope in _fields.mapping(resource).get("scopeSpans") or ():
            for span in _fields.mapping(scope).get("spans") or ():
                if isinstance(span, dict):
                    yield span


def _event(span: Record) -> Event | None:
    facts = _fields.attributes(span.get("attributes"))
    provider = next((facts[key] for key in _PROVIDERS if key in facts), "")
    if "anthropic" not in str(provider).lower() and "anthropic" not in str(span.get("name")) and "anthropic.request.id" not in facts:
        return None
    status = _fields.status(facts.get("http.response.status_code"))
    failed = _fields.mapping(span.get("status")).get("code") in (2, "STATUS_CODE_ERROR") or (status or 0) >= 400
    event = Event("terminal" if failed else "ok", time=span.get("endTimeUnixNano"), status=status)
    kind = facts.get("error.type")
    event.type = _fields.api_type(kind)
    event.network = "connection_error" if kind in _LOCAL else None
    event.request_id = _fields.text(facts.get("anthropic.request.id"))
    event.model = _fields.model(_fields.first(facts, "gen_ai.request.model", "llm.model_name"))
    event.resends = int(facts.get("http.request.resend_count") or 0)
    if event.resends:
        event.retry = {"attempt": event.resends + 1}
    usage = {key: int(facts[f"gen_ai.usage.{key}"]) for key in ("input_tokens", "output_tokens") if facts.get(f"gen_ai.usage.{key}") is not None}
    event.usage = usage or None
    return _from_exception(event, span)


def _from_exception(event: Event, span: Record) -> Event:
    # Other instrumentations add the exception as an event of the span.
    for item in span.get("events") or ():
        facts = _fields.attributes(_fields.mapping(item).get("attributes"))
        words = _fields.text(facts.get("exception.message"))
        if words and event.is_error:
            name = _fields.text(facts.get("exception.type"))
            return _fields.take_text(event, f"{name}: {words}" if name else words)
    said = _fields.text(_fields.mapping(span.get("status")).get("message"))
    return _fields.take_text(event, said) if said and event.is_error and event.type is None else event
