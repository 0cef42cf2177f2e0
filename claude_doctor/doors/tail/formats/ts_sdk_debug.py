"""The TypeScript SDK's own log: `[log_a71f19, request-id: "req_..."] post URL failed with status 529 in 20ms
- retrying, ...`.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading.event import Event

RANK = 410
TAKES = str
_LINE = re.compile(
    r"\[(log_\w+)(?:, retryOf: (log_\w+))?(?:, request-id: \"?([\w-]+)\"?)?\] "
    r"(?:(?:get|post|put|delete|patch) \S+ (failed|succeeded) with status (\d{3}) in \d+ms(?: - "
    r"(.*))?|(connection (?:failed|timed out) - .*))",
    re.S,
)

_LEFT = re.compile(r"(?:(\d{1,2}) attempts remaining|no more retries left)")


def read(text: str) -> Event | None:
    """Return the outcome of one attempt; `retryOf` names the attempt before it."""
    found = _LINE.search(text) if "[log_" in text else None
    if not found:
        return Event("noise") if "[log_" in text[:60] else None
    said = (found[6] or found[7] or "").strip()
    kind = "ok" if found[4] == "succeeded" else "retry" if "retrying" in said else "terminal"
    event = Event(kind, request_id=found[3], message=said or None)
    event.looks = event.gives = (("log", found[2] or found[1]),)
    if left := _LEFT.search(said):
        number = int(left[1] or 0)
        event.gives = (*event.gives, ("turn", "left", number))
        if found[7]:  # a failed connection does not say whose attempt it is
            event.looks = (*event.looks, ("turn", "left", number + 1))
    event.status = int(found[5]) if found[5] else None
    event.network = "connection_error" if found[7] else None
    return event
