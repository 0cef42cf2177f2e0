"""For people: one file for each kind of report, found by the report's class name."""

from __future__ import annotations

from claude_doctor.record import replace
from claude_doctor.render._lines import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render._style import Style
    from claude_doctor.render.text._footer import Footer

ACCEPTS = ("Explanation", "Listing", "Check", "Health", "CheckList", "TailSummary", "TailEvent", "TailAlert", "TailPulse", "BatchReport")


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each report as soon as it comes; a pulse is when what was written must be seen."""
    footer: Footer | None = None
    try:
        for report in reports:
            name = type(report).__name__.lower()
            if name == "tailpulse":
                footer = footer or _below(out, style)
                footer.pulse(report) if footer else out.flush()  # type: ignore[arg-type]  # told by its name
                continue
            member = __import__(f"{__name__}.{name}", fromlist=[name])
            write = footer.above if footer else out.write
            shape = replace(style, width=footer.width) if footer else style
            for line in member.lines(report, shape):
                write(harmless(line, color=style.color) + "\n")
    finally:
        if footer:
            footer.clear()


def _below(out: TextIO, style: Style) -> Footer | None:
    if not style.animate:
        return None
    from claude_doctor.render.text._footer import Footer

    return Footer(out, style)
