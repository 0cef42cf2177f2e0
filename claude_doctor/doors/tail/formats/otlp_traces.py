"""OTLP traces as JSON lines: one span is one request; `http.request.resend_count` says how often the SDK sent
it again.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.reading.fields import Record

RANK = 100
TAKES = dict
# Values of error.type that the SDK makes up for failures without a status (anthropic 2.10.0).
_LOCAL = ("connection_error", "client_timeout_error", "client_error")
# Who was asked: the GenAI conventions, their older name, and OpenInference.
_HOSTS = ("://api.anthropic.com/", "/publishers/anthropic/models/", "/anthropic/v1/messages")
# What the SDKs send again, beside 5xx (anthropic 2.10.0, _should_retry, read 2026-11-20).
_RETRIED = (408, 409, 429)
_PROVIDERS = ("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system")


def read(record: Record) -> list[Event] | None:
    """Return an event for each span of a model request."""
    if "resourceSpans" not in record:
        return None
    spans = [(span, fields.attributes(span.get("attributes"))) for span in _spans(record)]
    ours = [_is_ours(span, facts) for span, facts in spans]
    named = [_id(span.get("spanId")) for (span, _), own in zip(spans, ours, strict=True) if own]
    found = []
    for (span, facts), own in zip(spans, ours, strict=True):
        if own:
            found.append(_event(span, facts))
        elif _id(span.get("parentSpanId")) not in named and (sent := _sent(span, facts)):
            found.append(sent)
    return found or [Event("noise", time=spans[-1][0].get("endTimeUnixNano") if spans else None)]


def _spans(record: Record) -> Iterator[Record]:
    for resource in fields.items(record["resourceSpans"]):
        for scope in fields.items(fields.mapping(resource).get("scopeSpans")):
            for span in fields.items(fields.mapping(scope).get("spans")):
                if isinstance(span, dict):
                    yield span


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _is_ours(span: Record, facts: Record) -> bool:
    provider = next((facts[key] for key in _PROVIDERS if key in facts), "")
    return (
        "anthropic" in str(provider).lower()
        or "anthropic" in str(span.get("name"))
        or "anthropic.request.id" in facts
    )


def _sent(span: Record, facts: Record) -> Event | None:
    """Return the attempt that a span of an HTTP client is; spans of one parent are attempts of one request,
    its own span ends it.
    """
    url, host = (
        str(fields.first(facts, "url.full", "http.url") or ""),
        str(fields.first(facts, "server.address", "net.peer.name") or ""),
    )
    if host != "api.anthropic.com" and not any(mark in url for mark in _HOSTS):
        return None
    status = fields.status(fields.first(facts, "http.response.status_code", "http.status_code"))
    failed = (
        fields.mapping(span.get("status")).get("code") in (2, "STATUS_CODE_ERROR") or (status or 0) >= 400
    )
    again = status is None or status in _RETRIED or status >= 500
    event = Event(
        ("attempt" if again else "terminal") if failed else "ok",
        time=span.get("endTimeUnixNano"),
        status=status,
    )
    event.network = "connection_error" if failed and status is None else None
    event.duration_ms = _duration(span)
    if parent := _id(span.get("parentSpanId")):
        event.looks = event.gives = (("span", parent),)
    return event


def _event(span: Record, facts: Record) -> Event:
    status = fields.status(facts.get("http.response.status_code"))
    failed = (
        fields.mapping(span.get("status")).get("code") in (2, "STATUS_CODE_ERROR") or (status or 0) >= 400
    )
    event = Event("terminal" if failed else "ok", time=span.get("endTimeUnixNano"), status=status)
    if name := _id(span.get("spanId")):
        event.looks, event.link = (("span", name),), "final"
    if parent := _id(span.get("parentSpanId")):  # another instrumentation's span around it tells the same
        event.gives = (("span", parent),)
    kind = facts.get("error.type")
    event.type = fields.api_type(kind)
    event.network = "connection_error" if kind in _LOCAL else None
    event.request_id = fields.text(facts.get("anthropic.request.id"))
    event.model = fields.model(fields.first(facts, "gen_ai.request.model", "llm.model_name"))
    event.resends = fields.count(facts.get("http.request.resend_count"), fields.MOST_RESENDS) or 0
    if event.resends:
        event.retry = {"attempt": event.resends + 1}
    counts = (
        (key, fields.count(facts.get(f"gen_ai.usage.{key}"))) for key in ("input_tokens", "output_tokens")
    )
    usage = {key: number for key, number in counts if number is not None}
    event.usage = usage or None
    event.duration_ms = _duration(span)
    return _from_exception(event, span)


def _duration(span: Record) -> float | None:
    """Return how long a span took, in milliseconds."""
    begun, ended = fields.number(span.get("startTimeUnixNano")), fields.number(span.get("endTimeUnixNano"))
    return (ended - begun) / 1e6 if begun is not None and ended is not None and ended > begun > 0 else None


def _from_exception(event: Event, span: Record) -> Event:
    # Other instrumentations add the exception as an event of the span.
    for item in fields.items(span.get("events")):
        facts = fields.attributes(fields.mapping(item).get("attributes"))
        words = fields.text(facts.get("exception.message"))
        if words and event.is_error:
            name = fields.text(facts.get("exception.type"))
            return fields.take_text(event, f"{name}: {words}" if name else words)
    said = fields.text(fields.mapping(span.get("status")).get("message"))
    return fields.take_text(event, said) if said and event.is_error and event.type is None else event
