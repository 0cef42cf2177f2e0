"""Events of opencode (`opencode run --format json`, its server's stream): the error's facts stand under
`error.data`.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 235
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the failure of an error event; what another provider said is noise."""
    kind = record.get("type")
    if kind not in ("error", "session.error"):
        return None
    error = record.get("error", fields.mapping(record.get("properties")).get("error"))
    data = error.get("data") if isinstance(error, dict) else None
    if not isinstance(data, dict) or not isinstance(error, dict) or "name" not in error:
        return None
    time = fields.time_of(record)
    body = data.get("responseBody")
    decoded = fields.decoded(body) if isinstance(body, str) else body
    status = fields.status(fields.first(data, "statusCode", "status"))
    named = "statusCode" in data or fields.text(data.get("providerID")) is not None
    if fields.elsewhere(data) or not named:
        return Event("noise", time=time)
    event = Event("terminal", time=time, status=status)
    headers = fields.mapping(data.get("responseHeaders"))
    event.request_id = fields.request_id(headers)
    event.message = fields.text(data.get("message"))
    if isinstance(decoded, dict) and fields.is_envelope(decoded):
        fields.take_envelope(event, decoded)
    return event
