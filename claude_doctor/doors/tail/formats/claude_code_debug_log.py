"""Claude Code's debug log: `TIME [ERROR] API error (attempt 1/11): 529 ...`; eleven are ten retries and the
first try.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

RANK = 420
TAKES = str
_ATTEMPT = re.compile(r"\[ERROR\] API error \(attempt (\d+)/(\d+)\): (?:undefined|(\d{3}))? ?(.*)", re.S)
_LANE = (("open", "debug"),)
_FINAL = re.compile(r"\[ERROR\] Error in API request: (.*)", re.S)


def read(text: str) -> Event | None:
    """Return a failed attempt, or the error that ended the request."""
    if "[ERROR] " not in text[:80]:
        return None
    found = _ATTEMPT.search(text)
    if found:
        event = Event(
            "retry",
            status=int(found[3]) if found[3] else None,
            platform="claude-code",
            looks=_LANE,
            gives=_LANE,
        )
        _say(event, found[4].strip() or found[3])
        event.retry = fields.attempt(found[1], found[2])
        return event
    final = _FINAL.search(text)
    if final:
        event = Event("terminal", platform="claude-code", looks=_LANE, gives=_LANE, link="final")
        _say(event, final[1].strip())
        return event
    return None


def _say(event: Event, words: str | None) -> None:
    if words and "{" in words:
        fields.take_text(event, words)
    else:
        event.message = words
