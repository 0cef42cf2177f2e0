"""The last resort for lines of plain text: an ERROR whose words the catalogue knows. Never asked in a file of JSON lines."""

from __future__ import annotations

import re

from claude_doctor import catalogue
from claude_doctor.logs import _fields
from claude_doctor.logs._event import Event

RANK = 500
TAKES = str
LOOSE = True
# The inside of an object that Node printed: its first line has told of the error.
_FRAGMENT = re.compile(r"(?:data|error|cause|body|response): [{\[]|(?:type|message): '")
_SERVED = re.compile(
    r"\b(?:anthropic|claude)[\w-]*(?: API)? (?:returned|responded(?: with)?|answered(?: with)?|failed with|gave)(?: an?)? (?:HTTP|status)(?: code)? ?([45]\d\d)\b",
    re.I,
)
_LEVEL = re.compile(r"\b(?:ERROR|CRITICAL|FATAL|WARN(?:ING)?|error|fatal|Exception|Error)\b")


def read(text: str) -> Event | None:
    """Return an error of which the catalogue is certain, or likely and named as Claude's."""
    if not _LEVEL.search(text[:200]) or len(text) > 8192:
        return None
    if _FRAGMENT.match(text):
        return None
    served = _SERVED.search(text)
    if served:
        return Event("terminal", status=int(served[1]))
    signal = _fields.seen(text)
    found = catalogue.diagnose(signal)
    if not found or signal.foreign or found[0].confidence == "guess":
        return None
    if found[0].confidence != "certain" and not (signal.ours or signal.platform or any(item.by == "message" for item in found[0].evidence)):
        return None
    event = Event("terminal")
    _fields.take_text(event, text)
    event.network = _fields.network_of(event)
    return event
