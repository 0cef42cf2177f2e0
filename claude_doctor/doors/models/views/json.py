"""What `models` says, as JSON: the keys of CONTRACT."""

from __future__ import annotations

from claude_doctor.doors.models import outline
from claude_doctor.doors.models.report import ModelList, Search
from claude_doctor.render import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write the object of each report."""
    for report in reports:
        if isinstance(report, Search):
            json.write(outline.search(report), out, style)
        elif isinstance(report, ModelList):
            json.write(outline.modellist(report), out, style)
