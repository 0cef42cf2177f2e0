"""Annotations of GitHub workflows for what `health` found."""

from __future__ import annotations

from claude_doctor.doors.health import outline
from claude_doctor.doors.health.report import Health
from claude_doctor.render import github

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write an annotation for whatever a report has to say."""
    for report in reports:
        if isinstance(report, Health):
            github.write(outline.notices(report, style.site), out)
