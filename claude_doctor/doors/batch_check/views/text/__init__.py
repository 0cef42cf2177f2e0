"""For people: the verdict, then the rules that were broken."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.batch_check.report import BatchReport, RuleList
from claude_doctor.doors.batch_check.views.text import report as whole
from claude_doctor.doors.batch_check.views.text import rulelist, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report."""
    lines = {"short": short.lines, "verdict": short.verdict}.get(style.extent, whole.lines)
    for report in reports:
        if isinstance(report, BatchReport):
            write(lines(report, style), out, color=style.color)
        elif isinstance(report, RuleList):
            write(rulelist.lines(report, style), out, color=style.color)
