"""Celery's worker: a task's retries, its failure and its end, joined by the id in brackets."""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event
from claude_doctor.doors.tail.reading.evidence import is_ours

RANK = 455
TAKES = str
_TASK = re.compile(
    (
        r"\bTask [\w.:-]{1,200}\[([0-9a-f-]{32,36})\] (?:retry: Retry in (?P<wait>[\d.]+)s: "
        r"|(?P<raised>raised \w+: |failed: )|(?P<done>succeeded in ))(?P<words>.*)"
    ),
    re.S,
)


def read(text: str) -> Event | None:
    """Return one attempt of a task that asks Claude; an end counts only where the task was tried before."""
    found = _TASK.search(text) if "Task " in text and "] " in text else None
    if not found:
        return None
    key = (("open", "task", found[1]),)
    if found["done"]:
        return Event("noise", link="closes", looks=key)
    words = found["words"]
    signal = fields.seen(words)
    if signal.foreign or not (
        signal.ours or is_ours(words) or (signal.exceptions and signal.status and "'type': 'error'" in words)
    ):
        return None
    event = Event("retry" if found["wait"] else "terminal", looks=key, gives=key)
    fields.take_text(event, words)
    event.retry = fields.delay(found["wait"]) if found["wait"] else None
    event.network = fields.network_of(event)
    return event
