"""JSON access logs of nginx, Envoy, Caddy and Traefik: the operator chose the names, so the shapes of values
decide.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 250
TAKES = dict
_MARKS = (
    "request_time",
    "upstream_status",
    "response_code",
    "upstream_addr",
    "response_flags",
    "upstream_response_time",
    "body_bytes_sent",
    "DownstreamStatus",
)
_STATUS = ("status", "response_code", "status_code", "DownstreamStatus", "OriginStatus")
_IDS = ("sent_http_request_id", "upstream_http_request_id", "request_id", "x_request_id", "requestId")
_PATHS = (
    "/v1/messages",
    "/v1/complete",
    "/anthropic",
    "/v1/files",
    "/v1/models",
    "/model/",
    "anthropic.com",
    "rawPredict",
    "RawPredict",
)

_WORDS = frozenset(
    ("msg", "event", "err", "error", "exc_info", "level", "levelname", "severity", "log.level")
)


def read(record: Record) -> Event | None:
    """Return the outcome of one request to the API; other paths are noise."""
    if not any(mark in record for mark in _MARKS):
        return None
    status = fields.status(fields.first(record, *_STATUS))
    if status is None:
        return None
    where = " ".join(
        str(record.get(key, ""))
        for key in (
            "request",
            "uri",
            "path",
            "RequestPath",
            "request_uri",
            "host",
            "authority",
            "upstream_host",
            "upstream_cluster",
        )
    )
    if not where.strip() and not _WORDS.isdisjoint(record):
        return None  # a program's own record that calls its status so
    if where.strip() and not any(path in where for path in _PATHS):
        return Event("noise", time=fields.time_of(record))
    event = Event("terminal" if status >= 400 else "ok", status=status, model=fields.model_of(record))
    event.time = fields.first(
        record, "time", "timestamp", "time_iso8601", "start_time", "time_local", "ts", "@timestamp"
    )
    event.request_id = fields.text(fields.first(record, *_IDS))
    tried = str(fields.first(record, "upstream_status") or "")
    if status < 400 and "," in tried:
        event.resends = sum((fields.status(item) or 0) >= 400 for item in tried.replace(":", ",").split(","))
    return event
