"""Annotations of GitHub workflows for what `batch-check` found."""

from __future__ import annotations

from claude_doctor.doors.batch_check import outline
from claude_doctor.doors.batch_check.report import BatchReport
from claude_doctor.render import github

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write an annotation for whatever a report has to say."""
    for report in reports:
        if isinstance(report, BatchReport):
            github.write(outline.notices(report), out)
