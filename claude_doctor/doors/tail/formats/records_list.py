"""Files that hold one object with all records in a list: CloudTrail's `Records`, Azure's `records`, OTLP-free
exports.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading.event import Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 80
TAKES = dict


def read(record: Record) -> list[Inner] | None:
    """Hand on every record of the list."""
    rows = record.get("Records", record.get("records"))
    if not isinstance(rows, list) or len(record) > 3:
        return None
    return [Inner(row) for row in rows if isinstance(row, dict)]
