"""A client says which request to the API's host it sends again, and why: Scrapy's `Retrying <POST ...>
(failed 1 times): 529 Unknown Status`, got's `retry #1 of POST ...: ... status code 529`.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading.event import Event

RANK = 462
TAKES = str
_URL = r"https://api\.anthropic\.com/v1/messages\S*"
_SENT = re.compile(
    rf"\b(?P<over>[Gg]ave up |[Gg]iving up )?[Rr]etry(?:ing)? (?:#(?P<first>\d{{1,2}}) of )?<?POST {_URL}?>?"
    r"(?: \(failed (?P<second>\d{1,2}) times\))?: (?P<why>.{3,400})"
)
_STATUS = re.compile(r"(?:\A|\bstatus code |\bHTTP )([45]\d\d)\b")
_NETWORK = re.compile(
    r"timed? ?out|timeout|ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|socket|closed|reset|refused|connection", re.I
)


def read(text: str) -> Event | None:
    """Return the attempt that failed, with its number in the loop."""
    if "api.anthropic.com" not in text or "etry" not in text:
        return None
    found = _SENT.search(text[:1500])
    if found is None or not (found["first"] or found["second"]):
        return None
    status = _STATUS.search(found["why"])
    if status is None and not _NETWORK.search(found["why"]):
        return None
    event = Event("terminal" if found["over"] else "retry", message=found["why"])
    if status is not None:
        event.status = int(status[1])
    else:
        event.network = "connection_error"
    number = int(found["first"] or found["second"])
    event.retry = {"attempt": number}
    event.looks = (("turn", None, number - 1),) if number > 1 else ()
    event.gives = () if found["over"] else (("turn", None, number),)
    return event
