"""Access lines of web servers in front of the API: `"POST /v1/messages HTTP/1.1" 529 119`."""

from __future__ import annotations

import re

from claude_doctor.logs._event import Event

RANK = 450
TAKES = str
_LINE = re.compile(r'"POST (\S*(?:/v1/messages|/v1/complete|/chat/completions)\S*)(?: HTTP/[\d.]+)?" (\d{3})\b')
_TIME = re.compile(r"\[(\d\d/[A-Z][a-z]{2}/\d{4}:[^\]]+)\]")


def read(text: str) -> Event | None:
    """Return the outcome of one request; lines of uvicorn repeat what the proxy behind it logs."""
    found = _LINE.search(text) if '"POST ' in text else None
    if not found:
        return None
    status = int(found[2])
    if text.startswith("INFO:"):
        return Event("duplicate" if status >= 400 else "noise", is_error=status >= 400, status=status)
    time = _TIME.search(text)
    return Event("terminal" if status >= 400 else "ok", status=status, time=time[1] if time else None)
