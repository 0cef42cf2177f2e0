"""The Python SDK's own log (ANTHROPIC_LOG) and its HTTP library's lines, under the loggers httpx and httpx2
alike.
"""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields
from claude_doctor.doors.tail.reading.event import Event

RANK = 400
TAKES = str
_REQUEST = re.compile(r'HTTP Request: (?:POST|GET|PUT|DELETE) (\S+) "HTTP/[\d.]+ (\d{3})')
_RESPONSE = re.compile(r'HTTP Response: (?:POST|GET|PUT|DELETE) (\S+) "(\d{3})[^"]*" Headers\((.*)', re.S)
_RETRY = re.compile(r"Retrying request to (\S+) in ([\d.]+) seconds")
# urllib3's line of an answer: `https://api.anthropic.com:443 "POST /v1/messages HTTP/1.1" 529 119`.
_POOL = re.compile(r'(https?://[\w.-]+)(?::\d+)? "(?:POST|GET|PUT|DELETE) (\S+) HTTP/[\d.]+" (\d{3}) ')
_HEADER = r"[\"']{}[\"'][,:] ?[\"']([^\"']+)"
_MODEL = re.compile(r"'model': '([^']{1,80})'")
_OURS = ("anthropic", "/v1/messages", "/v1/complete", "claude", ":rawPredict", ":streamRawPredict", "/model/")

# Pages, telemetry, and other companies' models on the clouds that serve Claude too.
_NOT_OURS = re.compile(
    r"//(?:docs|www|statsig|console|support|status|platform)\.(?:anthropic|claude)\.com|/event_logging/"
    r"|/publishers/(?!anthropic/)|/model/(?![^/]*(?:claude|anthropic|arn))"
)


def read(text: str) -> Event | None:
    """Return an attempt, a retry notice, or noise."""
    if "Request options: {" in text:
        found = _MODEL.search(text[text.find("json_data") :])
        return Event("noise", model=found[1] if found else None)
    if "HTTP Request: " in text and (found := _REQUEST.search(text)):
        return _outcome(found[1], int(found[2]), "new")
    if ' "POST /' in text and (found := _POOL.search(text)):
        return _outcome(found[1] + found[2], int(found[3]), "new")
    if "HTTP Response: " in text and (found := _RESPONSE.search(text)):
        return _with_headers(_outcome(found[1], int(found[2]), "response"), found[3])
    if "Retrying request to " in text and (found := _RETRY.search(text)):
        event = Event("retry", is_error=False, link="retrying", platform="sdk")
        event.retry = fields.delay(found[2])
        return event
    return None


def _outcome(url: str, status: int, link: str) -> Event:
    if not any(mark in url for mark in _OURS) or _NOT_OURS.search(url):
        return Event("noise")
    return Event("attempt" if status >= 400 else "ok", status=status, link=link)


def _with_headers(event: Event, headers: str) -> Event:
    if event.kind == "noise":
        return event
    named = re.search(_HEADER.format("request-id"), headers)
    event.request_id = named[1] if named else None
    after = re.search(_HEADER.format("retry-after"), headers)
    event.retry = fields.delay(after[1]) if after else None
    return event
