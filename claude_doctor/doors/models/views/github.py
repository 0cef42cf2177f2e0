"""Annotations of GitHub workflows: an error at each name of a retired model, a warning at what ends soon."""

from __future__ import annotations

from claude_doctor.doors.models import outline
from claude_doctor.doors.models.report import ModelList, Search
from claude_doctor.render import github

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write an annotation for whatever a report has to say."""
    for report in reports:
        if isinstance(report, Search):
            github.write(outline.notices(report), out)
        elif isinstance(report, ModelList):
            github.write(outline.model_notices(report), out)
