"""What headers and messages say of a limit: which one, how much is left, when it is full again.

Each fact is (limit, what, value): `("input_tokens", "remaining", 12000)`; what is limit_value, remaining,
used or reset. A reset is kept as it is written, in ISO where it is a number.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from claude_doctor.doors.tail.reading.numbers import mapping, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Facts = tuple[tuple[str, str, object], ...]

_HEADER = re.compile(r"anthropic-ratelimit-((?:[a-z]+-){0,4}[a-z]+)-(limit|remaining|reset)", re.I)
_IN_TEXT = re.compile(
    r"anthropic-ratelimit-((?:[a-z]+-){0,4}[a-z]+)-(limit|remaining|reset)[\"']?[:=,]{1,2} ?[\"'\[]{0,2}"
    r"([0-9][0-9TZ:.+-]{0,40})",
    re.I,
)
_HOLDERS = frozenset(
    (
        "headers",
        "response_headers",
        "responseHeaders",
        "resp_headers",
        "response",
        "err",
        "error",
        "http",
        "data",
        "details",
        "extra",
        "fields",
        "attributes",
        "cause",
    )
)
_DEPTH = 3
_MOST = 32
_WHATS = {"limit": "limit_value", "remaining": "remaining", "reset": "reset"}
# `... your organization's rate limit of 30,000 input tokens per minute (org: ...)`
_MESSAGE = re.compile(
    r"\brate limit of [\d,]{1,20} (?P<what>[a-z]+(?: [a-z]+){0,3}) per (?P<per>minute|hour|day)\b",
    re.I,
)
_EXCEEDED = re.compile(
    r"\bexceed[a-z]* [^.]{0,60}?\b(?P<what>[a-z]+(?: [a-z]+){0,2}) per (?:minute|hour|day)\b"
)
_PLAN = re.compile(
    r"\b(?P<what>5-hour|five-hour|weekly|daily|monthly|session|opus|sonnet|fable) limit\b", re.I
)
_RESETS = re.compile(
    r"\bresets?(?: at| on)?:? (?P<when>(?:[A-Z][a-z]{2,8} \d{1,2}(?:,? at|,)? )?\d{1,2}(?::\d\d)? ?[ap]m"
    r"(?: \([A-Za-z_/+-]{1,40}\))?|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z| UTC)?)?)"
)
_PIPED = re.compile(r"\blimit reached\|(?P<when>\d{10})\b")
_NAMES = {"5-hour": "five_hour", "five-hour": "five_hour"}
_LAST = 4102444800  # the year 2100, in seconds


def of_record(record: dict[str, Any]) -> Facts:
    """Return what the rate-limit headers among a record's say."""
    found: list[tuple[str, str, object]] = []
    held: list[tuple[dict[str, Any], int]] = [(record, 0)]
    for inner, depth in held:  # grows while it is read
        for name, value in inner.items():
            if name not in _HOLDERS:
                continue
            if isinstance(value, dict):
                if "eaders" in name:
                    _headers(value, found)
                elif depth < _DEPTH and len(held) < _MOST:
                    held.append((value, depth + 1))
            elif isinstance(value, str) and "ratelimit" in value:
                found += of_text(value)
    return tuple(found[: 3 * _MOST])


def _headers(held: dict[str, Any], found: list[tuple[str, str, object]]) -> None:
    for key, value in held.items():
        if key not in _keys:
            _learn(key)
        named = _keys.get(key)
        if named is not None and len(found) <= _MOST:
            _take(found, *named, value[0] if isinstance(value, list) and value else value)


def _learn(key: str) -> None:
    """Remember which limit a header speaks of, and that others speak of none."""
    if len(_keys) > 1000:
        _keys.clear()
    named = _HEADER.fullmatch(key[:100])
    _keys[key] = (named[1], named[2]) if named else None


_keys: dict[str, tuple[str, str] | None] = {}


def of_text(text: str) -> Facts:
    """Return what rate-limit headers written into a text say."""
    if "ratelimit-" not in text:
        return ()
    found: list[tuple[str, str, object]] = []
    for named in list(_IN_TEXT.finditer(text[:65536]))[: 3 * _MOST]:
        _take(found, *named.groups())
    return tuple(found)


def _take(found: list[tuple[str, str, object]], limit: str, what: str, value: object) -> None:
    name, what = limit.lower().replace("-", "_"), _WHATS[what.lower()]
    if what == "reset":
        if said := when(value):
            found.append((name, what, said))
        return
    size = number(value)
    if size is not None and size >= 0:
        found.append((name, what, int(size)))


def of_plan(record: dict[str, Any]) -> Facts:
    """Return what Claude Code's `rate_limit_event` says of the window of a plan."""
    info = mapping(record.get("rate_limit_info"))
    name, used, reset = info.get("rateLimitType"), number(info.get("utilization")), when(info.get("resetsAt"))
    if not isinstance(name, str) or not re.fullmatch(r"[a-z_]{1,40}", name):
        return ()
    found: list[tuple[str, str, object]] = [(name, "used", round(used, 4))] if used is not None else []
    return (*found, (name, "reset", reset)) if reset else tuple(found)


def of_message(message: str) -> Facts:
    """Return what the API's or Claude Code's words say of the limit that was hit; the first is the limit. Its
    size is left to the headers: messages that differ in numbers are counted as one.
    """
    found: list[tuple[str, str, object]] = []
    said = (_MESSAGE.search(message) or _EXCEEDED.search(message)) if " per " in message else None
    if said is not None:
        words = said["what"].lower().split()
        found.append(("_".join(words[-2:] if words[-1] == "tokens" else words[-1:]), "limit_value", None))
    elif (plan := _PLAN.search(message)) is not None:
        found.append((_NAMES.get(plan["what"].lower(), plan["what"].lower()), "limit_value", None))
    if ("reset" in message or "reached|" in message) and (reset := resets(message)) is not None:
        found.append((found[0][0] if found else "plan", "reset", reset))
    return tuple(found)


def resets(message: str) -> str | None:
    """Return the words of a message that say when a limit is full again."""
    if said := _RESETS.search(message):
        return said["when"]
    return when(int(said["when"])) if (said := _PIPED.search(message)) else None


def span(message: str) -> tuple[int, int]:
    """Return where a message says when a limit is full again: its start and end, its own end without."""
    found = _RESETS.search(message) or _PIPED.search(message)
    return found.span("when") if found else (len(message), len(message))


def when(value: object) -> str | None:
    """Return a moment as text: ISO for seconds since the epoch, else as written, at most 40 characters."""
    seconds = number(value)
    if seconds is not None and not isinstance(value, bool):
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}" if 1e9 < seconds < _LAST else None
    return value[:40] if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value) else None
