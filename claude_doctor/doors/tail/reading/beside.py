"""The status that stands beside an API error in a line: `anthropic 529: {...}`, `answered 429 ...`."""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading.fields import IMPLIED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.event import Event

_HEAD = 400
_STATED = re.compile(
    r"(?<![\w.:=/#-])([45]\d\d)\b(?: [A-Z][A-Za-z ]{2,40}|, [a-z ]{3,30})?: ?\{\\?[\"']"
    r"|\b(?:anthropic|claude)[\w. ]{0,40}? (?:answered|replied|returned|responded|said|status)(?: with)? "
    r"(?:HTTP )?([45]\d\d)\b|[\"'= ]([45]\d\d) [a-z]+(?:_[a-z]+)*_(?:error|large): ",
    re.I,
)


def stated(event: Event, text: str) -> None:
    """Give a failure the status that its line states, where it agrees with the type of the error."""
    if event.status is not None or not event.is_error or event.type not in IMPLIED:
        return
    found = _STATED.search(text[:_HEAD])
    if found and (number := int(found[1] or found[2] or found[3])) == IMPLIED[event.type]:
        event.status = number
