"""`claude -p --output-format stream-json`: retries, the final error, and a result that is an error in spite
of `success`.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 140
TAKES = dict
_KINDS = (
    "system",
    "assistant",
    "user",
    "result",
    "stream_event",
    "rate_limit_event",
    "control_request",
    "control_response",
)


def read(record: Record) -> Event | None:
    """Return what a line says about the API."""
    kind = record.get("type")
    subagent = record.get("subagent_retry")
    if isinstance(subagent, dict) and kind == "tool_progress":
        record, kind = (
            {"type": "system", "subtype": "api_retry", "session_id": subagent.get("agent_id"), **subagent},
            "system",
        )
    if kind not in _KINDS:
        return None
    event = _event(record, str(kind))
    event.platform = "claude-code"
    event.time = fields.first(record, "timestamp")
    if event.kind != "noise":
        event.looks = event.gives = (
            ("session", *(fields.plain(record.get(key)) for key in ("session_id", "parent_tool_use_id"))),
        )
        event.link = "result" if kind == "result" else ""
        event.same = fields.text(fields.mapping(record.get("message")).get("id")) or fields.text(
            record.get("uuid")
        )
    return event


def _event(record: Record, kind: str) -> Event:
    if kind == "system" and record.get("subtype") in ("api_retry", "api_error"):
        return _retry(record)
    if kind == "assistant" and (
        record.get("is_api_error_message") is True or record.get("isApiErrorMessage") is True
    ):
        return _final(record)
    if kind == "result" and record.get("is_error") is True:
        return _result(record)
    if kind == "assistant":
        return _answer(record)
    return Event("noise")


def _retry(record: Record) -> Event:
    event = Event("retry", status=fields.status(fields.first(record, "error_status", "status_code")))
    error = record.get("error")
    event.cc_category = error if isinstance(error, str) else None
    names = (
        ("attempt", ("attempt", "retry_attempt")),
        ("max", ("max_retries",)),
        ("delay_ms", ("retry_delay_ms", "retry_in_ms")),
    )
    found = {name: fields.number(fields.first(record, *keys)) for name, keys in names}
    event.retry = {name: value for name, value in found.items() if value is not None} or None
    event.request_id = fields.request_id(record)
    event.message = fields.text(fields.first(record, "display_message", "message"))
    return event


def _final(record: Record) -> Event:
    event = Event(
        "terminal", status=fields.status(record.get("api_error_status")), request_id=fields.request_id(record)
    )
    error = record.get("error")
    event.cc_category = error if isinstance(error, str) else None
    content = fields.mapping(record.get("message")).get("content")
    words = (
        content
        if isinstance(content, str)
        else next((b["text"] for b in fields.items(content) if isinstance(b, dict) and "text" in b), None)
    )
    if isinstance(words, str):
        fields.take_text(event, words)
        event.message = event.message if event.type else words
    return event


def _result(record: Record) -> Event:
    status = fields.status(record.get("api_error_status"))
    words = fields.text(record.get("result"))
    if status is None and record.get("terminal_reason") != "api_error" and "API Error" not in (words or ""):
        return Event("noise")  # too many turns, a failed hook: the run failed, not the API
    event = Event("terminal", status=status)
    if words:
        fields.take_text(event, words)
        event.message = event.message if event.type else words
    return event


def _answer(record: Record) -> Event:
    message = fields.mapping(record.get("message"))
    usage, model = message.get("usage"), fields.model(message.get("model"))
    if not isinstance(usage, dict) or not model:
        return Event("noise")
    found = {key: value for key, value in usage.items() if key.endswith("_tokens") and isinstance(value, int)}
    return Event("ok", model=model, usage=found or None, request_id=fields.request_id(record))
