"""Bars over time and the bar of outcomes, as SVG: sizes are attributes, as inline styles are not allowed."""

from __future__ import annotations

from claude_doctor.doors.tail.answers import percent, stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.report import TailSummary

COLUMNS = 96
_HEIGHT = 40


def _steps(report: TailSummary) -> tuple[int, int, int]:
    """Return start, length of a column (microseconds) and number of columns."""
    first, last = report.series[0].start, report.series[-1].start
    if report.first is not None and report.last is not None:
        first, last = min(first, report.first), max(last, report.last)
    count = min(max((last - first) // max(report.bucket, 1) + 1, 1), COLUMNS)
    return first, max(-(-(last - first + 1) // count), 1), count


def rows(report: TailSummary, causes: list[str]) -> list[list[int]]:
    """Return for each cause its failed attempts over the columns of the period; nothing without times."""
    if not report.series or not causes:
        return []
    first, step, count = _steps(report)
    found = {cause: [0] * count for cause in causes}
    for bucket in report.series:
        at = min((bucket.start - first) // step, count - 1) if bucket.start >= first else 0
        for cause, number in bucket.by:
            if cause in found:
                found[cause][at] += number
    return [found[cause] for cause in causes]


def peak(report: TailSummary, row: list[int]) -> str:
    """Say when there were the most."""
    first, step, _ = _steps(report)
    at = max(range(len(row)), key=lambda place: row[place])
    return f"most ({row[at]:,}) from {stamp(first + at * step)}"


def bars(row: list[int], label: str) -> str:
    """Return the bars of a row; `label` is escaped already."""
    most = max(row) or 1
    drawn = []
    for at, value in enumerate(row):
        if value > 0:
            height = max(round(value * _HEIGHT / most), 2)
            drawn.append(f'<rect x="{at}" y="{_HEIGHT - height}" width="0.9" height="{height}"/>')
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {max(len(row), 8)} {_HEIGHT}" '
        f'preserveAspectRatio="none">{"".join(drawn)}</svg>'
    )


def share(failed: int, succeeded: int) -> str:
    """Return the bar of requests that failed and succeeded."""
    whole = max(failed + succeeded, 1)
    width = round(failed * 1000 / whole, 1)
    label = f"{failed:,} requests failed, {succeeded:,} succeeded: {percent(failed / whole)} failed"
    return (
        f'<svg class="share" role="img" aria-label="{label}" viewBox="0 0 1000 10" '
        f'preserveAspectRatio="none">'
        f'<rect class="failed" x="0" y="0" width="{width}" height="10"/>'
        f'<rect class="succeeded" x="{width}" y="0" width="{round(1000 - width, 1)}" height="10"/></svg>\n'
        f'<p class="quiet">{label}</p>\n'
    )
