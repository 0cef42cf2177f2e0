"""Docker's json-file driver: `{"log", "stream", "time"}`; a line over 16 KiB comes in pieces, only the last
ends in a newline.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading.event import Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 10
TAKES = dict


def read(record: Record) -> Inner | None:
    """Hand on what the container wrote."""
    log = record.get("log")
    if not isinstance(log, str) or "stream" not in record or "time" not in record:
        return None
    return Inner(log.rstrip("\n"), record["time"], not log.endswith("\n"), str(record["stream"]))
