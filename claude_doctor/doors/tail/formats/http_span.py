"""Records of one outgoing HTTP call: Honeycomb's events, Application Insights' dependencies, rows with a URL
of the API and a status.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 255
TAKES = dict
_HOST = "api.anthropic.com"
_PLACES = ("http.url", "url.full", "target", "http.host", "server.address", "net.peer.name", "peer.hostname")
_STATUSES = ("http.status_code", "http.response.status_code", "resultCode")
_MARKS = frozenset((*_STATUSES, "data"))


def read(record: Record) -> Event | None:
    """Return the outcome of the call when the API's host was asked."""
    if _MARKS.isdisjoint(record):
        return None
    held = record.get("data")
    call = held if isinstance(held, dict) else record
    status = fields.first(call, *_STATUSES)
    if status is None:
        return None
    status = fields.status(status)
    where = (call.get(key) for key in _PLACES)
    if status is None or not any(
        isinstance(place, str) and place.removeprefix("https://").startswith(_HOST) for place in where
    ):
        return None
    event = Event(
        "terminal" if status >= 400 else "ok",
        status=status,
        time=fields.time_of(record) or fields.time_of(call),
    )
    event.model = fields.model_of(call)
    return event
