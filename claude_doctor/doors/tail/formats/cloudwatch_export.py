"""CloudWatch exports to S3, and any program that writes a time and then a JSON object: `TIME {...}`."""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading.event import Inner

RANK = 50
TAKES = str
_LINE = re.compile(
    r"\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]*(?:Z|[+-]\d\d:?\d\d)?)\]? (\{.*\})\s*$", re.S
)


def read(text: str) -> Inner | None:
    """Hand on the object with the time in front of it."""
    found = _LINE.match(text) if text[:1].isdigit() or text[:1] == "[" else None
    return Inner(found[2], found[1]) if found else None
