"""A record of no known shape that speaks of Claude: its keys are matched by what they mean."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Event, Inner
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 330
TAKES = dict


def read(record: Record) -> Event | Inner | None:
    """Return the failure, or None when nothing in the record speaks of Claude or of a failure."""
    return records.general(record)
