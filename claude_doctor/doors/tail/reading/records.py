"""One log record -> the failure it tells of, with evidence whose it is: as its names stand, then by what they
mean.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import evidence, logged_error, meaning
from claude_doctor.doors.tail.reading import fields as _fields
from claude_doctor.doors.tail.reading.event import Event, Inner
from claude_doctor.doors.tail.reading.told import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

_LEVELS = (
    "level",
    "levelname",
    "severity",
    "lvl",
    "log.level",
    "loglevel",
    "level_name",
    "@l",
    "Level",
    "SeverityText",
)
_MESSAGES = (
    "message",
    "msg",
    "event",
    "text",
    "short_message",
    "@m",
    "@mt",
    "RenderedMessage",
    "MessageTemplate",
    "Message",
    "Body",
)
# Where loggers put what was given beside the message.
_EXTRA = ("fields", "attributes", "extra", "extra_fields", "mdc", "labels")
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
_PLACES = ("path", "url", "uri", "route", "http.route", "endpoint", "host", "http.url", "url.full")
_SHORT = 200
# The keys of the commonest shapes, of which each line is a request of its own.
_PLAIN = frozenset(
    "timestamp category status_code message context request ts level status request_id body model".split()
)
_MOST = (
    "max",
    "max_attempts",
    "maxAttempts",
    "max_retries",
    "maxRetries",
    "of",
    "attempts_max",
    "total_attempts",
)
# The AI SDK sent it so often itself, and logs only the end.
_SEVERAL = re.compile(r"(?:\A|RetryError: )Failed after ([1-9]\d{0,2}) attempts\b")
_AGAIN = re.compile(
    r"\bretry(?:ing)?\b|\bwill (?:re)?try\b|\bback(?:ing)?[ -]?off\b|\btry(?:ing)? again\b", re.I
)
# The API's own sentences: where a record holds nothing else but time, level and status, they say whose it is.
_OWN = {"Overloaded": 529, "Internal server error": 500}
_BARE = 4
_CALM = frozenset(("trace", "debug", "info", "notice", "information", "verbose", "10", "20", "30"))
_OUR_URLS = (
    "anthropic",
    "claude",
    "/v1/messages",
    "bedrock",
    "aiplatform",
    "://localhost",
    "://127.0.0.1",
    "openrouter",
    "/v1/complete",
)
_JUST_BEFORE = re.compile(r"(?:anthropic|claude)(?: API)?(?: \w+){0,2}\W{0,3}$", re.I)
_NAME = re.compile(r"[Aa]nthropic|claude|Claude (?:API|request|call)")


def read(record: Record) -> Event | Inner | None:
    """Return the failure a record tells of, hand its message on, or call it noise; None when it is no log
    record.
    """
    found = _as_named(record)
    if not (found is None or isinstance(found, Inner) or found.kind != "noise" or found.other):
        found = general(record) or found
    return (
        _retold(found, record)
        if isinstance(found, Event) and found.is_error and not record.keys() <= _PLAIN
        else found
    )


def _retold(event: Event, record: Record) -> Event:
    """Say how often the request was sent, and of which loop of one's own the record is an attempt."""
    said = (event.message or "", *logged_error.texts(record))
    if several := next((found for words in said if (found := _SEVERAL.search(words[:_SHORT]))), None):
        event.resends = event.resends or min(int(several[1]), _fields.MOST_RESENDS) - 1
    event.block = -1
    number = _fields.count(
        _fields.first(
            record, "attempt", "retry", "retry_count", "retryCount", "attempt_number", "attemptNumber", "try"
        ),
        _fields.MOST_RESENDS,
    )
    most = _fields.count(_fields.first(record, *_MOST), _fields.MOST_RESENDS)
    if number and most and not event.looks and event.kind in {"terminal", "retry"}:
        event.retry = {**(event.retry or {}), "attempt": number, "max": most}
        event.kind = "retry" if number < most else event.kind
        event.looks = (("turn", most, number - 1),) if number > 1 else ()
        event.gives = (("turn", most, number),) if event.kind == "retry" else ()
    elif (
        number
        and not event.looks
        and not event.gives
        and event.kind in {"terminal", "retry"}
        and _AGAIN.search(_words_of(record))
    ):
        event.retry = {**(event.retry or {}), "attempt": number}
        event.kind = "retry"
        event.looks = (("turn", None, number - 1),) if number > 1 else ()
        event.gives = (("turn", None, number),)
    elif took := _fields.count(_fields.first(record, "tries", "attempts"), _fields.MOST_RESENDS):
        event.took = took if took > 1 else 0
    return event


def _words_of(record: Record) -> str:
    """Return the message of a record, as far as it is looked at for words of a retry."""
    message = _fields.first(record, *_MESSAGES)
    return message[:_SHORT] if isinstance(message, str) else ""


def general(record: Record) -> Event | Inner | None:
    """Return the failure that a record tells of under whatever names; None when nothing in it speaks of
    Claude.
    """
    ours = evidence.speaks(record) or (
        len(record) <= _BARE and any(value in _OWN for value in record.values() if isinstance(value, str))
    )
    named = meaning.plain(record) if ours else None
    if named is None or _is_own_route(record):
        return None
    found = _as_named(named)
    if isinstance(found, Event) and not found.is_error:
        found = _together(named)
    if found is not None:
        found.format = "any_record"
    return found


def _together(named: Record) -> Event | None:
    """Return the failure that message, error and type tell of together: `claude call failed` and `429 Too
    Many Requests`.
    """
    level = str(named.get("level")).lower()
    if level in _CALM or _fields.elsewhere(named):
        return None
    parts = (named.get("provider"), named.get("message"), next(logged_error.texts(named), None))
    words = ": ".join(item for item in parts if isinstance(item, str))
    event = told(f"error {words}" if parts[2] else words) or (
        Event("terminal", message=named.get("message")) if "error_type" in named else None
    )
    if event is None:
        return None
    event.type = event.type or _fields.api_type(named.get("error_type"))
    event.time = _fields.time_of(named)
    event.model = event.model or _fields.model_of(named)
    event.request_id = event.request_id or _fields.request_id(named)
    return event


def _as_named(record: Record) -> Event | Inner | None:  # noqa: PLR0911  # each return is one kind of record
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
    event.request_id = _fields.request_id(record) or meaning.header_id(record)
    if logged_error.take_error(event, record, message if isinstance(message, str) else None):
        return _others(record, time) if _fields.elsewhere(record) or _other_url(record) else event
    if bare:
        return None
    if status is not None and status < 400:
        return _quiet(event, "ok")
    calm = str(level).lower() in _CALM
    if calm and isinstance(message, str) and message.rstrip().endswith("?"):
        return _quiet(event, "noise")  # somebody asks
    if isinstance(message, str) and (held := _handed_on(event, record, level, message)) is not None:
        return held
    if status is not None and level is None and message is None and not _asks_us(record):
        return None
    if _states(event, record, level, message):
        return _said(event, record, message)
    if status is not None and _speaks_of_us(record):
        return _weighed(_said(event, record, message), record)
    return _noise(event, record, level, message)


def _handed_on(event: Event, record: Record, level: object, message: str) -> Inner | None:
    """Return the message to be read as text when it has the marks of an SDK's or the API's error."""
    marks = logged_error.STRONG if str(level).lower() in _CALM else logged_error.MARKS
    if not any(mark in message for mark in marks) or _fields.elsewhere(record):
        return None
    held = Inner(message, event.time)
    held.model, held.format = event.model, event.format
    if (event.status is not None and _names_us(record, message)) or (
        event.status is None and _states(event, record, level, message)
    ):
        event.message = message
        held.otherwise = event
    return held


def _noise(event: Event, record: Record, level: object, message: object) -> Event | None:
    """Return what a record is that tells of no failure of Claude's: another service's, an error not
    understood, or nothing.
    """
    if level is None:
        return None
    if str(level).lower() in _CALM:
        return _quiet(event, "noise")
    return (
        _others(record, event.time)
        if event.status is not None or _fields.elsewhere(record)
        else _unread(event, message)
    )


def _said(event: Event, record: Record, message: object) -> Event:
    event.message = event.message or _fields.text(message) or next(logged_error.texts(record), None)
    event.type = event.type or _fields.api_type(_fields.first(record, *_TYPES))
    return event


def _weighed(event: Event, record: Record) -> Event:
    """Return the failure when the record shows that it is Claude's; what nobody shows is settled when the
    file is read.
    """
    ours, other = evidence.whose(record)
    if ours or (_OWN.get(event.message or "") == event.status and len(record) <= _BARE):
        return event
    if other is not None:
        return _others(record, event.time, other)
    event.maybe = True
    return _quiet(event, "noise")


def _others(record: Record, time: object, name: str | None = None) -> Event:
    """Return the noise that another service's failure is, under its name."""
    event = Event("noise", time=time)
    event.other = name or evidence.whose(record)[1]
    return event


def _unread(event: Event, message: object) -> Event:
    """Return an error of which nothing was understood."""
    event.unread = _fields.text(message) or ""
    return _quiet(event, "noise")


def _is_own_route(record: Record) -> bool:
    """Whether a record is Rails' own route, whatever its name."""
    return {"controller", "action"} <= {meaning.fold(key)[-1] for key in record}


def _states(event: Event, record: Record, level: object, message: object) -> bool:
    """Whether the message of a failure itself states a status with its words; the event takes it."""
    if not isinstance(message, str) or str(level).lower() in _CALM or _fields.elsewhere(record):
        return False
    said = _fields.REASONED.search(message)
    if said is not None and _is_asked(record, message[: said.start()]):
        event.status = int(said[1])
        return True
    if "nthropic" not in message and "laude" not in message:
        return False
    served = _fields.SERVED.search(message)
    if served is not None:
        event.status = int(served[1] or served[2])
        return True
    own = told(message) if event.status is None else None
    if own is None or not (own.status or _fails(record)):
        return False
    event.status, event.kind, event.retry, event.network = own.status, own.kind, own.retry, own.network
    event.message, event.looks, event.gives = own.message, own.looks, own.gives
    event.model = event.model or own.model
    return True


def _fails(record: Record) -> bool:
    """Whether the level of a record is that of an error or a warning."""
    level = str(_fields.first(record, *_LEVELS) or "").lower()
    return level.startswith(("err", "warn", "crit", "fatal", "sev", "alert", "emerg", "panic")) or level in {
        "e",
        "w",
        "f",
        "40",
        "50",
        "60",
    }


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


def _names_us(record: Record, message: str) -> bool:
    where = (message, *(record.get(key) for key in ("logger", "event", "provider", "target", "name")))
    return any(
        "anthropic" in word.lower() or "claude" in word.lower() for word in where if isinstance(word, str)
    )


def _is_asked(record: Record, before: str) -> bool:
    # The words in front of a status name Claude, or a field says who was asked; the names of loggers and
    # services do not.
    if _JUST_BEFORE.search(before):
        return True
    where = (record.get(key) for key in ("provider", "vendor", "app", "ai_org"))
    return any(
        "anthropic" in word.lower() or "claude" in word.lower() for word in where if isinstance(word, str)
    )


def _asks_us(record: Record) -> bool:
    # A record without level and words is a row of some table: of our requests when it names whom was asked.
    return any(_NAME.search(word) for word in map(str, record.values()) if len(word) < _SHORT)


def _other_url(record: Record) -> bool:
    """Whether the error of an HTTP client holds the URL of another service, whose body may look like the
    API's (Stripe's does).
    """
    for holder in (record.get("err"), record.get("error")):
        if isinstance(holder, dict):
            url = holder.get("url") or _fields.mapping(holder.get("config")).get("url")
            if isinstance(url, str) and url.startswith("http") and not any(mark in url for mark in _OUR_URLS):
                return True
    return False


def _speaks_of_us(record: Record) -> bool:
    # An error status beside a message is an outcome; beside a path of some other server it is that server's
    # access log.
    if _is_own_route(record):
        return False
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
    if (
        "timestamp" in record
        and "message" in record
        and isinstance(record.get("level"), str)
        and record["level"].islower()
    ):
        return "winston"
    return "js_plain" if isinstance(record.get("error"), dict) and "ts" in record else "structured_log"
