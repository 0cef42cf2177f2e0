"""Any structured logger: a level and a message, the error under err, error, exception, exc_info or stack
(pino, winston, slog, structlog ...).
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Event, Inner
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 300
TAKES = dict


def read(record: Record) -> Event | Inner | None:
    """Return the failure a log record tells of, hand its message on, or call it noise."""
    return records.read(record)
