"""Which piece of work a record names (`jobId`, `ticket`, `reqId`): what joins the attempts of a loop whose
records count them, and the record that tells how it ended.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields, subject
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Key
    from claude_doctor.doors.tail.reading.fields import Record

_WORK = frozenset(
    "job task ticket chat conversation document doc item order page image row post case thread clip lead "
    "run jid invoice".split()
)
# Ids of who asks and where, not of what is done.
_NOT = frozenset(
    "pid ppid tid threadid workerid hostid userid accountid tenantid orgid organizationid customerid "
    "projectid workspaceid modelid providerid clientid instanceid podid containerid requestid messageid "
    "spanid deviceid sessionid parentid eventid appid anthropicrequestid apikeyid keyid regionid".split()
)
_NUMBERS = ("attempt", "try", "attempt_number", "attemptNumber", "tries", "attempts")
_CALM = frozenset(("trace", "debug", "info", "notice", "information", "10", "20", "30"))
_WARNS = frozenset(("warn", "warning", "40"))
_LEVELS = ("level", "severity", "levelname", "lvl")
_SPENT = ("usage", "tokens", "output_tokens", "outputTokens", "input_tokens")
_LONGEST = 80
_MOST = 3


def keys(record: Record) -> tuple[Key, ...]:
    """Return the pieces of work that a record names, at most three."""
    found: list[Key] = []
    for name, value in record.items():
        if not isinstance(name, str) or isinstance(value, bool) or not isinstance(value, str | int):
            continue
        low = name.lower().replace("_", "").replace("-", "")
        if (low in _WORK or (low.endswith("id") and len(low) > 2 and low not in _NOT)) and (
            isinstance(value, int) or (0 < len(value) <= _LONGEST and not value.startswith("req_"))
        ):
            found.append(("open", "work", low, value))
    return tuple(found[:_MOST])


def placed(event: Event, record: Record) -> None:
    """Join a failure to the attempts before it of the same work, or to the one that it tells of again."""
    if event.link or event.kind not in {"terminal", "retry"} or not (work := keys(record)):
        return
    number = fields.count(fields.first(record, *_NUMBERS), fields.MOST_RESENDS)
    state = (event.status or event.type or event.network,)
    if number is None:
        event.looks = (*event.looks, *((*key, *state) for key in work))
        event.link = "final" if not event.gives and not event.request_id else ""
        return
    event.units = work
    if number > 1:
        event.looks = (*work, *event.looks)
    event.gives = (*event.gives, *work, *((*key, *state) for key in work))
    if event.kind == "terminal" and _level(record) in _WARNS and not (event.retry or {}).get("max"):
        event.kind = "retry"


def ended(record: Record, found: list[Event]) -> list[Event]:
    """Return the end of the work that a calm record tells of, or what was found of it before."""
    if _level(record) not in _CALM or not (work := keys(record)):
        return found
    if found:
        for event in found:
            event.looks = (*work, *event.looks)
        return found
    message = fields.first(record, "message", "msg", "event")
    status = _status(record)
    fine = (
        any(name in record for name in (*_SPENT, *_NUMBERS))
        or (status is not None and status < 300)
        or (isinstance(message, str) and subject.is_calm_end(message))
    )
    if not fine or (status or 0) >= 400:
        return found
    return [Event("noise", link="closes", looks=work, time=fields.time_of(record))]


def _level(record: Record) -> str:
    return str(fields.first(record, *_LEVELS)).lower()


def _status(record: Record) -> int | None:
    inner = fields.mapping(fields.first(record, "res", "response"))
    return fields.status(
        fields.first(inner, "statusCode", "status") or fields.first(record, "status", "statusCode")
    )
