"""The Python SDK's text of a status error: `Error code: 400 - {'type': 'error', ...}`."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 50

_CODE = pattern(r"\b[Ee]rror code:? *([1-5]\d\d)\b(?: *[-–—:]+ *(.*))?", re.S | re.A)


def read(text: str) -> Seen | None:
    """Read the status and hand on what follows the dash."""
    found = _CODE.search(text) if "rror code" in text else None
    if not found:
        return None
    rest = (found[2] or "").strip()
    return Seen(rest=rest or None, status=int(found[1]), message=rest or None)
