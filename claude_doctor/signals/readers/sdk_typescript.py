"""The TypeScript SDK's text of a status error: `400 {"type":"error",...}`, also after a class or `Error:`."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 60

_CODE = pattern(
    (
        r"^\s*(?:(\w*(?:Error|Exception)): *)?(?:HTTP )?([1-5]\d\d)(?: (?=[{\"'\[<(`])| - |: "
        r"|\s(?=[A-Za-z]))(.*)"
    ),
    re.S,
)


def read(text: str) -> Seen | None:
    """Read the status at the start and hand on what follows."""
    found = _CODE.match(text) if any(digit in text[:80] for digit in "12345") else None
    if not found:
        return None
    rest = found[3].strip()
    return Seen(
        rest=rest or None,
        status=int(found[2]),
        message=rest or None,
        exceptions=(found[1],) if found[1] else (),
    )
