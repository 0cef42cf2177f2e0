"""Whom a record says was asked: Claude, or a server whose errors look alike."""

from __future__ import annotations

import re

from claude_doctor.doors.tail.reading import fields as _fields
from claude_doctor.doors.tail.reading import meaning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.tail.reading.fields import Record

_PLACES = ("path", "url", "uri", "route", "http.route", "endpoint", "host", "http.url", "url.full")
_SHORT = 200
_OUR_URLS = (
    "anthropic",
    "claude",
    "/v1/messages",
    "bedrock",
    "aiplatform",
    "://localhost",
    "://127.0.0.1",
    "openrouter",
    "/v1/complete",
)
_JUST_BEFORE = re.compile(r"(?:anthropic|claude)(?: API)?(?: \w+){0,2}\W{0,3}$", re.I)
_NAME = re.compile(r"[Aa]nthropic|claude|Claude (?:API|request|call)")


def names_us(record: Record, message: str) -> bool:
    """Whether a message or the name of its logger speaks of Claude."""
    where = (message, *(record.get(key) for key in ("logger", "event", "provider", "target", "name")))
    return any(
        "anthropic" in word.lower() or "claude" in word.lower() for word in where if isinstance(word, str)
    )


def is_asked(record: Record, before: str) -> bool:
    """Whether the words in front of a status name Claude, or a field says who was asked; the names of loggers
    and services do not.
    """
    if _JUST_BEFORE.search(before):
        return True
    where = (record.get(key) for key in ("provider", "vendor", "app", "ai_org"))
    return any(
        "anthropic" in word.lower() or "claude" in word.lower() for word in where if isinstance(word, str)
    )


def asks_us(record: Record) -> bool:
    """Whether a record without level and words, a row of some table, names whom was asked."""
    return any(_NAME.search(word) for word in map(str, record.values()) if len(word) < _SHORT)


def is_other_url(record: Record) -> bool:
    """Whether the error of an HTTP client holds the URL of another service, whose body may look like the
    API's (Stripe's does).
    """
    for holder in (record.get("err"), record.get("error")):
        if isinstance(holder, dict):
            url = holder.get("url") or _fields.mapping(holder.get("config")).get("url")
            if isinstance(url, str) and url.startswith("http") and not any(mark in url for mark in _OUR_URLS):
                return True
    return False


def speaks_of_us(record: Record) -> bool:
    """Whether an error status is an outcome of ours; beside a path of some other server it is that server's
    access log.
    """
    if is_own_route(record):
        return False
    request = record.get("request", record.get("req"))
    holders = (record, request) if isinstance(request, dict) else (record,)
    where = " ".join(str(held[key]) for held in holders for key in _PLACES if key in held)
    if where == "messages":
        return is_asked(record, "")
    return not where or "v1/messages" in where or "anthropic" in where or "claude" in where


def is_own_route(record: Record) -> bool:
    """Whether a record is Rails' own route, whatever its name."""
    return {"controller", "action"} <= {meaning.fold(key)[-1] for key in record}
