"""What `preflight` says, as JSON: the keys of CONTRACT."""

from __future__ import annotations

from claude_doctor.doors.preflight import outline
from claude_doctor.doors.preflight.report import Preflight
from claude_doctor.render import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write the object of each report."""
    for report in reports:
        if isinstance(report, Preflight):
            json.write(outline.preflight(report, style.site), out, style)
