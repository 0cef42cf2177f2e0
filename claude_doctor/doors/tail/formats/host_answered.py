"""What a program says that the API's host answered: `api.anthropic.com replied 529, trying again`."""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading.event import Event
from claude_doctor.doors.tail.reading.told import retried

RANK = 463
TAKES = str
_ANSWERED = re.compile(
    r"\bapi\.anthropic\.com (?:replied|answered|returned|responded(?: with)?|gave)(?: HTTP)? ([45]\d\d)\b"
    r"(?![%.]\d| ?(?:ms|bytes|tokens)\b)"
)


def read(text: str) -> Event | None:
    """Return the failure with the status that the host is said to have answered."""
    found = _ANSWERED.search(text[:2000]) if "api.anthropic.com " in text else None
    if found is None:
        return None
    event = Event("terminal", status=int(found[1]), message=text)
    retried(event, text[:2000])
    return event
