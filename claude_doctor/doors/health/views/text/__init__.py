"""For people: each check as it ends, then the verdict."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.health.report import Check, CheckList, Health
from claude_doctor.doors.health.views.text import check, checklist, run, short
from claude_doctor.render.canvas import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report as soon as it comes; on one screen only the end of the run is one, and until then its
    progress.
    """
    if style.extent != "whole":
        reports = _progress(reports, out, style)
    for report in reports:
        found: Iterable[str]
        if style.extent == "verdict" and isinstance(report, Health):
            found = short.verdict(report, style)
        elif style.extent == "short" and isinstance(report, Health):
            found = short.lines(report, style)
        elif isinstance(report, Check):
            found = check.lines(report, style)
        elif isinstance(report, Health):
            found = run.lines(report, style)
        elif isinstance(report, CheckList):
            found = (
                checklist.short(report, style) if style.extent == "short" else checklist.lines(report, style)
            )
        else:
            continue
        write(found, out, color=style.color)


def _progress(reports: Iterable[object], out: TextIO, style: Style) -> Iterator[object]:
    """Yield what is no check; the name of the check that has just ended stands on a line that is taken away
    again.
    """
    is_live = style.animate and style.extent == "short"
    is_shown = False
    for report in reports:
        if not isinstance(report, Check):
            if is_shown:
                out.write("\r\x1b[K")
            yield report
        elif is_live:
            is_shown = True
            out.write(f"\r\x1b[K{plain(f'· {report.id}', style)}")
            out.flush()
