"""What `tail` says, as JSON: the keys of CONTRACT."""

from __future__ import annotations

from claude_doctor.doors.tail import outline
from claude_doctor.doors.tail.report import TailSummary
from claude_doctor.render import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write the object of each report; what belongs to another report is not repeated."""
    for report in reports:
        if isinstance(report, TailSummary):
            json.write(outline.tailsummary(report), out, style)
