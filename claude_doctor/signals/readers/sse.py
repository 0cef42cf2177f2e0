"""An `error` event of a stream: it comes after HTTP 200, so the status says nothing."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 70

_EVENT = pattern(r"\bevent: ?error\b[^{]{0,40}", re.S)


def read(text: str) -> Seen | None:
    """Hand on the data of the first error event."""
    found = _EVENT.search(text) if "event" in text else None
    if not found:
        return None
    rest = text[found.end() :].strip()
    return Seen(rest=rest or None, streaming=True, message=rest or None)
