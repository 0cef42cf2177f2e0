"""Sums -> the report: groups by cause or another field, series, episodes, templates, the last errors."""

from __future__ import annotations

from claude_doctor.base.mask import free_masked, masked
from claude_doctor.base.text import clean, one_line
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
    from collections.abc import Iterable

    from claude_doctor.base.model import Entry
    from claude_doctor.doors.tail.counting.summary import Cell, FileCounts
    from claude_doctor.doors.tail.reading.event import Event
    from claude_doctor.doors.tail.report import TailAlert

BY = ("cause", "category", "status", "type", "model", "platform", "file")
TREND = 24
_EPISODES = 20
_SHOWN = 160
_APART = 5 * 60 * 10**6
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
    attempts = sum(cell.count for cell in sums.cells.values())
    failed = sum(cell.failed for cell in sums.cells.values())
    recovered = sum(cell.recovered for cell in sums.cells.values())
    totals = Totals(attempts, failed, recovered, sums.succeeded, sums.bucket, sums.series, sums.successes)
    return TailSummary(
        files=tuple(_file(path, numbers) for path, numbers in sums.files.items()),
        first=sums.period.first,
        last=sums.period.last,
        failed_requests=failed,
        attempts=attempts,
        recovered=recovered,
        succeeded=sums.succeeded,
        unjoined=sums.unjoined,
        by=view.by,
        groups=_groups(sums, view.by, attempts),
        bucket=max(view.bucket, sums.bucket),
        series=_series(sums, view.bucket),
        episodes=_episodes(sums),
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
        counts=sums.tallies.shown(totals, view),
        unread=_unread(sums),
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
    if by == "category":
        entry = page(diagnosis)
        return entry.category if entry else None
    value = {"status": status, "type": kind, "model": model, "platform": platform}.get(by, apart or None)
    return None if value is None else masked(str(value))


def _groups(sums: Summary, by: str, attempts: int) -> tuple[TailGroup, ...]:
    cells: dict[str | None, list[tuple[Cell, Counts]]] = {}
    for cell, counts in sums.cells.items():
        cells.setdefault(key_of(cell, by), []).append((cell, counts))
    groups = [_group(key, rows, by, attempts, sums) for key, rows in cells.items()]
    return tuple(
        sorted(
            (g for g in groups if g.count or g.failed or g.recovered),
            key=lambda g: (-g.count, -g.failed, g.key or ""),
        )
    )


def _group(
    key: str | None, rows: list[tuple[Cell, Counts]], by: str, attempts: int, sums: Summary
) -> TailGroup:
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
        fixes=entry.fixes if entry else (),
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


def _episodes(sums: Summary) -> tuple[TailEpisode, ...]:
    """Return the runs of failures without a pause of five minutes (or two steps of the series), the largest
    ones, in order.
    """
    apart = max(_APART // sums.bucket, 2)
    times: dict[str | None, list[tuple[int, int]]] = {}
    for start, row in sorted(sums.series.items()):
        for cause, number in row.items():
            if number > 0:
                times.setdefault(cause, []).append((start, number))
    found: list[TailEpisode] = []
    for cause, rows in times.items():
        found += _runs(sums, cause, rows, apart)
    largest = sorted(found, key=lambda item: -item.count)[:_EPISODES]
    return tuple(sorted(largest, key=lambda item: (item.start, -item.count)))


def _runs(sums: Summary, cause: str | None, rows: list[tuple[int, int]], apart: int) -> list[TailEpisode]:
    entry = page(cause)
    counts = Counts()
    for cell, numbers in sums.cells.items():
        if cell[0] == cause:
            counts.seen(numbers.first, numbers.last)
    found = []
    at = 0
    while at < len(rows):
        last = at
        while last + 1 < len(rows) and rows[last + 1][0] - rows[last][0] <= apart:
            last += 1
        start, end = rows[at][0] * sums.bucket, (rows[last][0] + 1) * sums.bucket - 1
        total = sum(number for _, number in rows[at : last + 1])
        if total > 1:
            # The ends of the whole are known exactly, those between to the step of the series.
            exact = (max(start, counts.first or start), min(end, counts.last or end))
            found.append(
                TailEpisode(
                    cause, _title(cause, entry, counts), *exact, total, _recovered(sums, rows[last][0])
                )
            )
        at = last + 1
    return found


def _recovered(sums: Summary, last: int) -> bool | None:
    if not sums.successes:
        return None
    return any(start >= last for start in sums.successes)


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
