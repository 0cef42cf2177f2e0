"""For programs: one JSON object a report, keys as in CONTRACT."""

from __future__ import annotations

from claude_doctor.render._dumps import dumps
from claude_doctor.render._escape import json_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render._style import Style

ACCEPTS = ("Explanation", "Listing", "Check", "Health", "CheckList", "BatchReport", "TailSummary", "TailEvent", "TailAlert", "TailPulse")
# The module that turns a report into its dictionary; a Check is held by the Health that follows it, a TailEvent counted in the summary.
_HOMES = {
    "Explanation": "_facts",
    "Listing": "_facts",
    "Health": "_health",
    "CheckList": "_health",
    "Check": "",
    "BatchReport": "_batch",
    "TailSummary": "_tail",
    "TailEvent": "",
    "TailAlert": "",
    "TailPulse": "",
}
_PIECE = 1 << 16


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write the object of each report, indented."""
    for report in reports:
        name = type(report).__name__
        if not _HOMES[name]:
            continue
        home = __import__(f"claude_doctor.render.{_HOMES[name]}", fromlist=[name])
        found = getattr(home, name.lower())(report, style.site)
        if style.configured:
            found["configured_by"] = dict(style.configured)
        text = json_text(dumps(found, ascii_only=not style.unicode)) + "\n"
        # In pieces: of one very large write Python does not notice that the reader went away.
        for at in range(0, len(text), _PIECE):
            out.write(text[at : at + _PIECE])
