"""Access lines of web servers in front of the API: `"POST /v1/messages HTTP/1.1" 529 119`, HAProxy, ALB,
CloudFront, gin, IIS, morgan.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading.event import Event

RANK = 450
TAKES = str
_PATH = r"\S*(?:/v1/messages|/v1/complete|/chat/completions)\S*"
_LINE = re.compile(rf'"POST ({_PATH})(?: HTTP/[\d.]+)?" (\d{{3}})\b')
_TIME = re.compile(r"\[(\d\d/[A-Z][a-z]{2}/\d{4}:[^\]]+)\]")
# Servers that write the status before the request. AWS's load balancer ends in its own status and the
# target's, HAProxy's is behind its five timers, gin's stands between bars, CloudFront's is the ninth of its
# columns (each project's documentation); IIS writes the request without quotation marks, and so does morgan.
_BEFORE = (
    re.compile(
        rf"(?:https?|h2|wss?) (?P<time>\d{{4}}-\S+) \S+ \S+ \S+ (?:-?[\d.]+ ){{3}}(?P<status>\d{{3}}) "
        rf'(?:\d{{3}}|-) \d+ \d+ "POST {_PATH} '
    ),
    re.compile(
        rf".{{0,200}}?\[(?P<time>\d\d/[A-Z][a-z]{{2}}/\d{{4}}:[\d:.]+)\] \S+ \S+/\S+ [-+\d/]{{9,60}} "
        rf'(?P<status>\d{{3}}) \+?\d+ .{{0,400}}"POST {_PATH} '
    ),
    re.compile(
        rf'\[GIN\] (?P<time>\d{{4}}/\d\d/\d\d) - (?P<clock>[\d:]{{8}}) \| *(?P<status>\d{{3}}) \|[^"]'
        rf'{{0,120}}\| +POST +"{_PATH}"'
    ),
    re.compile(
        rf"(?P<time>\d{{4}}-\d\d-\d\d)\t(?P<clock>[\d:]{{8}})\t(?:[^\t]+\t){{3}}POST\t[^\t]+\t"
        rf"{_PATH}\t(?P<status>\d{{3}})\t"
    ),
    re.compile(
        rf"(?P<time>\d{{4}}-\d\d-\d\d) (?P<clock>[\d:]{{8}}) \S+ POST {_PATH} (?:\S+ "
        rf"){{6}}(?P<status>\d{{3}}) \d+ \d+ \d+"
    ),
    re.compile(rf"POST {_PATH} (?P<status>\d{{3}}) [\d.]+ ms - (?:\d+|-)$"),
)
# nginx' error log knows no status: the upstream answered too late or not at all.
_FAILED = re.compile(
    rf"\[(?:error|crit)\] \d+#\d+: (?:\*\d+ )?(?P<words>upstream .{{1,160}}?|connect\(\) failed "
    rf'.{{1,160}}?|SSL_.{{1,160}}?), client: .{{1,200}}request: "POST {_PATH} '
)


def read(text: str) -> Event | None:
    """Return the outcome of one request; lines of uvicorn repeat what the proxy behind it logs."""
    if "POST" not in text or ("/v1/" not in text and "/chat/completions" not in text):
        return None
    found = _LINE.search(text)
    if not found:
        return _turned(text) or _failed(text)
    status = int(found[2])
    if text.startswith("INFO:"):
        return Event("duplicate" if status >= 400 else "noise", is_error=status >= 400, status=status)
    time = _TIME.search(text)
    return _outcome(status, time[1] if time else None)


def _turned(text: str) -> Event | None:
    for line in _BEFORE:
        if found := line.match(text):
            held = found.groupdict()
            time, clock = held.get("time"), held.get("clock")
            if clock:
                time = (
                    f"{time}T{clock}{'' if text.startswith('[GIN]') else 'Z'}"  # CloudFront and IIS write UTC
                )
            return _outcome(int(found["status"]), time)
    return None


def _failed(text: str) -> Event | None:
    found = _FAILED.search(text) if "#" in text else None
    return Event("terminal", message=found["words"], network="connection_error") if found else None


def _outcome(status: int, time: str | None) -> Event:
    return Event("terminal" if status >= 400 else "ok", status=status, time=time)
