"""Any structured logger: a level and a message, the error under err, error, exception, exc_info or stack (pino, winston, slog, structlog ...)."""

from __future__ import annotations

import re

from claude_doctor import catalogue
from claude_doctor.doors.tail.reading import fields as _fields
from claude_doctor.doors.tail.reading.event import Event, Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.base.model import Signal
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 300
TAKES = dict
_LEVELS = ("level", "levelname", "severity", "lvl", "log.level", "loglevel", "level_name", "@l", "Level", "SeverityText")
_MESSAGES = ("message", "msg", "event", "text", "short_message", "@m", "@mt", "RenderedMessage", "MessageTemplate", "Message", "Body")
# Where loggers put what was given beside the message.
_EXTRA = ("fields", "attributes", "extra", "extra_fields", "mdc", "labels")
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
_STATUSES = (
    "status",
    "status_code",
    "statusCode",
    "response_status_code",
    "http_status",
    "httpStatus",
    "api_error_status",
    "http.response.status_code",
    "http_code",
)
_TYPES = ("error_type", "err_type", "errorType", "error_kind", "err_kind")
# What only errors of the official SDKs carry, also when nothing else is left of them.
_PLACES = ("path", "url", "uri", "route", "http.route", "endpoint", "host", "http.url", "url.full")
_SDK = ("apiMessage", "requestID", "errorCode", "workspaceID")
_MARKS = (
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
_SHORT = 200
_CALM = frozenset(("trace", "debug", "info", "notice", "information", "verbose", "10", "20", "30"))
_OUR_URLS = ("anthropic", "claude", "/v1/messages", "bedrock", "aiplatform", "://localhost", "://127.0.0.1", "openrouter", "/v1/complete")
_JUST_BEFORE = re.compile(r"(?:anthropic|claude)(?: API)?(?: \w+){0,2}\W{0,3}$", re.I)
_BARE = re.compile(r"[\w.:]+")
_NAME = re.compile(r"[Aa]nthropic|claude|Claude (?:API|request|call)")
_ENVELOPE = re.compile(r"[\"']type\\*[\"']: ?\\*[\"']error\\*[\"']")


def read(record: Record) -> Event | Inner | None:
    """Return the failure a log record tells of, hand its message on, or call it noise."""
    record = _flat(record)
    level = _fields.first(record, *_LEVELS)
    message = _fields.first(record, *_MESSAGES)
    time = _fields.time_of(record)
    bare = level is None and time is None  # what stands in a wrapper may have left both to it
    if bare and not isinstance(message, str):
        return None
    status = _fields.status(_fields.first(record, *_STATUSES))
    event = Event("terminal", time=time, status=status, format=_flavour(record))
    event.model = _fields.model_of(record)
    event.request_id = _fields.request_id(record)
    if _found(event, record, message if isinstance(message, str) else None):
        return Event("noise", time=time) if _fields.elsewhere(record) or _other_url(record) else event
    if bare:
        return None
    if status is not None and status < 400:
        return _quiet(event, "ok")
    if isinstance(message, str) and any(mark in message for mark in _MARKS) and not _fields.elsewhere(record):
        held = Inner(message, time)
        held.model, held.format = event.model, event.format
        if (status is not None and _names_us(record, message)) or (status is None and _states(event, record, level, message)):
            event.message = message
            held.otherwise = event
        return held
    if status is not None and level is None and message is None and not _asks_us(record):
        return None
    if (status is not None and _speaks_of_us(record) and not _fields.elsewhere(record)) or _states(event, record, level, message):
        event.message = event.message or _fields.text(message) or next(_texts(record), None)
        event.type = event.type or _fields.api_type(_fields.first(record, *_TYPES))
        return event
    return _quiet(event, "noise") if level is not None else None


def _states(event: Event, record: Record, level: object, message: object) -> bool:
    """Whether the message of a failure itself states a status with its words; the event takes it."""
    if not isinstance(message, str) or str(level).lower() in _CALM or _fields.elsewhere(record):
        return False
    said = _fields.REASONED.search(message)
    if said is not None and _is_asked(record, message[: said.start()]):
        event.status = int(said[1])
        return True
    served = _fields.SERVED.search(message) if "nthropic" in message or "laude" in message else None
    if served is not None:
        event.status = int(served[1] or served[2])
    return served is not None


def _flat(record: Record) -> Record:
    for name in _EXTRA:
        inner = record.get(name)
        if isinstance(inner, dict) and inner:
            record = {**inner, **record}
    meta = record.get("_meta")  # tslog numbers what it was given
    if isinstance(meta, dict) and "0" in record:
        given = [record[key] for key in ("0", "1", "2") if key in record]
        record = {
            "level": meta.get("logLevelName"),
            "time": meta.get("date"),
            "message": next((item for item in given if isinstance(item, str)), ""),
            "err": next((item for item in given if isinstance(item, dict)), None),
        }
    context = record.get("context")  # Monolog's holds the exception
    if isinstance(context, dict) and ("exception" in context or "error" in context):
        record = {**context, **record}
    return record


def _quiet(event: Event, kind: str) -> Event:
    event.kind, event.is_error = kind, False
    return event


def _found(event: Event, record: Record, message: str | None) -> bool:
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
    return any(_take_words(event, words) for words in _texts(record))


def _sdk_fields(record: Record) -> Record | None:
    # The error of an SDK written out as an object: under err or error, or its fields are the record (winston).
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
    return isinstance(value, str) and value[:1].isupper() and value.endswith("Error") and value[:-5] in _CLASSES


_CLOUDS = ("calling the InvokeModel", "calling the Converse", "aiplatform.googleapis", "publishers/anthropic", "anthropic.claude")
_CLASSES = frozenset(
    "Overloaded RateLimit BadRequest Authentication PermissionDenied NotFound Conflict UnprocessableEntity InternalServer APIConnection APIConnectionTimeout APIUserAbort API Anthropic RequestTooLarge ServiceUnavailable DeadlineExceeded".split()
)


def _take_sdk(event: Event, fields: Record, message: str | None) -> None:
    event.status = _fields.status(_fields.first(fields, "status", "statusCode", "status_code")) or event.status
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


def _texts(record: Record) -> Iterator[str]:
    bare = None
    for key in _ERRORS:
        value = record.get(key)
        if value is None:
            continue
        if isinstance(value, list) and value and isinstance(value[-1], dict):  # structlog: innermost cause last
            value = _chain(value)
        elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):  # lograge: class and message
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
    if not any(mark in words for mark in _MARKS) and "Error" not in words:
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


def _names_us(record: Record, message: str) -> bool:
    where = (message, *(record.get(key) for key in ("logger", "event", "provider", "target", "name")))
    return any("anthropic" in word.lower() or "claude" in word.lower() for word in where if isinstance(word, str))


def _is_asked(record: Record, before: str) -> bool:
    # The words in front of a status name Claude, or a field says who was asked; the names of loggers and services do not.
    if _JUST_BEFORE.search(before):
        return True
    where = (record.get(key) for key in ("provider", "vendor", "app", "ai_org"))
    return any("anthropic" in word.lower() or "claude" in word.lower() for word in where if isinstance(word, str))


def _asks_us(record: Record) -> bool:
    # A record without level and words is a row of some table: of our requests when it names whom was asked.
    return any(_NAME.search(word) for word in map(str, record.values()) if len(word) < _SHORT)


def _other_url(record: Record) -> bool:
    """Whether the error of an HTTP client holds the URL of another service, whose body may look like the API's (Stripe's does)."""
    for holder in (record.get("err"), record.get("error")):
        if isinstance(holder, dict):
            url = holder.get("url") or _fields.mapping(holder.get("config")).get("url")
            if isinstance(url, str) and url.startswith("http") and not any(mark in url for mark in _OUR_URLS):
                return True
    return False


def _speaks_of_us(record: Record) -> bool:
    # An error status beside a message is an outcome; beside a path of some other server it is that server's access log.
    if "controller" in record and "action" in record:
        return False  # Rails' own route, whatever its name
    request = record.get("request", record.get("req"))
    holders = (record, request) if isinstance(request, dict) else (record,)
    where = " ".join(str(held[key]) for held in holders for key in _PLACES if key in held)
    if where == "messages":
        return _is_asked(record, "")
    return not where or "v1/messages" in where or "anthropic" in where or "claude" in where


def _flavour(record: Record) -> str:
    if isinstance(record.get("level"), int):
        return "bunyan" if record.get("v") == 0 and "name" in record else "pino"
    if "levelname" in record or "asctime" in record:
        return "python_json_logger"
    if "event" in record:
        return "structlog"
    if "msg" in record and "time" in record:
        return "go_slog"
    if "logger" in record:
        return "stdlib_json"
    if "timestamp" in record and "message" in record and isinstance(record.get("level"), str) and record["level"].islower():
        return "winston"
    return "js_plain" if isinstance(record.get("error"), dict) and "ts" in record else "structured_log"
