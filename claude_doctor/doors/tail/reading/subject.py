"""Who says a line of text, which piece of work it is about, and how it begins: what joins lines of a loop."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Key

_TIME = r"\d[\d:.,TZ/+-]*(?: \d\d:[\d:.,]+(?: ?[+-]\d{4})?)?"
_LEVEL = (
    r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|ERR|CRITICAL|CRIT|FATAL|SEVERE|[DIWEF]|trace"
    r"|debug|info|notice"
    r"|warn(?:ing)?|error|fatal|success|SUCCESS)"
)
# The time, the level, process and thread, in whatever brackets.
_FRONT = re.compile(
    rf"(?:[\W_]*(?:{_TIME}|{_LEVEL}|PID \d+|pid[= ]\d+|\d+|Thread-?\d+|MainThread|--)(?![\w(]))*[\W_]*"
)
_NAMED = re.compile(r"\A([A-Za-z][\w./-]{0,60})(?:\[\d+\])?(?:\]|:(?=\s)|\)| -)[\s\]:-]*")
_WORKERS = re.compile(r"Thread|Worker|MainThread|Pool|PID", re.I)
_UNIT = re.compile(
    r"\b([A-Za-z_][\w.]{0,40})(?: ?#| |\(|[=:/-] ?)[\"']?(\d{1,18}|[0-9a-f]{8}-[0-9a-f-]{27})\b"
    r"(?!\.\d|:\d| ?(?:(?:ms|s|sec|seconds|attempts|tries|times|retries|tokens)\b|[%/]))"
)
_ID = re.compile(
    r"(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])"
    r"|\bjid[=:] ?([0-9a-f]{12,32})\b"
)
# Places in source code and numbers of errors are no pieces of work.
_SOURCE = re.compile(r"\.(?:py|m?js|ts|go|rb|java|kt|rs|php|exs?|pl|cs|cpp|c)$|error$|exception$")
_NO_UNIT = frozenset(
    "attempt attempts try retry tries status code http error after in for of port pid line max left wait "
    "delay "
    "waiting sleeping took within than at retries message thread task-name errno curl version over the "
    "returned got with response v".split()
)
_STARTS = re.compile(
    r"\b(?:start\w*|begin\w*|call(?:ing|s)?|send(?:ing)?|request(?:ing|s)?|retry\w*|attempt\w*"
    r"|try(?:ing)?|wait\w*"
    r"|sleep\w*|connect\w*|ask(?:ing)?|enqueu\w+|queued|queue|picked|fetch(?:ing)?|post(?:ing)?"
    r"|back(?:ing)? ?off"
    r"|schedul\w+|resum\w+|received|accepted|processing|running|launch\w*|shut\w*|listening|loading"
    r"|loaded)\b",
    re.I,
)
_ENDS = re.compile(
    r"\b(?:ok|OK|done|success\w*|succeeded|completed?|finished|recovered|answered|fine|ready"
    r"|\w{3,}(?:ed|ten)|200)\b"
)
_CUT = re.compile(r"[({\[\"':]")


def tag(text: str) -> str:
    """Return the logger, part or program that says a line, empty where none is named."""
    rest = text[_end(text) :]
    while (found := _NAMED.match(rest)) and _WORKERS.search(found[1]):
        rest = rest[found.end() :][_end(rest[found.end() :]) :]
    return found[1] if found else ""


def units(text: str) -> tuple[Key, ...]:
    """Return the pieces of work a line names: long numbers and ids alone, short ones with the word before."""
    words = text[_end(text) :].partition("{")[0]
    found: list[Key] = (
        [("unit", "", name[0]) for name in _ID.finditer(words)] if "-" in words or "jid" in words else []
    )
    for word, number in _UNIT.findall(words):
        low = word.lower()
        if low in _NO_UNIT or _SOURCE.search(low) or (len(number) == 3 and number[0] in "45"):
            continue
        found.append(("unit", "", number) if len(number) >= 4 else ("unit", low, number))
    return tuple(found[:4])


def head(text: str) -> str:
    """Return the words a line begins with, up to the first that may change."""
    rest = text[_end(text) :]
    named = _NAMED.match(rest)
    start = named.end() if named else 0
    words = _CUT.split(rest[start:], maxsplit=1)[0]
    words = re.sub(r"\d+", "#", words).strip()
    return f"{named[1] if named else ''}|{words}" if len(words) >= 8 or named else ""


def is_calm_end(text: str) -> bool:
    """Whether a line without words of failure tells of the end of some work, not of its beginning."""
    rest = text[_end(text) :]
    return bool(rest) and _STARTS.search(rest) is None and _ENDS.search(rest) is not None


def _end(text: str) -> int:
    found = _FRONT.match(text)
    return found.end() if found else 0
