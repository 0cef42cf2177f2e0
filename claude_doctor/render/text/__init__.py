"""For people: one file for each kind of report, found by the report's class name."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render._style import Style

ACCEPTS = ("Explanation", "Listing", "Check", "Health", "CheckList", "TailSummary", "TailEvent", "TailAlert", "TailPulse", "BatchReport")


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report as soon as it comes."""
    for report in reports:
        name = type(report).__name__.lower()
        member = __import__(f"{__name__}.{name}", fromlist=[name])
        for line in member.lines(report, style):
            out.write(line + "\n")
