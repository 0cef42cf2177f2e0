"""The log of a Kubernetes container runtime: `TIME stdout|stderr P|F text`,
P being a piece of a longer line.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading.event import Inner

RANK = 20
TAKES = str
_LINE = re.compile(
    r"(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([PF])(?::\S+)? ?(.*)", re.S
)


def read(text: str) -> Inner | None:
    """Hand on what the container wrote."""
    found = _LINE.match(text) if text[:1].isdigit() else None
    if not found:
        return None
    return Inner(found[4], found[1], found[3] == "P", found[2])
