"""For pipes: one JSON object a line for every event of a log, as it is read."""

from __future__ import annotations

import json

from claude_doctor.doors.tail import outline
from claude_doctor.doors.tail.report import TailAlert, TailEvent, TailPulse
from claude_doctor.render.escape import json_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from claude_doctor.render.style import Style


def render(reports: Iterable[object], out: TextIO, style: Style) -> None:
    """Write each event on a line of its own; the summary belongs to other formats."""
    for report in reports:
        if isinstance(report, TailEvent):
            found = outline.tailevent(report)
        elif isinstance(report, TailAlert):
            found = outline.tailalert(report)
        else:
            if isinstance(report, TailPulse):
                out.flush()
            continue
        out.write(json_text(json.dumps(found, ensure_ascii=not style.unicode)) + "\n")
