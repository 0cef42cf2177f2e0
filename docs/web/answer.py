"""What the paste box shows: the words of `explain` at a terminal. Run at build time by us, and in the browser
by Pyodide.
"""

from __future__ import annotations

import io
from typing import Any

from claude_doctor.base import clock, registry
from claude_doctor.doors.explain import command, views
from claude_doctor.render.style import Style
from claude_doctor.render.view import View

WIDTHS = (44, 80)  # columns: a phone held upright, and all else
_ALL = 100_000  # lines: nothing is left out


def answer(text: str, width: int) -> dict[str, Any]:
    """Return what `explain` says of a text at a terminal of `width` columns.

    Keys: `ids` (the pages it may be, the best first, [] when nothing was recognised), `confidence` (None
    then), `text`.
    """
    report = command.explain(text, None, {}, clock.today())
    found = report.main.diagnoses
    out = io.StringIO()
    registry.load(views, "text", View).render(
        [report], out, Style(width=width, rows=_ALL, extent="short", site=None)
    )
    return {
        "ids": [item.entry.id for item in found],
        "confidence": found[0].confidence if found else None,
        "text": trimmed(out.getvalue()),
    }


def trimmed(text: str) -> str:
    """Return the answer without its last hint, which names the command to type for more: here the page is
    linked instead.
    """
    parts = text.rstrip().split("\n\n")
    while len(parts) > 1 and parts[-1].lstrip().startswith("claude-doctor explain"):
        parts.pop()
    return "\n\n".join(parts)
