"""Records taken out of log stores: what the program wrote stands inside (Datadog, Elasticsearch, Loki,
Splunk, CloudWatch Insights, Fluent Bit, Workers, Step Functions, Rollbar).
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Inner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.doors.tail.reading.fields import Record

RANK = 45
TAKES = dict
_MARKS = frozenset(
    (
        "_source",
        "content",
        "line",
        "@message",
        "event",
        "log",
        "logs",
        "previousEventId",
        "span_id",
        "body",
        "streams",
    )
)


def read(record: Record) -> Inner | list[Inner] | None:
    """Hand on the record or text inside, with the store's time as a fallback."""
    if _MARKS.isdisjoint(record):
        return None
    if isinstance(record.get("logs"), list):
        return _console(record["logs"])
    if isinstance(record.get("streams"), list):
        return _streams(record["streams"])
    held: Any = None
    if isinstance(record.get("_source"), dict):
        held = record["_source"]
    elif "service" in fields.mapping(record.get("content")):
        held = record["content"]
    elif isinstance(record.get("line"), str) and isinstance(record.get("labels"), dict):
        held = record["line"]
    elif isinstance(record.get("@message"), str):
        held = record["@message"].rstrip()
    elif "sourcetype" in record and isinstance(record.get("event"), (dict, str)):
        held = record["event"]
    elif isinstance(record.get("log"), str) and not {"stream", "kubernetes", "date", "@timestamp"}.isdisjoint(
        record
    ):
        held = record["log"].rstrip("\n")
    else:
        held = _service(record)
    return (
        Inner(held, fields.first(record, "start") if "span_id" in record else fields.time_of(record))
        if held
        else None
    )


def _service(record: Record) -> Any:
    """Return what records of other services hold: the cause in Step Functions' history, the exception in
    Rollbar's items and Datadog's spans.
    """
    if "previousEventId" in record:
        told = (
            value for key, value in record.items() if key.endswith("EventDetails") and isinstance(value, dict)
        )
        return next((value["cause"] for value in told if isinstance(value.get("cause"), str)), None)
    meta = record.get("meta")
    if "span_id" in record and isinstance(meta, dict) and isinstance(meta.get("error.message"), str):
        return {
            "level": "error",
            **meta,
            "error.message": f"{meta.get('error.type', 'Error')}: {meta['error.message']}",
        }
    trace = fields.mapping(record.get("body")).get("trace")
    raised = fields.mapping(fields.mapping(trace).get("exception"))
    return (
        f"{raised.get('class', 'Error')}: {raised['message']}"
        if isinstance(raised.get("message"), str)
        else None
    )


def _streams(streams: list[object]) -> list[Inner] | None:
    # Loki's answer to a query, and what its agents push: the lines of each stream with their nanoseconds.
    found: list[Inner] = []
    for stream in streams:
        labels = fields.mapping(fields.mapping(stream).get("stream"))
        name = fields.text(fields.first(labels, "container", "app", "pod", "job")) or ""
        rows = (
            row
            for row in fields.items(fields.mapping(stream).get("values"))
            if isinstance(row, list) and len(row) > 1
        )
        found.extend(Inner(row[1], row[0], stream=name) for row in rows if isinstance(row[1], str))
    return found or None


def _console(rows: list[object]) -> list[Inner] | None:
    # What a Worker printed: each call of console.error is a list of its arguments.
    held = [
        (row["message"], row.get("timestamp"))
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("message"), list)
    ]
    return [
        Inner(" ".join(item for item in words if isinstance(item, str)), time) for words, time in held
    ] or None
