"""A line with an object behind it that only says when and where, as winston's simple format prints: `error:
Connection error. {"timestamp":"..."}`.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import decode, fields
from claude_doctor.doors.tail.reading.event import Inner

RANK = 95
TAKES = str
_LONGEST = 400
_BESIDE = frozenset(
    (
        "service",
        "label",
        "pid",
        "hostname",
        "env",
        "version",
        "app",
        "name",
        "module",
        "component",
        "durationMs",
        "ms",
        *fields.TIMES,
    )
)


def read(text: str) -> Inner | None:
    """Hand on the line without the object, with the time in it."""
    at = text.rfind(' {"') if text[-1:] == "}" else -1
    if at <= 0 or len(text) - at > _LONGEST:
        return None
    held = fields.decoded(text[at + 1 :])
    if not isinstance(held, dict) or not held.keys() <= _BESIDE or (time := fields.time_of(held)) is None:
        return None
    return Inner(text[:at], decode.time_in(text) or time)
