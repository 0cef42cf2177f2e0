"""Lines of a recorded event stream: `data: {...}`."""

from __future__ import annotations

from claude_doctor.doors.tail.reading.event import Inner

RANK = 70
TAKES = str


def read(text: str) -> Inner | None:
    """Hand on the data of one event."""
    rest = text[5:].strip() if text.startswith("data:") else ""
    return Inner(rest) if rest[:1] == "{" and rest[1:].lstrip()[:1] == '"' else None
