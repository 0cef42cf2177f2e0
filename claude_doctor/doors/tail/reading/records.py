"""One log record -> the failure it tells of, with evidence whose it is: as its names stand, then by what they
mean.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import addressee, evidence, logged_error, meaning, shapes
from claude_doctor.doors.tail.reading import fields as _fields
from claude_doctor.doors.tail.reading.event import Event, Inner
from claude_doctor.doors.tail.reading.retold import retold
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
_SHORT = 200
# The keys of the commonest shapes, of which each line is a request of its own.
_PLAIN = frozenset(
    "timestamp category status_code message context request ts level status request_id body model".split()
)
# The API's own sentences: where a record holds nothing else but time, level and status, they say whose it is.
_OWN = {"Overloaded": 529, "Internal server error": 500}
_BARE = 4
_CALM = frozenset(("trace", "debug", "info", "notice", "information", "verbose", "10", "20", "30"))


def read(record: Record) -> Event | Inner | None:
    """Return the failure a record tells of, hand its message on, or call it noise; None when it is no log
    record.
    """
    found = _as_named(record)
    if not (found is None or isinstance(found, Inner) or found.kind != "noise" or found.other):
        found = general(record) or found
    return (
        retold(found, record)
        if isinstance(found, Event) and found.is_error and not record.keys() <= _PLAIN
        else found
    )


def general(record: Record) -> Event | Inner | None:
    """Return the failure that a record tells of under whatever names; None when nothing in it speaks of
    Claude.
    """
    ours = evidence.speaks(record) or (
        len(record) <= _BARE and any(value in _OWN for value in record.values() if isinstance(value, str))
    )
    named = meaning.plain(record) if ours else None
    if named is None or addressee.is_own_route(record):
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
    record = shapes.flat(record)
    level = _fields.first(record, *_LEVELS)
    message = _fields.first(record, *shapes.MESSAGES)
    time = _fields.time_of(record)
    bare = level is None and time is None  # what stands in a wrapper may have left both to it
    if bare and not isinstance(message, str):
        return None
    status = _fields.status(_fields.first(record, *_STATUSES))
    event = Event("terminal", time=time, status=status, format=shapes.flavour(record))
    event.model = _fields.model_of(record)
    event.request_id = _fields.request_id(record) or meaning.header_id(record)
    if logged_error.take_error(event, record, message if isinstance(message, str) else None):
        return _others(record, time) if _fields.elsewhere(record) or addressee.is_other_url(record) else event
    if bare:
        return None
    if status is not None and status < 400:
        return _quiet(event, "ok")
    calm = str(level).lower() in _CALM
    if calm and isinstance(message, str) and message.rstrip().endswith("?"):
        return _quiet(event, "noise")  # somebody asks
    if isinstance(message, str) and (held := _handed_on(event, record, level, message)) is not None:
        return held
    if status is not None and level is None and message is None and not addressee.asks_us(record):
        return None
    if _states(event, record, level, message):
        return _said(event, record, message)
    if status is not None and addressee.speaks_of_us(record):
        return _weighed(_said(event, record, message), record)
    return _noise(event, record, level, message)


def _handed_on(event: Event, record: Record, level: object, message: str) -> Inner | None:
    """Return the message to be read as text when it has the marks of an SDK's or the API's error."""
    marks = logged_error.STRONG if str(level).lower() in _CALM else logged_error.MARKS
    if not any(mark in message for mark in marks) or _fields.elsewhere(record):
        return None
    held = Inner(message, event.time)
    held.model, held.format = event.model, event.format
    if (event.status is not None and addressee.names_us(record, message)) or (
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


def _states(event: Event, record: Record, level: object, message: object) -> bool:
    """Whether the message of a failure itself states a status with its words; the event takes it."""
    if not isinstance(message, str) or str(level).lower() in _CALM or _fields.elsewhere(record):
        return False
    said = _fields.REASONED.search(message)
    if said is not None and addressee.is_asked(record, message[: said.start()]):
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


def _quiet(event: Event, kind: str) -> Event:
    event.kind, event.is_error = kind, False
    return event
