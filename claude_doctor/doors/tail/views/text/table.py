"""The causes of a log as a table: one row a cause, with how its failures spread over the time of the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from claude_doctor.base.text import clean, one_line
from claude_doctor.render.canvas import BOLD, DIM, GREEN, RED, YELLOW, paint, plain, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.tail.report import TailGroup, TailSummary
    from claude_doctor.render.style import Style

RETRY = {
    "yes": ("retry", GREEN),
    "no": ("no retry", RED),
    "after_fix": ("fix first", RED),
    "after_wait": ("wait, retry", YELLOW),
    "conditional": ("it depends", YELLOW),
}
_FAULT = {"none": "nobody's"}
_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = "_.:-=+*#"
_RIGHT = 2 + 8 + 2 + 11  # whose fault, and whether to retry
_LEAST_NAME, _MOST_NAME, _LEAST_BARS = 12, 34, 8


def name_of(group: TailGroup, report: TailSummary) -> str:
    """Return what a group is called in one word: the id of its cause, or its value."""
    return clean(
        one_line(
            group.diagnosis if report.by == "cause" and group.diagnosis else group.key or group.title, 60
        )
    )


def rows(groups: tuple[TailGroup, ...], report: TailSummary, style: Style, *, axis: bool) -> Iterator[str]:
    """Yield a row a group, and below them the times at both ends of the bars."""
    counts = [f"{group.count:,}" for group in groups]
    digits = max(map(len, counts), default=1)
    left = 2 + digits + 2 + 4 + 2
    names = [name_of(group, report) for group in groups]
    longest = max(map(width_of, names), default=1)
    trend = max((len(group.trend) for group in groups), default=0)
    has_answer = any(group.fault or group.retryable for group in groups)
    space = style.width - left - (_RIGHT if has_answer else 0)
    room = min(longest, _MOST_NAME, max(space - 2 - min(trend, 24), _LEAST_NAME))
    bars = min(trend, space - room - 2)
    if bars < _LEAST_BARS:
        bars, room = 0, min(longest, space)
    for group, count, name in zip(groups, counts, names, strict=True):
        head = f"  {count:>{digits}}  {_percent(group.share):>4}  "
        shown = _cut(name, room)
        line = paint(head, style, BOLD) + plain(shown, style) + " " * (room - width_of(shown))
        if bars:
            line += "  " + _bars(_resized(group.trend, bars), style).ljust(bars)
        if has_answer:
            word, color = RETRY.get(group.retryable or "", ("", ""))
            line += (
                f"  {_FAULT.get(group.fault or '', group.fault or ''):<8} "
                f" {paint(word, style, color) if color else word}"
            )
        yield line.rstrip()
    if axis and bars >= 16 and report.first is not None and report.last is not None:
        first, last = time(report.first, report), time(report.last, report)
        if len(first) + len(last) + 1 <= bars:
            yield paint(" " * (left + room + 2) + first + last.rjust(bars - len(first)), style, DIM)


def time(at: int, report: TailSummary) -> str:
    """Return a moment in as few words as the period of the log allows."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    span = (report.last or at) - (report.first or at)
    return (
        f"{moment:%H:%M}"
        if span < 86400 * 10**6
        else f"{moment:%d %b}"
        if span < 300 * 86400 * 10**6
        else f"{moment:%b %Y}"
    )


def _resized(trend: tuple[int, ...], size: int) -> tuple[int, ...]:
    if len(trend) <= size:
        return trend
    found = [0] * size
    for at, value in enumerate(trend):
        found[at * size // len(trend)] += value
    return tuple(found)


def _bars(trend: tuple[int, ...], style: Style) -> str:
    bars = _BARS if style.unicode else _PLAIN_BARS
    most = max(trend, default=0) or 1
    return "".join(" " if not value else bars[min(7, value * 8 // (most + 1))] for value in trend)


def _cut(text: str, width: int) -> str:
    if width_of(text) <= width:
        return text
    while width_of(text) > width - 2:
        text = text[:-1]
    return f"{text}.."


def _percent(share: float) -> str:
    return "<1%" if share and share < 0.01 else f"{share * 100:.0f}%"
