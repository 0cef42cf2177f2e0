"""SARIF 2.1.0: a result for each name, at its line and column."""

from __future__ import annotations

from claude_doctor import __version__
from claude_doctor.doors.models import outline
from claude_doctor.doors.models.report import Search
from claude_doctor.render import sarif

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write one log with a run a search; a list of models has no places."""
    runs = [
        sarif.run(
            __version__,
            outline.RULES,
            outline.sarif_results(report),
            (reason for _, reason in report.unreadable),
        )
        for report in reports
        if isinstance(report, Search)
    ]
    sarif.write(runs or [sarif.run(__version__, {}, ())], out, style)
