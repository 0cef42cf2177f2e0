"""For people: the summary, each new error as a line, and how following goes."""

from __future__ import annotations

from claude_doctor.base.lines import harmless
from claude_doctor.base.record import replace
from claude_doctor.doors.tail.report import TailAlert, TailEvent, TailPulse, TailSummary
from claude_doctor.doors.tail.views.text import alert, event, short, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.doors.tail.views.text.footer import Footer
    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report as soon as it comes; a pulse is when what was written must be seen."""
    footer: Footer | None = None
    try:
        for report in reports:
            if isinstance(report, TailPulse):
                footer = footer or _below(out, style)
                footer.pulse(report) if footer else out.flush()
                continue
            write = footer.above if footer else out.write
            shape = replace(style, width=footer.width) if footer else style
            for line in _lines(report, shape):
                write(harmless(line, color=style.color) + "\n")
    finally:
        if footer:
            footer.clear()


def _lines(report: object, style: Style) -> Iterator[str]:
    if isinstance(report, TailSummary):
        shown = {"short": short.lines, "verdict": short.verdict}.get(style.extent, summary.lines)
        yield from shown(report, style)
    elif isinstance(report, TailEvent) and (style.extent == "whole" or report.raw):
        yield from event.lines(report, style)
    elif isinstance(report, TailEvent):
        yield event.row(report, style, style.width)
    elif isinstance(report, TailAlert):
        yield from alert.lines(report, style)


def _below(out: TextIO, style: Style) -> Footer | None:
    if not style.animate:
        return None
    from claude_doctor.doors.tail.views.text.footer import Footer

    return Footer(out, style)
