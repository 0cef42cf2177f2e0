"""Loops of somebody's own: which attempt a failure says it is, and lines of success that say how many
attempts they took.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields, piece
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

_HEAD = 240
_END = 100
_TRY = re.compile(
    (
        r"\b(?P<word>attempt|try|retry|requeue?ing)(?: ?#?|=| \()(?P<at>\d{1,2})(?:(?: ?/ ?| of | out of "
        r")(?P<most>\d{1,2}))?\b(?! ?(?:ms|s|sec|seconds|left|%|\.\d))"
    ),
    re.I,
)
_MOST = re.compile(r"\bmax_?(?:attempts|tries|retries)=(\d{1,2})\b")
# The level of a line of pairs, whose number of attempts alone does not say that another follows.
_OVER_PAIRS = re.compile(r"\b(?:level|lvl|at|severity)=\"?(?:err?or|eror|fatal|crit\w*)\b", re.I)
_LEFT = re.compile(r"\b(\d{1,2}) (?:retries|attempts|tries) (?:left|remaining)\b|\((\d{1,2}) left\)", re.I)
_AFTER = re.compile(r"\bafter (?P<after>\d{1,2}) (?:attempt|tr[iy]|call|request)(?:s|es|\(s\))?", re.I)
_TOOK = re.compile(
    r"\bafter (\d{1,2}) (?:attempt|try|tries|call)(?:s|\(s\))?(?!\w)|\b(?:in|on) (?:try|attempt) "
    r"#?(\d{1,2})\b|, attempt (\d{1,2})\b(?! ?(?:/|of))"
    r"|\((\d{1,2}) (?:tries|attempts|try|attempt)\)|\b(?:attempts|tries)=(\d{1,2})\b",
    re.I,
)
_ANSWERED = re.compile(
    r"\bPOST https://api\.anthropic\.com/v1/messages\W{1,3}20\d\b"
    r"|\bCrawled \(20\d\) <POST https://api\.anthropic\.com/v1/messages>|\[DEBUG\] POST "
    r"https://api\.anthropic\.com/v1/messages\Z|\b[Rr]esponse: \"?20\d "
    r"https://api\.anthropic\.com/v1/messages\b"
)
_BAD = re.compile(
    (
        r"\b(?:ERR|ERROR|CRITICAL|FATAL|WARN|WARNING|SEVERE|fail(?:ed|ure)?|error|warn|warning|gave "
        r"up|giving up|no answer)\b"
    ),
    re.I,
)
_OVER = re.compile(
    (
        r"\bgiving up|\bgave up|\bno more\b|\bexhausted|\bafter \d+ (?:retr|attempt|tr)|\bnot "
        r"retr|\bfall(?:ing)? ?back"
    ),
    re.I,
)
_RESENT = re.compile(r"Retrying request to /v1/messages in \d")
_CALM = frozenset(("trace", "debug", "info", "notice", "information", "10", "20", "30"))
_COUNTS = ("tries", "attempts", "attempt", "try")


def placed(events: list[Event], item: object) -> list[Event]:
    """Return the events of a line with its place in a loop; a line of success becomes an event that closes
    the loop.
    """
    if isinstance(item, str):
        failed = [event for event in events if event.is_error and event.kind in {"terminal", "retry"}]
        for event in failed:
            if not event.link and event.block >= 0 and not event.resends:
                numbered(event, item)
        return (
            events
            if failed or any(event.kind != "noise" or event.link for event in events)
            else _closing(item) or events
        )
    if isinstance(item, dict) and all(event.kind == "noise" and not event.link for event in events):
        return piece.ended(item, _closing_record(item)) or events
    if isinstance(item, dict):
        for event in events:
            if event.is_error:
                piece.placed(event, item)
    return events


def numbered(event: Event, text: str) -> None:
    """Give a failure its place in a loop, where its line says which attempt it was."""
    words = text[:_HEAD].partition("{")[0]
    end = text[-_END:].rpartition("}")[2] if len(text) > len(words) else ""
    found = _TRY.search(words) or _TRY.search(end)
    over = _OVER.search(words) is not None
    if found and not over and all(key[0] == "turn" for key in (*event.looks, *event.gives)):
        named = _MOST.search(words)
        number, most = int(found["at"]), int(found["most"] or (named[1] if named else 0)) or None
        left = _LEFT.search(end) or _LEFT.search(words)
        if left and most is None:
            most = number + int(left[1] or left[2])
        if number < 1:
            return
        event.retry = {**(event.retry or {}), "attempt": number, **({"max": most} if most else {})}
        again = most is None or number < most or (found["word"].lower() == "retry" and number == most)
        if most is None and _OVER_PAIRS.search(words):
            again = False
        event.kind = "retry" if again else "terminal"
        event.looks = (("turn", most, number - 1),) if number > 1 else ()
        event.gives = (("turn", most, number),) if again else ()
    elif after := _AFTER.search(words):
        event.took = int(after["after"])


def _closing(text: str) -> list[Event]:
    head = text[:_HEAD]
    if _ANSWERED.search(head):
        return [Event("noise", link="closes", text=head)]
    found = _TOOK.search(head)
    if not found or _BAD.search(head):
        return []
    took = int(next(number for number in found.groups() if number))
    return [Event("noise", link="closes", took=took)] if took > 1 else []


def _closing_record(record: Record) -> list[Event]:
    level = fields.first(record, "level", "severity", "levelname", "lvl")
    message = fields.first(record, "message", "msg", "event")
    if isinstance(message, str) and _RESENT.match(message):
        return [Event("noise", link="retrying", platform="sdk", time=fields.time_of(record))]
    took = fields.count(fields.first(record, *_COUNTS), fields.MOST_RESENDS)
    if took is None or took < 2 or str(level).lower() not in _CALM:  # the first attempt ends no loop
        return []
    return [Event("noise", link="closes", took=took, block=-1, time=fields.time_of(record))]
