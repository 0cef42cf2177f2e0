"""Annotations of GitHub workflows: the verdict, each alert, and each cause with what to do."""

from __future__ import annotations

from claude_doctor.doors.tail import outline
from claude_doctor.doors.tail.report import TailSummary
from claude_doctor.render import github

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write the annotations of each summary."""
    for report in reports:
        if isinstance(report, TailSummary):
            github.write(outline.notices(report, style.site), out)
