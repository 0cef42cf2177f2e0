"""Lines of key=value pairs that name Claude: logfmt, LTSV, Rust's tracing, structlog on a terminal, gateways
of agents.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 470
TAKES = str
_PAIR = re.compile(r'(?<![\w.{])([A-Za-z_][\w.]{0,40})=("(?:[^"\\]|\\.)*"|[^\s"]\S*)')
_STATUSES = (
    "status",
    "status_code",
    "statusCode",
    "http_status",
    "upstream_status",
    "http.status_code",
    "http.response.status_code",
)
_WORDS = ("error", "err", "error.error", "error.message", "rawError", "exception")
_OURS = re.compile(r"\banthropic", re.I)
_TOLD = (
    "msg",
    "message",
    "event",
    "provider",
    "providerID",
    "provider_id",
    "url",
    "host",
    "upstream",
    "error",
    "err",
)
_STATED = re.compile(r"\bHTTP (\d{3})\b")


def read(text: str) -> Event | None:
    """Return the failed request when the pairs give a status, or say of an error that Anthropic was asked."""
    if not ("nthropic" in text or "/v1/messages" in text):
        return None
    pairs: Record = (
        {key: value.strip('"') for key, value in _PAIR.findall(text[:8192])}
        if "=" in text
        else _labelled(text)
    )
    if not pairs or fields.elsewhere(pairs) or not _is_ours(text, pairs):
        return None
    status = fields.status(fields.first(pairs, *_STATUSES))
    failed = (status or 0) >= 400 or pairs.get("isError") == "true" or _asked_and_failed(pairs)
    if not failed:
        return None
    event = Event("terminal", status=status)
    event.type = fields.api_type(fields.first(pairs, "error_type", "type", "error.type", "providerErrorType"))
    event.request_id = fields.request_id(pairs) or _short_id(pairs)
    event.model = fields.model(fields.first(pairs, "model", "modelID"))
    event.message = _said(text, pairs)
    if event.status is None and event.message and (stated := _STATED.search(text)):
        event.status = fields.status(stated[1])
    event.network = fields.network_of(event)
    return event


def _short_id(pairs: Record) -> str | None:
    named = pairs.get("req")
    return named if isinstance(named, str) and named.startswith("req_") else None


def _labelled(text: str) -> Record:
    # LTSV: `time:...<TAB>host:...<TAB>status:529`
    cells = text[:8192].split("\t")
    pairs = [cell.partition(":")[::2] for cell in cells]
    return dict(pairs) if len(cells) > 2 and all(key.isidentifier() and value for key, value in pairs) else {}


def _is_ours(text: str, pairs: Record) -> bool:
    # The name of a service that also asks Claude says nothing of one request; its path does, and so do words
    # and hosts.
    path = fields.first(pairs, "path", "uri", "route")
    if path is not None:
        return "v1/messages" in path
    return (
        any(_OURS.search(pairs[key]) for key in _TOLD if key in pairs)
        or _OURS.search(_PAIR.sub("", text[:8192])) is not None
    )


def _asked_and_failed(pairs: Record) -> bool:
    named = fields.first(pairs, "provider", "providerID", "provider_id")
    level = str(fields.first(pairs, "level", "lvl") or "").lower()
    return named == "anthropic" and level in ("error", "fatal") and any(key in pairs for key in _WORDS)


def _said(text: str, pairs: Record) -> str | None:
    # The last field often is a text without quotation marks, up to the end of the line.
    for key in _WORDS:
        if key in pairs:
            at = text.find(f" {key}=") + len(key) + 2
            return (
                str(pairs[key]) if text[at : at + 1] == '"' else text[at:].partition(" rawError=")[0].strip()
            )
    return fields.text(fields.first(pairs, "message", "msg", "reason"))
