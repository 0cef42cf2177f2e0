"""How loggers lay out a record: what they put into objects of their own, and which logger it was."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

MESSAGES = (
    "message",
    "msg",
    "event",
    "text",
    "short_message",
    "@m",
    "@mt",
    "RenderedMessage",
    "MessageTemplate",
    "Message",
    "Body",
)
# Where loggers put what was given beside the message.
_EXTRA = ("fields", "attributes", "extra", "extra_fields", "mdc", "labels")


def flat(record: Record) -> Record:
    """Return a record with what its logger nested at the top."""
    for name in _EXTRA:
        inner = record.get(name)
        if isinstance(inner, dict) and inner:
            record = {**inner, **record}
    meta = record.get("_meta")  # tslog numbers what it was given
    if isinstance(meta, dict) and "0" in record:
        given = [record[key] for key in ("0", "1", "2") if key in record]
        record = {
            "level": meta.get("logLevelName"),
            "time": meta.get("date"),
            "message": next((item for item in given if isinstance(item, str)), ""),
            "err": next((item for item in given if isinstance(item, dict)), None),
        }
    context = record.get("context")  # Monolog's holds the exception
    if isinstance(context, dict) and ("exception" in context or "error" in context):
        record = {**context, **record}
    return record


def flavour(record: Record) -> str:
    """Return the name of the logger that writes such records."""
    if isinstance(record.get("level"), int):
        return "bunyan" if record.get("v") == 0 and "name" in record else "pino"
    if "levelname" in record or "asctime" in record:
        return "python_json_logger"
    if "event" in record:
        return "structlog"
    if "msg" in record and "time" in record:
        return "go_slog"
    if "logger" in record:
        return "stdlib_json"
    if (
        "timestamp" in record
        and "message" in record
        and isinstance(record.get("level"), str)
        and record["level"].islower()
    ):
        return "winston"
    return "js_plain" if isinstance(record.get("error"), dict) and "ts" in record else "structured_log"
