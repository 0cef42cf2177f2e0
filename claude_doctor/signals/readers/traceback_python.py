"""Python exceptions: one line `pkg.Class: message`, or a traceback with its chain of causes."""

from __future__ import annotations

import re

from claude_doctor.base.lazy import pattern
from claude_doctor.signals.seen import Seen

RANK = 30

# After the colon of a docstring or a table of classes stands no message: `If the key is invalid`,
# `ErrorCode.internal,`.
_NO_MESSAGE = r"(?! ?(?:If|On|When|Whenever|For|Raised) [a-z]| ?[\w.]+,(?:\s|$))"
# The class at the start of a line, alone or before a colon.
_RAISED = pattern(
    (
        r"^(?:[>|+ ]{0,6})((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Timeout|Warning|Interrupt|Exit"
        r"|Disconnected|Refused|Group))(?:: ?"
    )
    + _NO_MESSAGE
    + r"(.*)|)$",
    re.M,
)
# The SDK's own class with its words, wherever it stands; before a quote or a bracket it is code.
_NAMED = pattern(
    r"(?<!except )\b(anthropic\.(?:\w{1,40}\.){0,8}[A-Z]\w{0,60}Error): "
    + _NO_MESSAGE
    + r"(?=[^\s\"'({\[])([^\n]*)"
)
_STOP = 40  # no stop is longer than this
_WRAPPERS = ("Connection error.", "Request timed out.", "")


def read(text: str) -> Seen | None:
    """Read the last exception; the exceptions before it that Python names as causes become its chain."""
    raised = list(_RAISED.finditer(text))
    if not raised:
        named = _NAMED.search(text) if "anthropic." in text else None
        return Seen(rest=named[2], message=named[2].strip(), exceptions=(named[1],)) if named else None
    is_chain = len(raised) > 1 and ("exception was" in text or "another exception occurred" in text)
    if len(raised) > 1 and not (is_chain or "Traceback (most recent" in text):
        raised = raised[:1]
    last = raised[-1]
    message = _message(text, last, None)
    chain = [match[1] for match in reversed(raised)]
    if is_chain and message.strip() in _WRAPPERS:
        message = next((words for match in raised if (words := _message(text, match, 400)).strip()), message)
    rest = message if message and message != text else None
    return Seen(
        rest=rest,
        message=message.strip() or None,
        exceptions=tuple(dict.fromkeys(chain)),
        # Only after HTTP 200 does the SDK raise an API error whose text has no status (observed: anthropic
        # 2.10.0).
        streaming=last[1].split(".")[-1] in ("APIStatusError", "APIError") and message.lstrip()[:1] == "{",
    )


def _message(text: str, match: re.Match[str], limit: int | None) -> str:
    # What follows the colon, to the next traceback or the blank line before "The above exception".
    if match[2] is None:
        return ""
    start = match.start(2)
    tail = text[start : start + limit + _STOP if limit else None]
    for stop in (
        "\n\nThe above exception",
        "\n\nDuring handling of the above",
        "\nTraceback (most recent",
        "\n    at ",
    ):
        at = tail.find(stop)
        if at >= 0:
            tail = tail[:at]
    return tail[:limit] if limit else tail
