"""For programs: one JSON object a report, keys as in CONTRACT."""

from __future__ import annotations

import json

from claude_doctor.render import _facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render._style import Style

ACCEPTS = ("Explanation", "Listing")


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write the object of each report, indented."""
    for report in reports:
        found = getattr(_facts, type(report).__name__.lower())(report)
        out.write(json.dumps(found, indent=2, ensure_ascii=not style.unicode) + "\n")
