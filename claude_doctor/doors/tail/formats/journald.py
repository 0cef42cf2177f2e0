"""`journalctl -o json`: MESSAGE is text, an array of byte numbers, or null when it was too long (`--all`
shows it).
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading.event import Event, Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 30
TAKES = dict


def read(record: Record) -> Inner | Event | None:
    """Hand on the message, whichever way it is written."""
    if "__REALTIME_TIMESTAMP" not in record:
        return None
    time, message = record["__REALTIME_TIMESTAMP"], record.get("MESSAGE")
    if isinstance(message, list) and all(isinstance(item, int) and 0 <= item < 256 for item in message):
        message = bytes(message).decode("utf-8", "replace")
    return Inner(message, time) if isinstance(message, str) else Event("noise", time=time)
