"""What `batch-check` says, as JSON: the keys of CONTRACT."""

from __future__ import annotations

from claude_doctor.doors.batch_check import outline
from claude_doctor.doors.batch_check.report import BatchReport, RuleList
from claude_doctor.render import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write the object of each report; what belongs to another report is not repeated."""
    for report in reports:
        if isinstance(report, BatchReport):
            json.write(outline.batchreport(report, style.site), out, style)
        elif isinstance(report, RuleList):
            json.write(outline.rulelist(report, style.site), out, style)
