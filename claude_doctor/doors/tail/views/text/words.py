"""Small words of the summaries: numbers, shares, times, bars."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from claude_doctor.render.canvas import width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.report import TailSummary
    from claude_doctor.render.style import Style

MARGIN = "  "
_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = "_.:-=+*#"


def bars(trend: tuple[int, ...], style: Style) -> str:
    """Return a bar for each number."""
    marks = _BARS if style.unicode else _PLAIN_BARS
    most = max(trend) or 1
    return "".join(" " if not value else marks[min(7, value * 8 // (most + 1))] for value in trend)


def shortened(text: str, width: int) -> str:
    """Return text cut to a width in columns."""
    while width_of(text) > width:
        text = text[: -max(2, width_of(text) - width + 1)] + "…"
    return text


def figure(value: int) -> str:
    """Return a number with its thousands apart."""
    return f"{value:,}"


def counted(value: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def percent(share: float) -> str:
    """Return a share in percent."""
    if share and share < 0.01:
        return "<1%"
    return f"{share * 100:.0f}%"


def _moment(at: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def moment(at: int | None) -> str:
    """Return microseconds since the epoch as day and time, in UTC."""
    return f"{_moment(at):%Y-%m-%d %H:%M:%S}" if at is not None else "?"


def short(at: int | None, report: TailSummary) -> str:
    """Return a time, without its day when the whole log lies within one."""
    if at is None:
        return "?"
    if (
        report.first is not None
        and report.last is not None
        and report.last // (86400 * 10**6) == report.first // (86400 * 10**6)
    ):
        return f"{_moment(at):%H:%M:%S}"
    if (
        report.first is not None
        and report.last is not None
        and report.last - report.first > 300 * 86400 * 10**6
    ):
        return f"{_moment(at):%Y-%m-%d %H:%M}"
    return f"{_moment(at):%d %b %H:%M}"
