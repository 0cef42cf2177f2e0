"""Reports of `tail` as plain dictionaries: the keys of CONTRACT."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from claude_doctor.base import ours
from claude_doctor.doors.tail import answers
from claude_doctor.render import places
from claude_doctor.render.style import doc_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.base.outside import Outside
    from claude_doctor.doors.tail.report import TailAlert, TailEvent, TailGroup, TailSummary, TailUnread
    from claude_doctor.render.github import Notice


def moment(at: int | None) -> str | None:
    """Return microseconds since the epoch as ISO text in UTC."""
    if at is None:
        return None
    try:
        found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    except OverflowError:
        return None
    return f"{found:%Y-%m-%dT%H:%M:%S}.{found.microsecond // 1000:03}Z"


def tailevent(event: TailEvent) -> dict[str, Any]:
    """Return one event; fields of some formats only stand there when they are known."""
    found: dict[str, Any] = {
        "ts": event.ts,
        "ts_naive": event.ts_naive,
        "status": event.status,
        "status_inferred": event.status_inferred,
        "error_type": event.error_type,
        "error_code": event.error_code,
        "message": event.message,
        "request_id": event.request_id,
        "model": event.model,
        "is_error": event.is_error,
        "kind": event.kind,
        "retry": dict(event.retry) or None,
        "usage": dict(event.usage) or None,
        "format": event.format,
        "diagnosis": event.diagnosis,
        "retryable": event.retryable,
        "file": event.file,
        "line": event.line,
        "duplicate": event.duplicate,
    }
    extra = (
        ("cc_category", event.cc_category),
        ("network", event.network),
        ("custom_id", event.custom_id),
        ("raw", event.raw),
    )
    return found | {name: value for name, value in extra if value is not None}


def tailalert(alert: TailAlert) -> dict[str, Any]:
    """Return a fired alert as an event: the fields of every event, and its rule and value."""
    found: dict[str, Any] = dict.fromkeys(
        (
            "status",
            "status_inferred",
            "error_type",
            "error_code",
            "request_id",
            "model",
            "retry",
            "usage",
            "format",
            "retryable",
            "file",
            "line",
        )
    )
    message = f"{alert.rule}: {alert.value:g}"
    return (
        {"ts": moment(alert.at), "ts_naive": False, "kind": "alert", "is_error": False, "message": message}
        | found
        | _alert(alert)
    )


def _alert(alert: TailAlert) -> dict[str, Any]:
    return {"rule": alert.rule, "value": alert.value, "diagnosis": alert.diagnosis}


def tailsummary(report: TailSummary) -> dict[str, Any]:
    """Return the contract's summary; it names no page."""
    found: dict[str, Any] = {
        "schema_version": 1,
        "command": "tail",
        "files": [_file(item) for item in report.files],
        "period": {"first": moment(report.first), "last": moment(report.last)},
        "failed_requests": report.failed_requests,
        "attempts": report.attempts,
        "recovered": report.recovered,
        "succeeded": report.succeeded,
        "unjoined": report.unjoined,
        "by": report.by,
        "groups": [_group(item) for item in report.groups],
        "bucket_s": report.bucket / 1e6,
        "series": [
            {"start": moment(item.start), "count": item.count, "by": dict(item.by)} for item in report.series
        ],
        "episodes": [
            {
                "diagnosis": item.diagnosis,
                "start": moment(item.start),
                "end": moment(item.end),
                "count": item.count,
                "recovered": item.recovered,
                "recovered_at": moment(item.recovered_at),
                "recovery_s": item.recovery_s,
                "attempts": item.attempts,
            }
            for item in report.episodes
        ],
        "templates": [
            {"template": item.template, "count": item.count, "diagnosis": item.diagnosis}
            for item in report.templates
        ],
        "alerts": [{"at": moment(item.at), **_alert(item)} for item in report.alerts],
        "times": {"naive": report.naive, "zone": report.zone, "without": report.untimed},
        "recent": [tailevent(item) for item in report.recent],
        **report.counts,
        "not_understood": _unread(report.unread),
        "notes": list(report.notes),
        "faults_of_ours": ours.listed(report.faults),
    }
    if report.malformed:
        found["malformed"] = [
            {"file": path, "line": number, "text": text} for path, number, text in report.malformed
        ]
    return found


def _unread(found: TailUnread | None) -> dict[str, Any]:
    if found is None:
        return {"count": 0, "naming_claude": 0, "example": None}
    return {
        "count": found.count,
        "naming_claude": found.named,
        "example": {"file": found.file, "line": found.line, "text": found.text},
    }


def _file(item: Any) -> dict[str, Any]:
    found = {
        name: getattr(item, name) for name in ("path", "lines", "events", "errors", "malformed", "repaired")
    }
    return found | ({"notes": list(item.notes)} if item.notes else {})


def _group(item: TailGroup) -> dict[str, Any]:
    return {
        "key": item.key,
        "diagnosis": item.diagnosis,
        "title": item.title,
        "category": item.category,
        "count": item.count,
        "failed": item.failed,
        "recovered": item.recovered,
        "share": item.share,
        "retryable": item.retryable,
        "fault": item.fault,
        "first": moment(item.first),
        "last": moment(item.last),
        "models": dict(item.models),
        "statuses": dict(item.statuses),
        "request_ids": list(item.request_ids),
        "fixes": list(item.fixes),
    }


def notices(report: TailSummary, site: str | None) -> Iterator[Notice]:
    """Yield an annotation for the verdict, each alert and each cause, as (level, title, properties, message);
    a cause is shown at the line of its last error where that is kept.
    """
    said = "; ".join(f"{name}: {words}" for name, words in answers.answers(report))
    level = "warning" if report.failed_requests else "notice"
    yield level, "claude-doctor tail", {}, " ".join(filter(None, (answers.verdict(report), said)))
    for alert in report.alerts[-report.top :]:
        yield "error", "claude-doctor tail: alert", {}, f"{alert.rule} (was {alert.value:g})"
    for group in report.groups[: report.top]:
        yield _notice(group, report, site)


def _notice(group: TailGroup, report: TailSummary, site: str | None) -> Notice:
    last = next((item for item in reversed(report.recent) if item.diagnosis == group.diagnosis), None)
    place: dict[str, Outside | str] = {}
    if last is not None and report.by == "cause":
        file = places.in_repository(last.file)
        if isinstance(file, str) and file[:1] not in {"/", "-"}:
            place = {"file": file, "line": str(last.line)}
    words = [f"{answers.counted(group.failed, 'request')} failed, {group.recovered:,} recovered"]
    words += [f"fix: {group.fixes[0]}"] if group.fixes else []
    words += [url] if (url := doc_url(group.diagnosis, site) if group.diagnosis else None) else []
    name = group.diagnosis or group.title if report.by == "cause" else group.key or group.title
    return (
        "error" if group.failed else "notice",
        f"{answers.counted(group.count, 'attempt')}: {name}",
        place,
        ". ".join(words),
    )
