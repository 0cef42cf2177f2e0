"""LiteLLM's exceptions as text: `litellm.RateLimitError: AnthropicException - {...}`,
`litellm.InternalServerError: AnthropicError - {...}`.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

RANK = 440
TAKES = str
# LiteLLM's own labels before the provider's words: `AnthropicError - `, `AnthropicException - `,
# `AnthropicException BadGatewayError - `.
_LABEL = r"(?:Anthropic(?:Error|Exception)(?: BadGatewayError| Timeout)? - )?"
_LINE = re.compile(
    (
        r"litellm\.(?:exceptions\.)?(\w*(?:Error|Exception|Timeout)): ?(?:(?:litellm\.)?\w+(?:Error"
        rf"|Timeout): ?){{0,3}}{_LABEL}(.*)"
    ),
    re.S,
)
_AGAIN = re.compile(r"\. Attempt #(\d{1,3}) \|")  # OpenHands
_REFUSED = re.compile(r"\bException occured - ([45]\d\d): (.*)", re.S)
_TAIL = re.compile(r"\.? ?Handle with `litellm\.\w+`\.?.*|\n.*", re.S)


def read(text: str) -> Event | None:
    """Return the error inside LiteLLM's exception; its class says little about the status of the API."""
    found = _LINE.search(text) if "litellm." in text else None
    if not found:
        return _refused(text)
    if "Anthropic" not in found[0] and fields.seen(text).foreign:
        return None  # the model of another company
    event = Event("terminal", platform="gateway:litellm")
    words = found[2].strip()
    if "{" in words or "Error code" in words:
        fields.take_text(event, words)
        event.platform = "gateway:litellm"
    else:
        event.message = _TAIL.sub("", words).strip() or None
    if again := _AGAIN.search(text):
        event.kind, event.retry = "retry", {"attempt": int(again[1])}
    event.exceptions = (f"litellm.{found[1]}",)
    event.network = fields.network_of(event)
    return event


def _refused(text: str) -> Event | None:
    """Return what the proxy itself refused, with the status that it answered."""
    found = _REFUSED.search(text) if "litellm" in text.lower() else None
    return (
        Event("terminal", status=int(found[1]), message=found[2].strip(), platform="gateway:litellm")
        if found
        else None
    )
