"""For people: a row a step, and the verdict below."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.base.outside import said
from claude_doctor.base.record import replace
from claude_doctor.doors.preflight import outline
from claude_doctor.doors.preflight.report import Preflight
from claude_doctor.render.canvas import (
    BOLD,
    CYAN,
    DIM,
    GREEN,
    RED,
    YELLOW,
    fitted,
    paint,
    plain,
    width_of,
    wrap,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.doors.preflight.report import Step
    from claude_doctor.render.style import Style

_MARKS = {"pass": ("✓", GREEN), "warn": ("!", YELLOW), "fail": ("✗", RED)}


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report."""
    for report in reports:
        if not isinstance(report, Preflight):
            continue
        end = list(_verdict(report, style))
        if style.extent == "verdict":
            lines = end[:1]
        else:
            rows = [line for step in report.steps for line in _row(step, style)]
            short = replace(style, rows=max(style.rows - len(end) - 1, 8))
            lines = [
                *(fitted(rows, short, "{} more lines, --all") if style.extent == "short" else rows),
                "",
                *end,
            ]
        write(lines, out, color=style.color)


def _row(step: Step, style: Style) -> Iterator[str]:
    mark, color = _MARKS["warn" if step.fault == "theirs" else step.status]
    head = f"{plain(mark, style)} {step.name:<7} "
    time = f"{step.seconds:.1f} s" if step.seconds is not None and step.seconds >= 0.05 else ""
    narrow = replace(style, width=style.width - 8, color=False)
    for at, line in enumerate(wrap(step.told, narrow, " " * len(head), head)):
        if at:
            yield line
            continue
        gap = " " * max(style.width - width_of(line) - len(time), 1) if time else ""
        yield paint(line[:1], style, color, BOLD) + line[1:] + gap + paint(time, style, DIM)


def _verdict(report: Preflight, style: Style) -> Iterator[str]:
    mark, color = _MARKS["pass" if report.ready else "warn" if report.fault == "theirs" else "fail"]
    words = said("{} {}", mark, outline.headline(report))
    if report.fault == "theirs":
        words += " A warning: nothing here is yours to change."
    yield from (paint(line, style, BOLD, color) for line in wrap(words, style, "  ", ""))
    for at, line in enumerate(report.fix.lines() if report.fix else ()):
        if at or line.startswith("claude-doctor "):
            yield f"  {paint(plain(line, style), style, CYAN)}"
        else:
            yield from wrap(line, style, "       ", "  Fix  ")
