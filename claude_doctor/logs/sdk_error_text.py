"""Errors of the SDKs in any line of text: `Error code: 529 - {...}`, `anthropic.RateLimitError: ...`, a body behind other words."""

from __future__ import annotations

import re

from claude_doctor.logs import _fields
from claude_doctor.logs._event import Event

RANK = 460
TAKES = str
_CLASS = re.compile(r"\banthropic\.(?:_exceptions\.)?[A-Z]\w*(?:Error|Exception)\b")
_CODE = re.compile(r"\bError code: [1-5]\d\d\b")
_QUOTE = r"\\*[\"']"
_BODY = re.compile(
    rf"\{{\s*{_QUOTE}type{_QUOTE}\s*:\s*{_QUOTE}error{_QUOTE}\s*,\s*{_QUOTE}error{_QUOTE}\s*:"
    rf"|\{{\s*{_QUOTE}error{_QUOTE}\s*:\s*\{{\s*{_QUOTE}type{_QUOTE}\s*:\s*{_QUOTE}\w+_error"
)
_CLOUD = re.compile(
    r"An error occurred \(\w+\) when calling the (?:InvokeModel|Converse)|\b4\d\d [^\n]{0,200}(?:aiplatform\.googleapis|publishers/anthropic)"
)
_JS = re.compile(r"\b(?:APIConnectionError|APIConnectionTimeoutError|APIUserAbortError|OverloadedError|AnthropicError): ")
# Loggers that quote the text (logfmt, zap's console) put a backslash before each quotation mark.
_GO = re.compile(r'\b(POST|GET) \\*"https?://[^"]+": (\d{3}) [\w ]* ?(?:\(Request-ID: (\S+)\) )?\{')


def read(text: str) -> Event | None:
    """Return the error when the line has a mark that only these errors have."""
    start = min((found.start() for mark in (_CLASS, _CODE, _BODY, _JS, _GO, _CLOUD) if (found := mark.search(text))), default=None)
    if start is None:
        return None
    event = Event("terminal")
    go = _GO.search(text)
    if go:
        event.status, event.request_id = int(go[2]), go[3]
        _fields.take_text(event, text[text.find("{", go.start()) :])
    else:
        before = re.search(r"\b([1-5]\d\d) ?$", text[max(start - 8, 0) : start])
        _fields.take_text(event, text[start - len(before[0]) :] if before and text[start] == "{" else text[start:])
    event.network = _fields.network_of(event)
    return event
