"""Messages that a console handler wrapped into a column, as Rich's does: time, level, the message over
several lines, file and line at the right.
"""

from __future__ import annotations

import re

_BEGIN = re.compile(
    r"(?:\[\d\d:\d\d:\d\d\]|\[\d\d/\d\d/\d\d \d\d:\d\d:\d\d\]|\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]"
    r"|\s{10,22}) (?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) {1,6}"
    r"(?P<words>\S.*?)\s{2,}\S+\.py:\d+\s*$"
)
_INDENT = b" " * 18
_MOST = 400


def begins(raw: bytes) -> bool:
    """Whether a line is the first of a wrapped message."""
    return b".py:" in raw[-60:] and raw[:1] in b"[ " and first(raw) is not None


def first(raw: bytes) -> str | None:
    """Return level and words of the first line of a wrapped message, None when it is none."""
    found = _BEGIN.match(raw.decode("utf-8", "replace")) if len(raw) < 1000 else None  # no console is so wide
    return f"{found['level']} {found['words']}" if found else None


def goes_on(raw: bytes, lines: list[str]) -> bool:
    """Whether a line is one more of the message."""
    return len(raw) < 1000 and raw.startswith(_INDENT) and len(lines) < _MOST and bool(raw.strip())
