"""LiteLLM's exceptions as text: `litellm.RateLimitError: AnthropicException - {...}`, `litellm.InternalServerError: AnthropicError - {...}`."""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

RANK = 440
TAKES = str
# LiteLLM's own labels before the provider's words: `AnthropicError - `, `AnthropicException - `, `AnthropicException BadGatewayError - `.
_LABEL = r"(?:Anthropic(?:Error|Exception)(?: BadGatewayError| Timeout)? - )?"
_LINE = re.compile(
    rf"litellm\.(?:exceptions\.)?(\w*(?:Error|Exception|Timeout)): ?(?:(?:litellm\.)?\w+(?:Error|Timeout): ?){{0,3}}{_LABEL}(.*)", re.S
)
_TAIL = re.compile(r"\.? ?Handle with `litellm\.\w+`\.?.*|\n.*", re.S)


def read(text: str) -> Event | None:
    """Return the error inside LiteLLM's exception; its class says little about the status of the API."""
    found = _LINE.search(text) if "litellm." in text else None
    if not found:
        return None
    if "Anthropic" not in found[0] and fields.seen(text).foreign:
        return None  # the model of another company
    event = Event("terminal", platform="gateway:litellm")
    words = found[2].strip()
    if "{" in words or "Error code" in words:
        fields.take_text(event, words)
        event.platform = "gateway:litellm"
    else:
        event.message = _TAIL.sub("", words).strip() or None
    event.exceptions = (f"litellm.{found[1]}",)
    event.network = fields.network_of(event)
    return event
