"""For pipes: one JSON object a line for every event of a log, as it is read."""

from __future__ import annotations

import json

from claude_doctor.render import _tail
from claude_doctor.render._escape import json_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render._style import Style

ACCEPTS = ("TailSummary", "TailEvent", "TailAlert", "TailPulse")


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each event on a line of its own; the summary belongs to other formats."""
    for report in reports:
        name = type(report).__name__
        if name in {"TailEvent", "TailAlert"}:
            text = json.dumps(getattr(_tail, name.lower())(report), ensure_ascii=not style.unicode)
            out.write(json_text(text) + "\n")
        elif name == "TailPulse":
            out.flush()
