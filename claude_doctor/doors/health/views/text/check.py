"""One rung of the ladder, written as soon as its check has ended."""

from __future__ import annotations

from claude_doctor.render.canvas import BOLD, DIM, GREEN, RED, YELLOW, paint, plain, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_doctor.doors.health.report import Check
    from claude_doctor.render.style import Style

MARKS = {"pass": ("✓", GREEN), "warn": ("!", YELLOW), "fail": ("✗", RED), "error": ("?", RED)}
_ID = 18
_TIME = 9


def lines(report: Check, style: Style) -> Iterator[str]:
    """Yield the lines of one check; those that had nothing to do are named once, at the end."""
    if report.status == "skip":
        return
    mark, color = MARKS[report.status]
    head = f"{plain(mark, style)} {report.id:<{_ID}}"
    room = style.width - _TIME
    narrow = type(style)(color=style.color, width=room, unicode=style.unicode)
    for at, line in enumerate(wrap(report.summary, narrow, " " * (_ID + 2), head)):
        if at:
            yield line
            continue
        words = line[len(head) :]
        gap = " " * max(room - len(_bare(line)), 0)
        yield (paint(head[:1], style, color, BOLD) + head[1:] + words + gap + _time(report, style)).rstrip()


def _time(report: Check, style: Style) -> str:
    if report.duration_ms is None or report.duration_ms < 1:
        return ""
    text = (
        f"{report.duration_ms:.0f} ms"
        if report.duration_ms < 10_000
        else f"{report.duration_ms / 1000:.1f} s"
    )
    return paint(f"{text:>{_TIME}}", style, DIM)


def _bare(text: str) -> str:
    if "\x1b" not in text:
        return text
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)
