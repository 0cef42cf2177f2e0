"""For people: the page of an error, or the list of all."""

from __future__ import annotations

from claude_doctor.base.lines import write
from claude_doctor.doors.explain.report import Explanation, Listing
from claude_doctor.doors.explain.views.text import explanation, listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report as soon as it comes."""
    for report in reports:
        if isinstance(report, Explanation):
            found = explanation.lines(report, style)
        elif isinstance(report, Listing):
            found = listing.lines(report, style)
        else:
            continue
        write(found, out, color=style.color)
