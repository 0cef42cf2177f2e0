"""What Claude Code shows on the screen: `API Error: 529 {...}`, `API Error (529 {...}) · Retrying in 1
seconds… (attempt 1/10)`.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

RANK = 430
TAKES = str
_RETRY = re.compile(r"Retrying in (\d+(?:\.\d+)?) ?s(?:econds?|ec)?\b")
_ATTEMPT = re.compile(r"\battempt (\d+)/(\d+)")
_LANE = (("open", "screen"),)
_SHELL = re.compile(r"(?:[$%>] )?(?:grep|rg|egrep|awk|sed|jq|cat|echo|ag|tail|head) .*API Error|\|.*\|")
_SHORT = re.compile(r"^\W{0,6}(\d{3}) [A-Z][\w ]{2,40}[·•-] ?Retrying in ")


def read(text: str) -> Event | None:
    """Return the error and whether it is being retried."""
    if _SHELL.match(text):
        return Event("noise")  # somebody looks for such errors, or lists them
    short = _SHORT.match(text)
    if not short and "API Error" not in text:
        return None
    retry = _RETRY.search(text)
    event = Event("retry" if retry else "terminal", platform="claude-code", looks=_LANE, gives=_LANE)
    if short:
        event.status = int(short[1])
        event.message = text[: text.find("Retrying in")].strip(" ·•-")
    else:
        fields.take_text(event, text[text.find("API Error") :])
    if retry:
        event.retry = fields.delay(retry[1]) or {}
        if attempt := _ATTEMPT.search(text, retry.end()):
            event.retry |= fields.attempt(attempt[1], attempt[2])
    return event
