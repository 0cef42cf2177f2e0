"""Taking facts out of decoded records: statuses, API types, envelopes, texts. Nothing here looks inside a
prompt.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import numbers, vendors
from claude_doctor.doors.tail.reading import seen as _seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from claude_doctor.base.model import Signal
    from claude_doctor.doors.tail.reading.event import Event

    Record = dict[str, Any]

# Status by API type, where a body states only the type (the API's table of errors, read 2026-11-20).
IMPLIED = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "conflict_error": 409,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "gateway_timeout_error": 504,
    "overloaded_error": 529,
}
# What readers take from here as well.
mapping, items, number, count, delay, attempt = (
    numbers.mapping,
    numbers.items,
    numbers.number,
    numbers.count,
    numbers.delay,
    numbers.attempt,
)
MOST_RESENDS = numbers.MOST_RESENDS
elsewhere, is_other_model = vendors.elsewhere, vendors.is_other_model
# Where an API envelope may stand inside a record; never below request, messages, input, content or locals.
HOLDERS = (
    "body",
    "response",
    "responseBody",
    "response_body",
    "data",
    "error",
    "err",
    "detail",
    "details",
    "exception",
    "cause",
    "reason",
    "fields",
    "attributes",
    "extra",
    "payload",
    "lastError",
)
TIMES = (
    "timestamp",
    "time",
    "ts",
    "@timestamp",
    "asctime",
    "datetime",
    "date",
    "eventTime",
    "event_time",
    "created_at",
    "@t",
    "Timestamp",
)
# `anthropic-api returned HTTP 529`, `Anthropic API request failed: 429 - ...`, `anthropic: HTTP 401
# Unauthorized`
SERVED = re.compile(
    r"\b(?:anthropic|claude)[\w-]{0,40}(?: API)? (?:returned|responded(?: with)?|answered(?: "
    r"with)?|failed with|gave)(?: an?)? (?:HTTP|status)(?: code)? ?([45]\d\d)\b"
    r"|(?<![/@.])\b(?:anthropic|claude)(?: API)?(?: (?:request|call))?(?: "
    r"(?:error|failed|failure))?(?<= API|rror|iled|lure|opic|aude):? (?:HTTP |status(?: code)? "
    r")?([45]\d\d)"
    r"(?=$|[:,)]| - | [A-Z]| [a-z]+_error\b)",
    re.I,
)
# A status with the words that belong to it.
REASONED = re.compile(
    r"\b([45]\d\d):? \(?(?:Overloaded|Too Many Requests|Internal [Ss]erver [Ee]rror|Unauthorized|Bad "
    r"Request|Service Unavailable|Bad Gateway|Forbidden|Payment Required|Gateway Time)"
)
REQUEST_IDS = ("request_id", "requestId", "requestID", "request-id", "anthropic_request_id", "req_id")
MODELS = ("model", "model_id", "modelId", "gen_ai.request.model", "ai_model")
_RAISED = re.compile(r"^anthropic\.[\w.]*Error: (Connection error\.|Request timed out\.)", re.M)
# The Go SDK's Error(): two blanks where the status has no standard name.
_GO = re.compile(r'\b(?:POST|GET) \\*"https?://[^"]+": (\d{3})\b')
_CONNECTION = re.compile(
    (
        r"connection error|connection failed|connection reset|connect "
        r"timeout|econn|enotfound|etimedout|eai_again|socket|other side closed|server disconnected|peer "
        r"closed|getaddrinfo|name or service|remoteprotocol|fetch failed|certificate|unable to connect"
    ),
    re.I,
)


def status(value: object) -> int | None:
    """Return an HTTP status given as number or text, else None; of several (`529, 200`) the last."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        value = value.rpartition(",")[2].strip()
        value = int(value) if len(value) == 3 and value.isascii() and value.isdigit() else None
    return value if isinstance(value, int) and 100 <= value <= 599 else None


def text(value: object) -> str | None:
    """Return a text that is not empty, else None."""
    return value if isinstance(value, str) and value.strip() else None


def api_type(value: object) -> str | None:
    """Return a value only when it is an error.type the API is known to send."""
    return value if isinstance(value, str) and value in IMPLIED else None


def plain(value: object) -> str | int | None:
    """Return a value that is a text or a number, and so fit to be a key, else None."""
    return value if isinstance(value, str | int) else None


def first(record: Mapping[str, Any], *names: str) -> Any:
    """Return the first value of several keys that is there and not null."""
    for name in names:
        value = record.get(name)
        if value is not None:
            return value
    return None


def time_of(record: Mapping[str, Any]) -> object:
    """Return the time of a record as it is written."""
    return first(record, *TIMES)


def model(value: object) -> str | None:
    """Return a model's name; `<synthetic>` and the like are none."""
    return value if isinstance(value, str) and value and not value.startswith("<") else None


def request_id(record: Mapping[str, Any]) -> str | None:
    """Return the request id at the top of a record."""
    for name in REQUEST_IDS:
        value = record.get(name)
        if isinstance(value, str) and value:
            return value
    return None


def model_of(record: Mapping[str, Any]) -> str | None:
    """Return the model a logger put beside or into its extra fields."""
    for holder in (
        record,
        mapping(record.get("request")),
        mapping(record.get("extra")),
        mapping(record.get("context")),
    ):
        found = model(first(holder, *MODELS))
        if found:
            return found
    return None


def is_envelope(record: Mapping[str, Any]) -> bool:
    """Whether an object is an API error body: type `error` around an object,
    or nothing but such an object.
    """
    error = record.get("error")
    if not isinstance(error, dict):
        return False
    if isinstance(error.get("error"), dict):
        return is_envelope(error)
    return (record.get("type") == "error" and ("type" in error or "message" in error)) or (
        api_type(error.get("type")) is not None and isinstance(error.get("message"), str)
    )


def envelope_in(record: Mapping[str, Any], depth: int = 3) -> Record | None:
    """Return the API envelope inside a record, at most three holders deep."""
    for key in HOLDERS:
        value = record.get(key)
        if isinstance(value, str) and value[:1] == "{" and '"error"' in value:
            value = decoded(value)
        if not isinstance(value, dict):
            continue
        if is_envelope(value):
            return value
        if depth > 1 and (found := envelope_in(value, depth - 1)):
            return found
    return None


def decoded(body: str) -> object:
    """Return the JSON value of a text, or None."""
    import json

    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def take_envelope(event: Event, body: Mapping[str, Any]) -> Event:
    """Fill an event from an API error body; what the innermost envelope says wins."""
    error = mapping(body.get("error"))
    while isinstance(error.get("error"), dict):
        event.request_id = request_id(error) or event.request_id
        error = error["error"]
    event.type = text(error.get("type")) or event.type
    event.message = text(error.get("message")) or event.message
    code = mapping(error.get("details")).get("error_code")
    event.code = code if isinstance(code, str) else event.code
    event.request_id = request_id(body) or event.request_id
    return event


def take_text(event: Event, words: str) -> Event:
    """Fill an event from a text with the readers that `explain` uses."""
    signal = seen(words)
    event.signal = signal
    event.exceptions = signal.exceptions
    event.status = event.status or signal.status
    event.type = event.type or _plausible(signal)
    event.code = event.code or signal.error_code
    if event.status is None and (go := _GO.search(words)):
        event.status = int(go[1])
    event.message = event.message or _outer_words(signal, words) or signal.message or words.strip()
    found = _own_id(signal.request_id)
    if found and (
        event.request_id is None or (found.startswith("req_") and not event.request_id.startswith("req_"))
    ):
        event.request_id = found
    if signal.platform not in (None, "claude-api"):
        event.platform = signal.platform
    return event


def _outer_words(signal: Signal, words: str) -> str | None:
    # A chain of causes is diagnosed by its innermost cause, but the error that was raised is the one to show.
    if len(signal.exceptions) < 2:
        return None
    raised = list(_RAISED.finditer(words))
    return raised[-1][1] if raised and "exception" in words else None


def _own_id(found: str | None) -> str | None:
    return found if found and ("_" in found or "-" in found) else None


def _plausible(signal: Signal) -> str | None:
    # AWS and Google names are codes of their clouds, class names are no types.
    name = signal.type
    return name if name and (name in IMPLIED or (name.endswith("_error") and name.islower())) else None


def seen(words: str) -> Signal:
    """Return what the text readers see in a text, of a very long one in its two ends."""
    if len(words) > 65536:
        words = f"{words[:16384]}\n{words[-49152:]}"
    return _seen.seen(words)


def network_of(event: Event) -> str | None:
    """Return the name of a network failure that an error without a status is, or None."""
    if event.network or event.status or event.status_inferred or event.type:
        return event.network
    names = " ".join(event.exceptions)
    if (
        "APIConnectionError" in names
        or "ConnectError" in names
        or "ConnectionError" in names
        or "APITimeoutError" in names
    ):
        return "connection_error"
    return "connection_error" if event.message and _CONNECTION.search(event.message) else None


def attributes(given: object) -> Record:
    """Return OTLP attributes (a list of key and typed value) as an object; numbers written as text become
    numbers.
    """
    return dict(_attributes(given))


def _attributes(given: object) -> Iterator[tuple[str, Any]]:
    for item in given if isinstance(given, list) else ():
        holder = mapping(mapping(item).get("value"))
        key = mapping(item).get("key")
        for kind, value in holder.items():
            if isinstance(key, str):
                yield key, number(value) if kind in {"intValue", "doubleValue"} else value
            break
