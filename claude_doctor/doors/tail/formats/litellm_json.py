"""LiteLLM's proxy with `json_logs`: keys of the embedded body are lifted to the top; access lines repeat each
failure.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

RANK = 270
TAKES = dict
_ACCESS = re.compile(r'"(?:GET|POST) (\S+) HTTP/[\d.]+" (\d{3})')
_SAID = re.compile(r"(?:litellm_call_id=[\w-]+ - )(.*)", re.S)
# The provider's words alone, as a broken stream leaves them.
_BARE = re.compile(r"litellm\.\w+: Anthropic(?:Error|Exception) - ([^\n]+)$")
_WAIT = re.compile(r"Try again in (\d+(?:\.\d+)?) seconds")


def read(record: Record) -> Event | None:
    """Return the failure of a line; what LiteLLM itself refuses is its own."""
    if "component" not in record or "logger" not in record or "message" not in record:
        return None
    message = str(record["message"])
    time = record.get("timestamp")
    access = _ACCESS.search(message)
    if access:
        status = int(access[2])
        if status >= 400:
            return Event("duplicate", is_error=True, status=status, time=time)
        asked = access[1].partition("?")[0].endswith(("/chat/completions", "/v1/messages", "/v1/responses"))
        return Event("ok" if asked and status == 200 else "noise", status=status, time=time)
    if record.get("level") not in ("ERROR", "CRITICAL"):
        return Event("noise", time=time)
    event = Event("terminal", time=time, platform="gateway:litellm", model=fields.model_of(record))
    if isinstance(record.get("error"), dict):
        return fields.take_envelope(event, record)
    said = _SAID.search(message)
    words = said[1] if said else message
    bare = _BARE.search(words) if event.message is None and "{" not in words else None
    if bare:
        event.message = bare[1].strip()
    fields.take_text(event, words)
    if "cooldown" in words or "No deployments available" in words:
        event.status, event.message = None, words.partition(". ")[0] + "."
    wait = _WAIT.search(words)
    if wait:
        event.retry = fields.delay(wait[1])
    return event
