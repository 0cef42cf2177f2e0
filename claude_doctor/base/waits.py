"""The arithmetic of waiting: pure functions that explain, tail and
applications share. All times are seconds.
"""

from __future__ import annotations

# What the official SDKs do by themselves (anthropic 2.10.0 _constants.py and _base_client.py, read
# 2026-11-20).
SDK_RETRIES = 2
SDK_FIRST = 0.5
SDK_CAP = 8.0
SDK_JITTER = 0.25


def exponential(attempt: int, first: float = 1.0, cap: float = 60.0) -> float:
    """Return the wait before the attempt-th retry (1 is the first), doubling, without jitter."""
    return min(first * 2.0 ** max(attempt - 1, 0), cap)


def jittered(delay: float, random: float, share: float = SDK_JITTER) -> float:
    """Return a delay shortened by up to `share`; `random` is a number from 0 to 1."""
    return delay * (1 - share * random)


def next_delay(
    delays: tuple[float, ...], attempt: int, retry_after: float | None = None, honour: bool = True
) -> float | None:
    """Return how long to wait before retry number `attempt` (1 is the first), or None when there should be
    none.

    A `retry-after` of the server goes first when the entry says to honour it; after the schedule's end its
    last step repeats only while attempts remain, so None then means: stop.
    """
    if attempt < 1:
        raise ValueError("attempt counts from 1")
    if honour and retry_after is not None:
        return max(
            retry_after, delays[attempt - 1] if attempt <= len(delays) and retry_after <= 0 else retry_after
        )
    if attempt > len(delays):
        return None
    return delays[attempt - 1]


def sdk_total() -> float:
    """Return the longest time the SDK's default retries wait in all (about 1.5 s)."""
    return sum(exponential(attempt, SDK_FIRST, SDK_CAP) for attempt in range(1, SDK_RETRIES + 1))


def retry_after(headers: dict[str, str], now: float) -> float | None:
    """Return the wait that response headers ask for: retry-after-ms, then seconds, then an HTTP date; None
    without one.

    `now` is the time in seconds since the epoch. A date in the past gives 0.
    """
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = lower.get(name, "")
        try:
            seconds = float(value) * unit
        except ValueError:
            continue
        if 0 <= seconds < 4_294_967:
            return seconds
    return _until(lower.get("retry-after", ""), now)


def _until(value: str, now: float) -> float | None:
    if "GMT" not in value:
        return None
    from email.utils import parsedate_to_datetime

    try:
        return max(parsedate_to_datetime(value).timestamp() - now, 0.0)
    except (TypeError, ValueError):
        return None


def full_jitter(attempt: int, random: float, first: float = 1.0, cap: float = 30.0) -> float:
    """Return the wait before the attempt-th retry (1 is the first), uniform from 0 to the doubling step;
    `random` is from 0 to 1.
    """
    return random * min(cap, first * 2.0 ** min(max(attempt - 1, 0), 64))


def spread(asked: float, random: float) -> float:
    """Return a wait of at least what the server asked for, up to a quarter (or a second) more: all clients
    are told the same number.
    """
    return asked + random * max(1.0, asked / 4)
