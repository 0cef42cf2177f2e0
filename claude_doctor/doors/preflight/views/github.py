"""Annotations of GitHub workflows: the verdict, then each finding at its line."""

from __future__ import annotations

from claude_doctor.doors.preflight import outline
from claude_doctor.doors.preflight.report import Preflight
from claude_doctor.render import github

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write an annotation for whatever a report has to say."""
    for report in reports:
        if isinstance(report, Preflight):
            github.write(outline.notices(report, style.site), out)
