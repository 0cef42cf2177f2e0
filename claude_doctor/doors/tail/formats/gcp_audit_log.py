"""Google Cloud audit records of predictions: `status.code` is a gRPC code, never an HTTP status."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 180
TAKES = dict
_CODES = {
    1: ("CANCELLED", 499),
    3: ("INVALID_ARGUMENT", 400),
    4: ("DEADLINE_EXCEEDED", 504),
    5: ("NOT_FOUND", 404),
    7: ("PERMISSION_DENIED", 403),
    8: ("RESOURCE_EXHAUSTED", 429),
    9: ("FAILED_PRECONDITION", 400),
    13: ("INTERNAL", 500),
    14: ("UNAVAILABLE", 503),
    16: ("UNAUTHENTICATED", 401),
}


def read(record: Record) -> Event | None:
    """Return the outcome of a prediction; other audit records are noise."""
    payload = record.get("protoPayload")
    if not isinstance(payload, dict):
        return None
    name = str(payload.get("methodName"))
    if "PredictionService" not in name and "anthropic" not in str(payload.get("resourceName")):
        return Event("noise", time=record.get("timestamp"))
    status = fields.mapping(payload.get("status"))
    code = status.get("code")
    event = Event("terminal" if code else "ok", time=record.get("timestamp"), platform="vertex")
    if code:
        event.code, event.status_inferred = _CODES.get(
            code if isinstance(code, int) else 0, (f"CODE_{code}", None)
        )
        event.message = fields.text(status.get("message"))
    resource = str(payload.get("resourceName", ""))
    if "/models/" in resource:
        event.model = resource.rpartition("/models/")[2].partition(":")[0]
    return event
