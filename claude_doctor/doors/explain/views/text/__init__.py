"""For people: the page of an error, or the list of all."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.explain.report import Explanation, Listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report as soon as it comes."""
    for report in reports:
        if isinstance(report, Explanation):
            write(_explanation(report, style), out, color=style.color)
        elif isinstance(report, Listing):
            from claude_doctor.doors.explain.views.text import listing

            shown = listing.short(report, style) if style.extent == "short" else listing.lines(report, style)
            write(shown, out, color=style.color)


def _explanation(report: Explanation, style: Style) -> Iterable[str]:
    # Each form loads what it needs alone: start-up is part of the answer.
    if style.extent == "whole":
        from claude_doctor.doors.explain.views.text import explanation

        return explanation.lines(report, style)
    from claude_doctor.doors.explain.views.text import short

    return short.verdict(report, style) if style.extent == "verdict" else short.lines(report, style)
