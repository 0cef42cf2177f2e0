"""CloudWatch Logs: `{timestamp, message, ingestionTime}`, alone or in an `events` or `logEvents` list."""

from __future__ import annotations

from claude_doctor.doors.tail.reading.event import Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 40
TAKES = dict


def read(record: Record) -> list[Inner] | None:
    """Hand on each message with its time."""
    several = record.get("events", record.get("logEvents"))
    rows = (
        several
        if isinstance(several, list)
        else [record]
        if "ingestionTime" in record or "eventId" in record
        else []
    )
    held = [
        row
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("message"), str) and "timestamp" in row
    ]
    return [Inner(row["message"].rstrip("\n"), row["timestamp"]) for row in held] or None
