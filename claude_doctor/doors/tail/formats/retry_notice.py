"""A line that says only that the failure before it is tried again: `Retrying in 0.5 seconds...`, `Will retry
in 2000 ms`; and aider's end of an answer.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

RANK = 435
TAKES = str
_LONG = 260
_NOTICE = re.compile(
    r".{0,160}?\b(?:[Rr]etry(?:ing)?|[Ww]ill retry|[Ss]leeping|[Bb]acking off|[Tt]rying "
    r"again)\b(?: [\w'\"<>-]+){0,3}? (?:in|for|after) ~?(\d+(?:\.\d+)?) ?(ms|milliseconds|s|sec|secs"
    r"|seconds?)\b"
    r"[^\w]*(?:\(?(?:attempt|retry) \d+(?: ?/ ?| of )\d+\)?)?\W*$"
)
_ANSWERED = re.compile(r"Tokens: [\d.,]+k? sent, [\d.,]+k?(?: cache \w+, [\d.,]+k?)* received\.")


# Symfony writes the placeholders of its message as they are.
_SYMFONY = re.compile(r".{0,60}\bTry #\{count\} after \{delay\}ms(?:, status code: \d{3}|: )")


def read(text: str) -> Event | None:
    """Return the notice, which the joiner ties to the failure before it."""
    if text.startswith("Tokens: ") and _ANSWERED.match(text):
        return Event("noise", link="closes")
    if "Try #{count}" in text and "anthropic.com" not in text and _SYMFONY.match(text):
        return Event("noise", link="retrying")
    if len(text) > _LONG or "laude" in text or "nthropic" in text:
        return None
    found = _NOTICE.match(text) if "in" in text or "for" in text or "after" in text else None
    if not found or "/v1/" in text:
        return None
    event = Event("noise", link="retrying")
    event.retry = fields.delay(float(found[1]) / (1000 if found[2].startswith("m") else 1))
    return event
