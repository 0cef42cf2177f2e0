"""A row of a table of requests: `2026-11-15T10:00:17Z,claude-sonnet-5,529,overloaded_error,req_...`, cells
between commas, semicolons or tabs.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import decode, fields
from claude_doctor.doors.tail.reading.event import Event

RANK = 475
TAKES = str
_BETWEEN = re.compile(r"[,;\t]")
_LONGEST = 600


def read(text: str) -> Event | None:
    """Return the failure when one cell is an error type of the API and others are its status and its request,
    or model and time.
    """
    if "_error" not in text or len(text) > _LONGEST:
        return None
    cells = [cell.strip(' "') for cell in _BETWEEN.split(text)]
    if len(cells) < 4:
        return None
    kind = next((cell for cell in cells if cell in fields.IMPLIED), None)
    status = next(
        (fields.status(cell) for cell in cells if len(cell) == 3 and cell[0] in "45" and cell.isdigit()), None
    )
    model = next((cell for cell in cells if cell.startswith("claude-")), None)
    asked = next((cell for cell in cells if cell.startswith("req_")), None)
    if kind is None or status is None or not (asked or (model and decode.time_in(text))):
        return None
    return Event("terminal", status=status, type=kind, model=model, request_id=asked)
