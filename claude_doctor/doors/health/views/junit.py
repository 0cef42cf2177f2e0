"""JUnit XML: a case a check."""

from __future__ import annotations

from claude_doctor.doors.health import outline
from claude_doctor.doors.health.report import CheckList, Health
from claude_doctor.render import junit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one document with a suite a report."""
    junit.write(
        (outline.suite(report, style.site) for report in reports if isinstance(report, Health | CheckList)),
        out,
    )
