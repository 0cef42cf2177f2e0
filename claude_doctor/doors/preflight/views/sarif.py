"""SARIF 2.1.0: a result for each finding in a file; what has no place is a notification of the run."""

from __future__ import annotations

from claude_doctor import __version__
from claude_doctor.doors.preflight import outline
from claude_doctor.doors.preflight.report import Preflight
from claude_doctor.render import sarif

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one log with a run a report."""
    runs = [
        sarif.run(__version__, outline.titles(report), outline.results(report), outline.problems(report))
        for report in reports
        if isinstance(report, Preflight)
    ]
    sarif.write(runs, out, style)
