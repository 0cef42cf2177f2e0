"""Azure Monitor's RequestResponse records: the status is text, the properties are JSON inside a string."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 190
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the outcome of one request."""
    if str(fields.first(record, "category", "Category")) not in {
        "RequestResponse",
        "AzureOpenAIRequestUsage",
    }:
        return None
    status = fields.status(fields.first(record, "resultSignature", "ResultSignature"))
    if status is None:
        return Event("noise", time=record.get("time"))
    event = Event("terminal" if status >= 400 else "ok", status=status, platform="foundry")
    event.time = fields.first(record, "time", "TimeGenerated")
    event.request_id = fields.text(fields.first(record, "correlationId", "CorrelationId"))
    properties = record.get("properties", record.get("properties_s"))
    facts = fields.mapping(fields.decoded(properties) if isinstance(properties, str) else properties)
    event.model = fields.model(fields.first(facts, "modelName", "modelDeploymentName"))
    return event
