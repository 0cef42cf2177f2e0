"""Lines in a program's own words: `[anthropic] 429 rate limited, retry 2/5`, `Claude API returned 529`, `LLM
timeout: provider=Anthropic`.
"""

from __future__ import annotations

from claude_doctor.doors.tail.reading.told import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Event

RANK = 490
TAKES = str


def read(text: str) -> Event | None:
    """Return the failure when Claude's name stands beside a status or words of a failure."""
    return (
        told(text) if "laude" in text or "nthropic" in text or "NTHROPIC" in text or "LAUDE" in text else None
    )
