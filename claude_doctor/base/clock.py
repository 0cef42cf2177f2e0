"""The one place where the day is read; what follows from it is given the day as an argument."""

from __future__ import annotations

import time


def today() -> str:
    """Return the day in UTC as an ISO date."""
    return day(time.time())


def day(now: float) -> str:
    """Return the day of a moment (seconds since the epoch) in UTC as an ISO date."""
    return time.strftime("%Y-%m-%d", time.gmtime(now))


def moment() -> str:
    """Return now in UTC, to the second, as JSON documents carry it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time()))
