"""What Claude Code hands to a StopFailure hook, as people append it to a file."""

from __future__ import annotations

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 120
TAKES = dict


def read(record: Record) -> Event | None:
    """Return the failure; other hooks are no errors."""
    hook = record.get("hook_event_name")
    if not isinstance(hook, str):
        return None
    if hook != "StopFailure":
        return Event("noise")
    event = Event(
        "terminal",
        platform="claude-code",
        cc_category=fields.text(record.get("error")),
        time=fields.time_of(record),
    )
    details = fields.text(record.get("error_details"))
    shown = fields.text(record.get("last_assistant_message"))
    if details:
        fields.take_text(event, details)
        event.message = event.message if event.type else details
        event.api_message = shown
    elif shown:
        fields.take_text(event, shown)
    return event
