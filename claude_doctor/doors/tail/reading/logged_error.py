"""The error a log record holds: a body of the API, an SDK's error written out as an object, or the text of an
exception.
"""

from __future__ import annotations

import re

from claude_doctor import catalogue
from claude_doctor.doors.tail.reading import evidence
from claude_doctor.doors.tail.reading import fields as _fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.model import Signal
    from claude_doctor.doors.tail.reading.event import Event
    from claude_doctor.doors.tail.reading.fields import Record

_ERRORS = (
    "err",
    "error",
    "exception",
    "exc_info",
    "exc",
    "stack_trace",
    "stacktrace",
    "traceback",
    "stack",
    "error_message",
    "reason",
    "cause",
    "error.message",
    "error.stack_trace",
    "exception.message",
    "full_message",
    "errorVerbose",
    "@x",
    "Exception",
    "Error",
    "err_msg",
    "errorMessage",
)
# What only errors of the official SDKs carry, also when nothing else is left of them.
_SDK = ("apiMessage", "requestID", "errorCode", "workspaceID")
MARKS = (
    "Error code:",
    "An error occurred (",
    "anthropic.",
    "API Error",
    "litellm.",
    "api.anthropic.com",
    '"type":"error"',
    "_error",
    "'type': 'error'",
    "Error: ",
    "aiplatform.googleapis",
)
# Those that no sentence about errors in general has.
STRONG = tuple(mark for mark in MARKS if mark not in {"_error", "Error: "})
_BARE = re.compile(r"[\w.:]+")
_ENVELOPE = re.compile(r"[\"']type\\*[\"']: ?\\*[\"']error\\*[\"']")


def take_error(event: Event, record: Record, message: str | None) -> bool:
    """Fill the event from the error a record holds; False when it holds none of the API's or its SDKs'."""
    if record.get("type") == "error" and _fields.is_envelope(record):
        _fields.take_envelope(event, record)
        return True
    body = _fields.envelope_in(record)
    fields = _sdk_fields(record)
    if body is not None:
        _fields.take_envelope(event, body)
    if fields is not None:
        _take_sdk(event, fields, message)
    if body is not None or fields is not None:
        return True
    return any(_take_words(event, words) for words in texts(record))


def _sdk_fields(record: Record) -> Record | None:
    # The error of an SDK written out as an object: under err or error, or its fields are the record
    # (winston).
    for holder in (record.get("err"), record.get("error"), record.get("exception"), record):
        if not isinstance(holder, dict):
            continue
        marks = sum(key in holder for key in _SDK)
        if marks >= 2 or (
            holder is not record
            and (
                marks
                or "responseBody" in holder
                or _fields.api_type(holder.get("type"))
                or _is_class(holder.get("type"))
                or _is_class(holder.get("name"))
            )
        ):
            return holder
    return None


def _is_class(value: object) -> bool:
    return (
        isinstance(value, str) and value[:1].isupper() and value.endswith("Error") and value[:-5] in _CLASSES
    )


_CLOUDS = (
    "calling the InvokeModel",
    "calling the Converse",
    "aiplatform.googleapis",
    "publishers/anthropic",
    "anthropic.claude",
)
_CLASSES = frozenset(
    (
        "Overloaded RateLimit BadRequest Authentication PermissionDenied NotFound Conflict "
        "UnprocessableEntity InternalServer APIConnection APIConnectionTimeout APIUserAbort API Anthropic "
        "RequestTooLarge ServiceUnavailable DeadlineExceeded"
    ).split()
)


def _take_sdk(event: Event, fields: Record, message: str | None) -> None:
    event.status = (
        _fields.status(_fields.first(fields, "status", "statusCode", "status_code")) or event.status
    )
    event.type = event.type or _fields.api_type(fields.get("type"))
    event.code = event.code or _fields.text(fields.get("errorCode"))
    event.request_id = event.request_id or _fields.text(fields.get("requestID"))
    event.message = event.message or _fields.text(fields.get("apiMessage"))
    words = _fields.text(fields.get("message"))
    name = fields.get("type")
    if isinstance(name, str) and name.endswith("Error"):
        event.exceptions = (name,)
    if words and not event.message:
        kept = event.exceptions
        _fields.take_text(event, words)
        event.exceptions = event.exceptions or kept
    if not event.message and message and fields.get("status") is None and "cause" in fields:
        event.network = "connection_error"
    event.message = event.message or message
    if event.status is None and event.type is None and not event.network:
        event.network = _fields.network_of(event) or "connection_error"


def texts(record: Record) -> Iterator[str]:
    """Yield the texts of the errors a record holds, the most telling first."""
    bare = None
    for key in _ERRORS:
        value = record.get(key)
        if value is None:
            continue
        if (
            isinstance(value, list) and value and isinstance(value[-1], dict)
        ):  # structlog: innermost cause last
            value = _chain(value)
        elif (
            isinstance(value, list) and value and all(isinstance(item, str) for item in value)
        ):  # lograge: class and message
            value = ": ".join(value)
        if isinstance(value, dict):
            value = _words(value)
        if isinstance(value, str) and value.strip():
            if bare is None and " " not in value and _BARE.fullmatch(value):
                bare = value  # the name of a class says less than the words beside it
            else:
                yield value
    if bare is not None:
        yield bare
    args = record.get("args")
    if isinstance(args, list):
        yield from (item for item in args if isinstance(item, str))


def _chain(items: list[object]) -> str:
    outer = next((item for item in items if isinstance(item, dict)), {})
    return f"{outer.get('exc_type', 'Error')}: {outer.get('exc_value', '')}"


def _words(value: Record) -> str | None:
    several = value.get("values")  # Sentry: the innermost last
    if isinstance(several, list) and several and isinstance(several[-1], dict):
        value = several[-1]
    message = _fields.text(_fields.first(value, "message", "exc_value", "value", "msg", "stack"))
    name = _fields.text(_fields.first(value, "exc_type", "name", "kind", "class", "type"))
    if message and name and name.replace(".", "").isalnum() and not message.startswith(name):
        return f"{name}: {message}"
    return message


def _take_words(event: Event, words: str) -> bool:
    """Fill the event from an error's text when it is the API's or an SDK's."""
    if not any(mark in words for mark in MARKS) and "Error" not in words and not evidence.is_ours(words):
        return False
    signal = _fields.seen(words)
    ours = (
        signal.ours
        or "anthropic" in words
        or any(mark in words for mark in _CLOUDS)
        or any(name in _fields.IMPLIED for name in signal.types)
        or "Error code:" in words
    )
    known = any(_is_class(name.rsplit(".", 1)[-1]) and name != "APIError" for name in signal.exceptions)
    if not (ours or known) or (signal.foreign and not _ENVELOPE.search(words)):
        return False
    if not (known or signal.status or signal.types) and not _says_what(words, signal):
        return False  # Claude is only named in it
    if signal.status and signal.ours and event.status != signal.status:
        event.status = signal.status  # beside it stands what one's own server answered
    _fields.take_text(event, words)
    return True


def _says_what(words: str, signal: Signal) -> bool:
    # An error that has neither status nor type nor class, yet words that the catalogue knows.
    if "anthropic." in words or "API" in words or any(mark in words for mark in _CLOUDS):
        return True
    found = catalogue.diagnose(signal)
    return bool(found) and found[0].confidence != "guess"
