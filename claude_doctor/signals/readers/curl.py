"""curl's own failures: `curl: (7) Failed to connect to ...`."""

from __future__ import annotations

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 65

_LINE = pattern(r"\bcurl: ?\((\d{1,3})\) ?([^\n]*)")


def read(text: str) -> Seen | None:
    """Read the number and the words after it."""
    found = _LINE.search(text) if "curl" in text else None
    if not found:
        return None
    return Seen(message=found[2].strip() or None, exceptions=(f"curl ({found[1]})",))
