"""A sentence and behind it an object with the fields, as winston and zap print them: `warn: Claude API
request failed {"statusCode":529}`.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import decode
from claude_doctor.doors.tail.reading import fields as _fields
from claude_doctor.doors.tail.reading.event import Inner
from claude_doctor.doors.tail.reading.told import told

RANK = 480
TAKES = str
_NAMED = re.compile(r"anthropic|claude", re.I)
_LEVEL = re.compile(r"error|fatal|crit|warn|failed", re.I)


def read(text: str) -> Inner | None:
    """Hand on the fields with the sentence as their message, when it tells of Claude and of a failure."""
    if text[-1:] != "}":
        return None
    at = text.find(' {"')
    head = text[:at]
    if not 0 < at < 400 or not _NAMED.search(head) or not _LEVEL.search(head):
        return None
    fields = _fields.decoded(text[at + 1 :])
    if not isinstance(fields, dict):
        return None
    time = decode.time_in(text) or _fields.time_of(fields)
    held = Inner({"level": "error", **fields, "message": head}, time)
    held.otherwise = told(head)
    if held.otherwise is not None:
        held.otherwise.time = time
    return held
