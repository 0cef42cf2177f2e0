"""Google Cloud Logging: a LogEntry around `jsonPayload` or `textPayload` (audit records are a format of their
own).
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading.event import Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 60
TAKES = dict


def read(record: Record) -> Inner | None:
    """Hand on the payload with the entry's time."""
    if "insertId" not in record and "logName" not in record:
        return None
    payload = record.get("jsonPayload", record.get("textPayload"))
    return Inner(payload, record.get("timestamp")) if isinstance(payload, (dict, str)) else None
