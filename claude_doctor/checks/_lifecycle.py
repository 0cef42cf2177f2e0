"""When models retire: the known end dates, and how far away a date is."""

from __future__ import annotations

from datetime import UTC, datetime

# End of life as the SDK itself warns of it (anthropic 2.10.0 resources/messages/messages.py, read 2026-11-20).
ENDS = {
    "claude-3-sonnet-20240229": "2025-07-21",
    "claude-3-opus-20240229": "2026-01-05",
    "claude-3-7-sonnet-latest": "2026-02-19",
    "claude-3-7-sonnet-20250219": "2026-02-19",
    "claude-3-5-haiku-latest": "2026-02-19",
    "claude-3-5-haiku-20241022": "2026-02-19",
    "claude-opus-4-0": "2026-06-15",
    "claude-opus-4-20250514": "2026-06-15",
    "claude-sonnet-4-0": "2026-06-15",
    "claude-sonnet-4-20250514": "2026-06-15",
    "claude-mythos-preview": "2026-06-30",
    "claude-sonnet-4-5": "2026-11-30",
    "claude-sonnet-4-5-20250929": "2026-11-30",
}
NEAR_DAYS = 60


def known(model: str, now: float) -> str:
    """Return what the table says about a model that has an end, "" about any other."""
    end = ENDS.get(model)
    if end is None:
        return ""
    left = days(end, now)
    if left is None:
        return ""
    return f"{model} ends on {end}, in {left} days" if left >= 0 else f"{model} ended on {end}"


def days(when: object, now: float) -> int | None:
    """Return the whole days from now to an RFC 3339 date or time; None when it is none."""
    if not isinstance(when, str):
        return None
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int((moment.timestamp() - now) // 86_400)
