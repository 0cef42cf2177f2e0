"""Where in a plain, time-ordered file a time begins, found by halving: a few dozen lines are read, whatever
the size.
"""

from __future__ import annotations

import os

from claude_doctor.doors.tail.reading import decode, fields, times

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_WINDOW = 65536
# Lines are seldom exactly in order: so much before the place is read as well.
_MARGIN = 256 * 1024
_SAMPLES = 16


def offset(path: str, since: int, instant: Callable[[int], int]) -> int:
    """Return where reading may begin; 0 when the file is not in order or says no times."""
    with open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size < 4 * _MARGIN:
            return 0
        marks = [_time_after(file, size * at // _SAMPLES, instant) for at in range(_SAMPLES)]
        known = [mark for mark in marks if mark is not None]
        if len(known) < _SAMPLES or known != sorted(known):
            return 0
        low, high = 0, size
        while high - low > _WINDOW:
            middle = (low + high) // 2
            at = _time_after(file, middle, instant)
            if at is None:
                return 0
            low, high = (middle, high) if at < since else (low, middle)
        return _line_start(file, max(low - _MARGIN, 0))


def _line_start(file: BinaryIO, place: int) -> int:
    if place == 0:
        return 0
    file.seek(place)
    file.readline(decode.LONGEST)
    return file.tell()


def _time_after(file: BinaryIO, place: int, instant: Callable[[int], int]) -> int | None:
    """Return the time of the first line after an offset that has one."""
    start = _line_start(file, place)
    file.seek(start)
    for _ in range(50):
        raw = file.readline(decode.LONGEST)
        if not raw:
            return None
        at = time_of(raw, instant)
        if at is not None:
            return at
    return None


def time_of(raw: bytes, instant: Callable[[int], int]) -> int | None:
    """Return the instant a line names, wherever a known format keeps it."""
    line = decode.stripped(raw)
    record = decode.record(line) if line[:1] == b"{" else None
    if record is None:
        found = times.parse(decode.time_in(line[:400].decode("utf-8", "replace")) or "")
    else:
        nested = fields.mapping(record.get("record")).get("time")
        value = fields.first(
            record, *fields.TIMES, "__REALTIME_TIMESTAMP", "started_at", "end_time", "endTime"
        )
        found = times.parse(value if value is not None else fields.mapping(nested).get("repr"))
    if found is None:
        return None
    return instant(found[0]) if found[1] else found[0]
