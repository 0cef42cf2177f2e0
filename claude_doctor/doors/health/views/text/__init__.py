"""For people: each check as it ends, then the verdict."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.health.report import Check, CheckList, Health
from claude_doctor.doors.health.views.text import check, checklist, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report as soon as it comes."""
    for report in reports:
        if isinstance(report, Check):
            found = check.lines(report, style)
        elif isinstance(report, Health):
            found = run.lines(report, style)
        elif isinstance(report, CheckList):
            found = checklist.lines(report, style)
        else:
            continue
        write(found, out, color=style.color)
