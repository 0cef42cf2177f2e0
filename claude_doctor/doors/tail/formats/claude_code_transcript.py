"""Claude Code's transcripts (`~/.claude/projects/*/*.jsonl`): retries, final errors, answers; everything else
is no error.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 130
TAKES = dict
_RETRIES = ("api_error", "error")
_KINDS = frozenset(
    (
        "user",
        "assistant",
        "system",
        "summary",
        "attachment",
        "progress",
        "queue-operation",
        "file-history-snapshot",
        "custom-title",
        "pr-link",
        "tag",
        "agent-name",
        "last-prompt",
    )
)
# "hit your 5-hour limit", "reached your Opus limit"; but "temporarily limiting requests (not your usage
# limit)" is the API.
_PLAN = re.compile(r"\b(?:hit|reached) your [\w' -]{0,40}limit\b|\busage limit reached\b", re.I)
_USAGE = ("input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")


def read(record: Record) -> Event | None:  # noqa: PLR0911  # each return is one kind of line
    """Return what a line says about the API; quoted errors in prompts and failed tools are noise."""
    kind = record.get("type")
    if (
        not isinstance(kind, str)
        or kind not in _KINDS
        or "hook_event_name" in record
        or ("session_id" in record and "sessionId" not in record)
    ):
        return None
    if (
        kind == "system"
        and record.get("subtype") in ("api_retry", "api_error")
        and "attempt" in record
        and "sessionId" not in record
    ):
        return None  # of the stream, cut by jq
    if kind == "system" and record.get("subtype") in _RETRIES:
        return _placed(_retry(record), record)
    if kind == "assistant" and record.get("isApiErrorMessage") is True:
        return _placed(_final(record), record)
    if kind == "assistant" and not isinstance(record.get("message"), dict):
        return None
    if kind == "assistant" and "is_api_error_message" in record:
        return None
    if kind == "user" and _is_copy(record):
        return _placed(Event("duplicate"), record)
    if kind in {"user", "assistant", "system"} or not ({"level", "severity", "levelname"} & record.keys()):
        return _placed(_answer(record) or Event("noise"), record)
    return None


def _is_copy(record: Record) -> bool:
    """Whether a tool's result is the failure of a subagent, which its own transcript holds."""
    said = record.get("toolUseResult")
    return (
        isinstance(said, str)
        and said.startswith(("Error: API Error: ", "API Error: "))
        and "isSidechain" not in record
    )


def _placed(event: Event, record: Record) -> Event:
    event.time = record.get("timestamp")
    event.platform = "claude-code"
    if event.kind == "noise":
        return event
    identity, parent = fields.plain(record.get("uuid")), fields.plain(record.get("parentUuid"))
    session = ("open", *(fields.plain(record.get(key)) for key in ("sessionId", "agentId", "isSidechain")))
    event.looks = (("uuid", parent), ("parent", parent), session) if parent else (session,)
    event.gives = tuple(key for key in (("uuid", identity), ("parent", parent), session) if key[1])
    event.same = fields.text(fields.mapping(record.get("message")).get("id")) or fields.text(identity)
    return event


def _retry(record: Record) -> Event:
    event = Event("retry")
    error = record.get("error")
    if isinstance(error, str):
        return _timed(fields.take_text(event, error), record)
    error = fields.mapping(error)
    event.status = fields.status(error.get("status"))
    event.request_id = fields.text(fields.first(error, "requestId", "requestID"))
    inner = fields.mapping(error.get("error"))
    if inner:
        fields.take_envelope(event, error)
        gateway = inner.get("code")
        event.status = event.status or fields.status(gateway)
    elif words := fields.text(error.get("message")) or fields.text(error.get("formatted")):
        fields.take_text(event, words)
    _network(event, error, record)
    return _timed(event, record)


def _network(event: Event, error: Record, record: Record) -> None:
    for holder in (error.get("connection"), error.get("cause"), record.get("cause")):
        code = fields.mapping(holder).get("code")
        if isinstance(code, str) and not event.status:
            event.network = code
            event.message = event.message or fields.text(fields.mapping(holder).get("message")) or code


def _timed(event: Event, record: Record) -> Event:
    names = (("attempt", "retryAttempt"), ("max", "maxRetries"), ("delay_ms", "retryInMs"))
    found = {name: fields.number(record.get(key)) for name, key in names}
    event.retry = {name: value for name, value in found.items() if value is not None} or None
    return event


def _final(record: Record) -> Event:
    event = Event(
        "terminal",
        status=fields.status(record.get("apiErrorStatus")),
        request_id=fields.text(record.get("requestId")),
    )
    error = record.get("error")
    event.cc_category = error if isinstance(error, str) else None
    shown = _text_of(record)
    details = fields.text(record.get("errorDetails"))
    if details:
        fields.take_text(event, details)
        event.api_message, event.message = event.message, shown or event.message
    elif shown:
        fields.take_text(event, shown)
        event.message = event.message if event.type else shown
    if record.get("quotaLimits") or (event.cc_category == "rate_limit" and _PLAN.search(shown or "")):
        event.hint = "claude_plan_usage_limit"
    return event


def _text_of(record: Record) -> str | None:
    content = fields.mapping(record.get("message")).get("content")
    if isinstance(content, str):
        return content
    for block in content if isinstance(content, list) else ():
        if isinstance(block, dict) and isinstance(block.get("text"), str):
            return str(block["text"])
    return None


def _answer(record: Record) -> Event | None:
    message = fields.mapping(record.get("message"))
    usage = message.get("usage")
    model = fields.model(message.get("model"))
    if record.get("type") != "assistant" or not isinstance(usage, dict) or not model:
        return None
    event = Event("ok", model=model, request_id=fields.text(record.get("requestId")))
    event.usage = {key: usage[key] for key in _USAGE if isinstance(usage.get(key), int)} or None
    return event
