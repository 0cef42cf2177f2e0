"""AWS CloudTrail records of Bedrock calls: the code is AWS's, the status follows from it."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import aws as _aws
from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 160
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of a Bedrock call; other AWS services are noise."""
    source = record.get("eventSource")
    if not isinstance(source, str) or "eventName" not in record:
        return None
    if not source.startswith(("bedrock", "aws-marketplace", "anthropic")):
        return Event("noise", time=record.get("eventTime"))
    code = fields.text(record.get("errorCode"))
    event = Event("terminal" if code else "ok", time=record.get("eventTime"), platform="bedrock")
    event.code = code
    event.status_inferred = _aws.status(code)
    event.message = fields.text(record.get("errorMessage"))
    event.request_id = fields.text(record.get("requestID"))
    event.model = fields.model(fields.mapping(record.get("requestParameters")).get("modelId"))
    return event
