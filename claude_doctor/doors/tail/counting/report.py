"""Sums -> the report: groups by cause or another field, series, episodes, templates, the last errors."""

from __future__ import annotations

from claude_doctor.base.mask import free_masked, masked
from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.tail.counting import advice
from claude_doctor.doors.tail.counting.diagnose import page
from claude_doctor.doors.tail.counting.options import Totals, View
from claude_doctor.doors.tail.counting.summary import Counts, Summary
from claude_doctor.doors.tail.reading import times as _time
from claude_doctor.doors.tail.reading.decode import LONGEST
from claude_doctor.doors.tail.report import (
    TailBucket,
    TailEpisode,
    TailEvent,
    TailFile,
    TailGroup,
    TailSummary,
    TailTemplate,
    TailUnread,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from claude_doctor.base.model import Entry
    from claude_doctor.doors.tail.counting.advice import Tried
    from claude_doctor.doors.tail.counting.summary import Cell, FileCounts
    from claude_doctor.doors.tail.reading.event import Event
    from claude_doctor.doors.tail.report import TailAlert

TREND = 24
_SHOWN = 160
_UNKNOWN = "Not in the catalogue"
_REPEATED = "Sent again; the log does not say why"
_FILLED = (
    "7a2c9e4f3b8d5f1a6c0d4b2e",
    "7A2C9E4F3B8D5F1A6C0D4B2E",
)  # stand for the digits that a template has lost


def summary(
    sums: Summary,
    view: View,
    recent: Iterable[TailEvent] = (),
    alerts: tuple[TailAlert, ...] = (),
    notes: tuple[str, ...] = (),
) -> TailSummary:
    """Return the report of what was counted."""
    totals = _totals(sums)
    counts = sums.tallies.shown(totals, view)
    episodes = counts.pop("episodes", ())
    seen = advice.tried(counts.get("retries", {}))
    return TailSummary(
        files=tuple(_file(path, numbers) for path, numbers in sums.files.items()),
        first=sums.period.first,
        last=sums.period.last,
        failed_requests=totals.failed,
        attempts=totals.attempts,
        recovered=totals.recovered,
        succeeded=sums.succeeded,
        unjoined=sums.unjoined,
        by=view.by,
        groups=_groups(sums, view.by, totals.attempts, seen),
        bucket=max(view.bucket, sums.bucket),
        series=_series(sums, view.bucket),
        episodes=tuple(map(_episode, episodes)),
        templates=_templates(sums, view.top),
        alerts=alerts,
        recent=tuple(recent),
        naive=sums.naive,
        zone=view.zone,
        untimed=sums.untimed,
        top=view.top,
        notes=(*_ongoing(sums), *notes),
        malformed=tuple(
            (masked(path), number, free_masked(words))
            for path, number, words in sums.malformed
            if view.malformed
        ),
        only=view.only,
        faults=tuple(sums.faults.items()),
        counts=counts,
        unread=_unread(sums),
    )


def _totals(sums: Summary) -> Totals:
    cells = sums.cells.values()
    return Totals(
        sum(cell.count for cell in cells),
        sum(cell.failed for cell in cells),
        sum(cell.recovered for cell in cells),
        sums.succeeded,
        sums.bucket,
        sums.series,
        sums.successes,
        _spans(sums),
    )


def _unread(sums: Summary) -> TailUnread | None:
    if sums.unread_sample is None:
        return None
    path, number, words, _ = sums.unread_sample
    return TailUnread(
        sums.unread_count, sums.unread_named, masked(path), number, one_line(clean(masked(words)), _SHOWN)
    )


def _file(path: str, of: FileCounts) -> TailFile:
    words = f"longer than {LONGEST >> 20} MiB, or too full to hold, and cut: {of.cut:,}"
    notes = (*of.notes, *((words,) if of.cut else ()))
    return TailFile(masked(path), of.lines, of.events, of.errors, of.malformed, of.repaired, of.bytes, notes)


def key_of(cell: Cell, by: str) -> str | None:
    """Return the value a cell is grouped by."""
    diagnosis, status, kind, model, platform, apart = cell
    if by == "cause":
        return diagnosis
    if by == "fault":
        entry = page(diagnosis)
        return entry.fault if entry else "unknown"
    if by == "category":
        entry = page(diagnosis)
        return entry.category if entry else None
    value = {"status": status, "type": kind, "model": model, "platform": platform}.get(by, apart or None)
    return None if value is None else masked(str(value))


def _groups(sums: Summary, by: str, attempts: int, seen: Tried) -> tuple[TailGroup, ...]:
    cells: dict[str | None, list[tuple[Cell, Counts]]] = {}
    for cell, counts in sums.cells.items():
        cells.setdefault(key_of(cell, by), []).append((cell, counts))
    groups = [_group(key, rows, by, (attempts, seen), sums) for key, rows in cells.items()]
    return tuple(
        sorted(
            (g for g in groups if g.count or g.failed or g.recovered),
            key=lambda g: (-g.count, -g.failed, g.key or ""),
        )
    )


def _group(
    key: str | None, rows: list[tuple[Cell, Counts]], by: str, whole: tuple[int, Tried], sums: Summary
) -> TailGroup:
    attempts, seen = whole
    total = Counts()
    models: dict[str, int] = {}
    statuses: dict[str, int] = {}
    causes: dict[str | None, int] = {}
    for cell, counts in rows:
        total.add(counts)
        causes[cell[0]] = causes.get(cell[0], 0) + counts.count
        if cell[3]:
            name = masked(cell[3])
            models[name] = models.get(name, 0) + counts.count
        name = str(cell[1]) if cell[1] else "none"
        statuses[name] = statuses.get(name, 0) + counts.count
    one = next(iter(causes)) if len(causes) == 1 else None
    entry = page(one)
    kept = (sums.ids.get(cause, ()) for cause in causes) if by in {"cause", "category"} else ()
    ids = [name for _, name in sorted({item for some in kept for item in some})]
    return TailGroup(
        key=key,
        diagnosis=one,
        title=_title(one, entry, total) if by == "cause" else str(key if key is not None else "not given"),
        category=entry.category if entry else None,
        count=total.count,
        failed=total.failed,
        recovered=total.recovered,
        share=round(total.count / attempts, 4) if attempts else 0.0,
        retryable=entry.retryable if entry else None,
        fault=entry.fault if entry else None,
        first=total.first,
        last=total.last,
        models=_ranked(models),
        statuses=_ranked(statuses),
        request_ids=tuple(map(masked, ids[-5:])),
        fixes=advice.fixes(entry, seen, (cell[4] for cell, counts in rows if counts.count)),
        trend=_trend(sums, set(causes)) if by in {"cause", "category"} else (),
    )


def _title(diagnosis: str | None, entry: Entry | None, total: Counts) -> str:
    if entry:
        return entry.title
    return diagnosis or (_REPEATED if total.recovered and not total.failed else _UNKNOWN)


def _ranked(table: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(
        sorted(
            ((name, count) for name, count in table.items() if count), key=lambda item: (-item[1], item[0])
        )
    )


def _trend(sums: Summary, causes: set[str | None]) -> tuple[int, ...]:
    """Return how the failures of some causes spread over the log's whole period, in at most 24 steps."""
    if not sums.series:
        return ()
    low, high = min(sums.series), max(sums.series)
    steps = min(TREND, high - low + 1)
    found = [0] * steps
    for start, row in sums.series.items():
        at = (start - low) * steps // (high - low + 1)
        found[at] += sum(number for cause, number in row.items() if cause in causes)
    return tuple(found)


def _series(sums: Summary, bucket: int) -> tuple[TailBucket, ...]:
    step = max(bucket, sums.bucket)
    table: dict[int, dict[str | None, int]] = {}
    for start, row in sums.series.items():
        into = table.setdefault(start * sums.bucket // step, {})
        for cause, number in row.items():
            into[cause] = into.get(cause, 0) + number
    rows = []
    for start, row in sorted(table.items()):
        by = _ranked({cause or "unknown": number for cause, number in row.items()})
        rows.append(TailBucket(start * step, sum(row.values()), by))
    return tuple(row for row in rows if row.count)


def _spans(sums: Summary) -> dict[str | None, tuple[int | None, int | None]]:
    """Return the times of the first and last failure of each cause."""
    found: dict[str | None, Counts] = {}
    for cell, numbers in sums.cells.items():
        found.setdefault(cell[0], Counts()).seen(numbers.first, numbers.last)
    return {cause: (counts.first, counts.last) for cause, counts in found.items()}


def _episode(item: Mapping[str, Any]) -> TailEpisode:
    cause = item["diagnosis"]
    return TailEpisode(title=_title(cause, page(cause), Counts()), **item)


def _ongoing(sums: Summary) -> tuple[str, ...]:
    """Say that since some time nothing succeeds any more, and of what, when the end of the log looks like
    that.
    """
    if not sums.successes or not sums.series:
        return ()
    last = max(sums.successes)
    after = {start: row for start, row in sums.series.items() if start > last}
    causes: dict[str | None, int] = {}
    for row in after.values():
        for cause, number in row.items():
            causes[cause] = causes.get(cause, 0) + number
    total = sum(causes.values())
    cause = max(causes, key=lambda name: causes[name], default=None)
    if total < 3 or causes[cause] < 0.8 * total:
        return ()
    entry = page(cause)
    since = _time.shown((last + 1) * sums.bucket, digits=0) or ""
    return (
        (
            f"Since {since[:16].replace('T', ' ')} UTC every attempt fails: {causes[cause]:,} "
            f"× {_title(cause, entry, Counts())}."
        ),
    )


def _templates(sums: Summary, top: int) -> tuple[TailTemplate, ...]:
    rows = sorted(sums.templates.items(), key=lambda item: (-item[1], item[0][0]))[:top]
    return tuple(TailTemplate(_template(template), count, cause) for (template, cause), count in rows)


def _template(text: str) -> str:
    """Return a template masked: of a key the digits are gone already, so it is looked at with some in their
    place.
    """
    for digits in _FILLED:
        filled = text.replace("#", digits)
        shown = masked(filled)
        text = text if shown == filled else shown.replace(digits, "#")
    return free_masked(text)


def _safe(text: str | None) -> str | None:
    return None if text is None else masked(text)


def event(found: Event, view: View, raw: bytes | None = None) -> TailEvent:
    """Return one event as it is reported, everything from outside masked."""
    naive = found.naive and not view.utc
    at = found.wall if naive or not found.naive else found.at
    return TailEvent(
        ts=_time.shown(at if found.wall is not None else None, naive),
        ts_naive=naive,
        status=found.status,
        status_inferred=found.status_inferred,
        error_type=_safe(found.type),
        error_code=_safe(found.code),
        message=free_masked(found.message) if found.message else found.message,
        request_id=_safe(found.request_id),
        model=_safe(found.model),
        is_error=found.is_error,
        kind=found.kind,
        retry=tuple((found.retry or {}).items()),
        usage=tuple((found.usage or {}).items()),
        cc_category=_safe(found.cc_category),
        network=_safe(found.network),
        custom_id=_safe(found.custom_id),
        format=found.format,
        diagnosis=found.diagnosis,
        retryable=found.retryable,
        file=masked(found.file),
        line=found.line,
        duplicate=found.joined or found.kind == "duplicate",
        raw=free_masked(raw.decode("utf-8", "replace")) if raw is not None else None,
    )
