"""Time stamps, levels and logger names before the message of a log line."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 20

_STAMP = (
    r"\[?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z"
    r"| ?[+-]\d\d:?\d\d)?\]?|\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?"
)
# Possessive throughout: a line of blanks or of words is read once, wherever the match ends.
_WORD = r"(?:\[[^\]\n]{0,60}+\]|\(?[\w.:/-]{1,60}+\)?)"
_GAP = r"(?:[ \t]++(?:[-|:][ \t]++)?+|[-|:][ \t]++)"
_LEVEL = r"\[?\(?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b\)?\]?"
_LEVELS = ("TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "ERROR", "CRITICAL", "FATAL")
_PREFIX = pattern(
    rf"^[ \t]*+(?:(?:{_STAMP})[ \t]*+(?:[-|:][ \t]*+)?"
    rf"(?:(?:{_WORD}{_GAP}){{0,4}}?{_LEVEL}[ \t]*+[-|:]*+[ \t]*+(?:{_WORD}[ \t]++[-|][ \t]++)?)?|"
    rf"{_LEVEL}[: ]++)",
    re.M,
)


def read(text: str) -> Seen | None:
    """Take the prefix off every line that has one."""
    text = text.lstrip()
    if not (text[:1] in "[0123456789" or text.startswith(_LEVELS)) or not _PREFIX.match(text):
        return None
    bare = _PREFIX.sub("", text)
    return Seen(rest=bare) if bare and bare != text else None
